// SPDX-License-Identifier: Apache-2.0

/// Names that must be given once only, across one file or several (`D017`).
public struct YAMLNames {
    private let what: String
    private var first: [String: String] = [:]

    /// - Parameter what: what is named, for the message: 规则, 步骤.
    public init(of what: String) {
        self.what = what
    }

    /// Notes `name`, given at `place`; false and an error that names the first place when it was given before.
    @discardableResult
    public mutating func insert(_ name: String, at place: YAMLValue) -> Bool {
        if let earlier = first[name] {
            place.report(.nameTwice, "\(what)「\(name)」在 \(earlier) 已经有了；给这一个换个名字")
            return false
        }
        first[name] = "\(place.file):\(place.line)"
        return true
    }

    /// All names noted, for ``Suggestion``.
    public var all: [String] { first.keys.sorted() }

    public func contains(_ name: String) -> Bool { first[name] != nil }
}
