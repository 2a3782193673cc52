// SPDX-License-Identifier: Apache-2.0

/// Names that must be given once only, across one file or several (`YAML017`).
public struct YAMLNames {
    private let what: String
    private var first: [String: String] = [:]

    /// - Parameter what: what is named, for the message: `rule`, `step`.
    public init(of what: String) {
        self.what = what
    }

    /// Notes `name`, given at `place`; false and an error that names the first place when it was given before.
    @discardableResult
    public mutating func insert(_ name: String, at place: YAMLValue) -> Bool {
        if let earlier = first[name] {
            place.error(
                "YAML017", "the \(what) \"\(name)\" is there already, at \(earlier); give this one another name")
            return false
        }
        first[name] = "\(place.file):\(place.line)"
        return true
    }

    /// All names noted, for ``Suggestion``.
    public var all: [String] { first.keys.sorted() }

    public func contains(_ name: String) -> Bool { first[name] != nil }
}
