// SPDX-License-Identifier: Apache-2.0

/// Why keys could not be had or a sealed record not be opened. The message tells how to mend it and carries no key.
public struct VaultError: Error, Sendable, Hashable, CustomStringConvertible {
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String { case missing, malformed, permissions, io, sealedRecord }
        private let value: Value

        /// A key file, or the folder, is not there.
        public static let missing = Code(value: .missing)
        /// A key file is short, cut, or belongs to another purpose.
        public static let malformed = Code(value: .malformed)
        /// Others than the owner could read a key.
        public static let permissions = Code(value: .permissions)
        /// The file system refused.
        public static let io = Code(value: .io)
        /// A record does not open: the key is another one, or the record was changed or moved.
        public static let sealedRecord = Code(value: .sealedRecord)

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
