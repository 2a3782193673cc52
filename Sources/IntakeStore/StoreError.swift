// SPDX-License-Identifier: Apache-2.0

/// Why the store could not do what it was asked. The message tells what to do about it and carries no personal data.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String { case readOnly, diskFull, locked, damaged, newer, keysMissing, io, invalid }
        private let value: Value

        /// Writing stopped after a failed sync or commit.
        public static let readOnly = Code(value: .readOnly)
        public static let diskFull = Code(value: .diskFull)
        /// Another process has the data folder or the database.
        public static let locked = Code(value: .locked)
        public static let damaged = Code(value: .damaged)
        /// Written by a newer version of the program.
        public static let newer = Code(value: .newer)
        public static let keysMissing = Code(value: .keysMissing)
        public static let io = Code(value: .io)
        public static let invalid = Code(value: .invalid)

        public var description: String { value.rawValue }
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
