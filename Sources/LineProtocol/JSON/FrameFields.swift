// SPDX-License-Identifier: Apache-2.0

/// Typed access to the members of a frame. What is missing or has another type is a `bad_request` whose sentence tells
/// the client's author what to write instead. A member that is null counts as left out.
struct FrameFields {
    let object: JSONObject

    init(_ object: JSONObject) { self.object = object }

    /// `id`, where it can stand in an error.
    var echoedID: String? {
        guard let id = object["id"]?.string, !id.isEmpty, id.hasScalars(atMost: WireLimits.echoedID) else { return nil }
        return id
    }

    private func present(_ key: String) -> JSONValue? {
        guard let value = object[key], !value.isNull else { return nil }
        return value
    }

    private func refuse(_ text: String) -> WireError {
        WireError(.badRequest, text, re: echoedID)
    }

    // MARK: Texts

    /// `length` begins at 0 or 1.
    func string(_ key: String, _ length: ClosedRange<Int>) throws(WireError) -> String {
        guard let value = try optionalString(key, length) else { throw refuse("\"\(key)\" is missing") }
        return value
    }

    func optionalString(_ key: String, _ length: ClosedRange<Int>) throws(WireError) -> String? {
        guard let value = present(key) else { return nil }
        guard let text = value.string else { throw refuse("\"\(key)\" must be a string") }
        guard text.hasScalars(atMost: length.upperBound), text.utf8.count >= length.lowerBound else {
            throw refuse("\"\(key)\" must have \(length.lowerBound) to \(length.upperBound) characters")
        }
        return text
    }

    /// What somebody says; an empty one is allowed where `mayBeEmpty`.
    func text(_ key: String = "text", mayBeEmpty: Bool) throws(WireError) -> String {
        guard let value = present(key) else { throw refuse("\"\(key)\" is missing") }
        guard let text = value.string else { throw refuse("\"\(key)\" must be a string") }
        guard text.hasScalars(atMost: WireLimits.text) else { throw WireError(.textTooLong, re: echoedID) }
        guard mayBeEmpty || !text.isEmpty else { throw refuse("\"\(key)\" must not be empty") }
        return text
    }

    var id: String { get throws(WireError) { try string("id", WireLimits.id) } }
    var optionalID: String? { get throws(WireError) { try optionalString("id", WireLimits.id) } }
    var conv: String { get throws(WireError) { try string("conv", WireLimits.conv) } }

    // MARK: Numbers

    func integer(_ key: String, atLeast least: Int64 = 0) throws(WireError) -> Int64 {
        guard let value = try optionalInteger(key, atLeast: least) else { throw refuse("\"\(key)\" is missing") }
        return value
    }

    func optionalInteger(_ key: String, atLeast least: Int64 = 0) throws(WireError) -> Int64? {
        guard let value = present(key) else { return nil }
        guard let number = value.integer, number >= least else {
            throw refuse("\"\(key)\" must be a whole number, \(least) or more")
        }
        return number
    }

    /// `limit`: 1 or more; more than a page is a page.
    var limit: Int {
        get throws(WireError) {
            guard let limit = try optionalInteger("limit", atLeast: 1) else { return WireLimits.page }
            return Int(min(limit, Int64(WireLimits.page)))
        }
    }

    /// One of several words.
    func oneOf<T: RawRepresentable & CaseIterable>(
        _ key: String, _ type: T.Type
    ) throws(WireError) -> T where T.RawValue == String {
        guard let value = present(key) else { throw refuse("\"\(key)\" is missing") }
        guard let word = value.string, let found = T(rawValue: word) else {
            let words = T.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
            throw refuse("\"\(key)\" must be \(words)")
        }
        return found
    }

    /// `after` of `watch`: a number, or the word `now`.
    var watchStart: StaffFrame.WatchStart {
        get throws(WireError) {
            guard let value = present("after") else { throw refuse("\"after\" is missing; it is a number or \"now\"") }
            if value.string == "now" { return .now }
            guard let number = value.integer, number >= 0 else {
                throw refuse("\"after\" must be the seq of an event, 0 or more, or \"now\"")
            }
            return .after(number)
        }
    }
}

extension String {
    /// Whether the text has at most `limit` Unicode scalars; looks at the bytes only when they may be too many.
    func hasScalars(atMost limit: Int) -> Bool {
        let bytes = utf8.count
        return bytes <= limit || (bytes <= limit * 4 && unicodeScalars.count <= limit)
    }
}
