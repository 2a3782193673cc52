// SPDX-License-Identifier: Apache-2.0

/// A list of cases that an officer keeps under a name of their own. It says what is shown, and holds no case.
public struct SavedView: Sendable, Hashable {
    /// Views of one officer.
    public static let most = 12
    /// Characters of a name.
    public static let nameLength = 1...20
    /// Bytes of ``query``.
    public static let queryBytes = 1_200

    public var name: String
    /// As it stands in the page's address, after the question mark.
    public var query: String

    public init(name: String, query: String) {
        self.name = name
        self.query = query
    }
}
