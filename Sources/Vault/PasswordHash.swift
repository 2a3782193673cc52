// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import FoundationEssentials

/// What is kept of a password: scrypt (RFC 7914) over it and a salt of its own, with the cost it was made at, so that the
/// cost can rise later without locking anybody out.
public struct PasswordHash: Sendable, Hashable {
    /// How dear one try is.
    public struct Cost: Sendable, Hashable {
        /// A power of two; memory is 128 · rounds · blockSize bytes.
        public var rounds: Int
        public var blockSize: Int
        public var parallelism: Int

        public init(rounds: Int, blockSize: Int = 8, parallelism: Int) {
            self.rounds = rounds
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// For passwords that people choose: 32 MiB and some tenths of a second, one of the settings of OWASP's Password
        /// Storage Cheat Sheet.
        public static let chosen = Cost(rounds: 32_768, parallelism: 3)
        /// For one-time passwords out of the machine: they have more chance in them than can be tried.
        public static let drawn = Cost(rounds: 1_024, parallelism: 1)

        /// What a hash out of a store may ask of this machine at most.
        var isBearable: Bool {
            (2...1_048_576).contains(rounds) && rounds & (rounds - 1) == 0 && (1...32).contains(blockSize)
                && (1...16).contains(parallelism)
        }
    }

    public static let saltBytes = 16
    static let keyBytes = 32

    public var cost: Cost
    public var salt: [UInt8]
    public var key: [UInt8]

    public init(cost: Cost, salt: [UInt8], key: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.key = key
    }

    /// Hashes a password with a new salt. Takes ``Cost/chosen`` some tenths of a second: never on an event loop.
    ///
    /// - Throws: ``VaultError`` when the memory is not to be had.
    public init(_ password: String, cost: Cost = .chosen) throws(VaultError) {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }
        try self.init(password, cost: cost, salt: salt)
    }

    init(_ password: String, cost: Cost, salt: [UInt8]) throws(VaultError) {
        self.init(cost: cost, salt: salt, key: try Self.derive(password, cost, salt, Self.keyBytes))
    }

    /// Whether it is that password. As dear as making the hash; compared in constant time.
    public func matches(_ password: String) -> Bool {
        guard !key.isEmpty, let found = try? Self.derive(password, cost, salt, key.count) else { return false }
        return Vault.equal(found, key)
    }

    static func derive(
        _ password: String, _ cost: Cost, _ salt: [UInt8], _ count: Int
    ) throws(VaultError) -> [UInt8] {
        guard cost.isBearable else { throw VaultError(.sealedRecord, "a password was hashed at an unknown cost") }
        do {
            let key = try KDF.Scrypt.deriveKey(
                from: Array(password.utf8), salt: salt, outputByteCount: count, rounds: cost.rounds,
                blockSize: cost.blockSize, parallelism: cost.parallelism)
            return key.withUnsafeBytes { Array($0) }
        } catch {
            throw VaultError(.sealedRecord, "a password could not be hashed: too little memory")
        }
    }

    /// A password that is used once: 80 random bits in groups of four letters and digits, without any that look alike.
    public static func makeOneTime() -> String {
        let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789".utf8)
        var random = SystemRandomNumberGenerator()
        var text: [UInt8] = []
        for place in 0..<16 {
            if place > 0, place % 4 == 0 { text.append(UInt8(ascii: "-")) }
            text.append(alphabet[Int.random(in: alphabet.indices, using: &random)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
