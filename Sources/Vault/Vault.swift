// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
public import IntakeModel

/// The keys of a desk and what is done with them. They lie outside the database and its backups; without them the
/// database tells ids, numbers and dates only.
public struct Vault: Sendable {
    /// Which key: its name is the name of its file.
    enum Purpose: String, CaseIterable {
        case general, sealed, code, token
    }

    private let general: SymmetricKey
    private let sealed: SymmetricKey
    let codeKey: SymmetricKey
    let tokenKey: SymmetricKey
    let permutation: Permutation

    /// Keys in memory only: for tests and for a desk that keeps nothing.
    public static func ephemeral() -> Vault {
        Vault { _ in SymmetricKey(size: .bits256) }
    }

    /// Reads the keys from `folder`.
    ///
    /// - Parameter create: makes the keys that are not there (first run). Give true only while there is no database:
    ///   a key made anew would never open what an older one sealed.
    /// - Throws: ``VaultError`` saying how to mend it, when a key is missing, short, or readable by others.
    public static func open(folder: String, create: Bool) throws(VaultError) -> Vault {
        let folder = try KeyFolder(path: folder, create: create)
        var keys: [Purpose: SymmetricKey] = [:]
        for purpose in Purpose.allCases { keys[purpose] = try folder.key(purpose, create: create) }
        return try Vault { purpose throws(VaultError) in
            guard let key = keys[purpose] else { throw VaultError(.missing, "no key \(purpose.rawValue)") }
            return key
        }
    }

    private init<E: Error>(_ key: (Purpose) throws(E) -> SymmetricKey) throws(E) {
        general = try key(.general)
        sealed = try key(.sealed)
        codeKey = try key(.code)
        permutation = Permutation(key: codeKey)
        tokenKey = try key(.token)
    }

    /// 32 bytes that tell whether these are the keys a database was made with; they reveal nothing of the keys.
    public var fingerprint: [UInt8] {
        [general, sealed, codeKey, tokenKey].flatMap { key in
            HMAC<SHA256>.authenticationCode(for: Array("shouwen key check".utf8), using: key).prefix(8)
        }
    }

    // MARK: Data keys

    private static let wrapFormat: UInt8 = 1
    /// Raised when the lane keys are replaced; wrapped keys tell which one wrapped them.
    private static let laneKeyVersion: UInt8 = 1

    /// The data key as it is stored: sealed under the key of its lane, bound to conversation, lane and key version.
    public func wrap(_ key: DataKey, lane: Lane, conversation: ConversationID) throws(VaultError) -> [UInt8] {
        do {
            let authenticated = Self.bound(conversation, lane, Self.laneKeyVersion)
            let box = try key.key.withUnsafeBytes { bytes in
                try AES.GCM.seal(
                    bytes, using: laneKey(lane), nonce: Nonces.nonce(), authenticating: authenticated)
            }
            guard let combined = box.combined else { throw VaultError(.sealedRecord, "") }
            return [Self.wrapFormat, Self.laneKeyVersion] + combined
        } catch {
            throw VaultError(.sealedRecord, "a data key could not be wrapped")
        }
    }

    /// - Throws: ``VaultError`` with `sealedRecord` when it was wrapped for another lane or conversation, under another
    ///   key, or was destroyed.
    public func unwrap(
        _ wrapped: [UInt8], lane: Lane, conversation: ConversationID
    ) throws(VaultError) -> DataKey {
        guard wrapped.count > 2, wrapped[0] == Self.wrapFormat, wrapped[1] == Self.laneKeyVersion else {
            throw VaultError(
                .sealedRecord, "the key of conversation \(conversation) was destroyed or is of a newer format")
        }
        do {
            let box = try AES.GCM.SealedBox(combined: wrapped.dropFirst(2))
            let bytes = try AES.GCM.open(
                box, using: laneKey(lane), authenticating: Self.bound(conversation, lane, wrapped[1]))
            return DataKey(bytes: bytes)
        } catch {
            throw VaultError(
                .sealedRecord,
                "the key of conversation \(conversation) does not open: the keys folder belongs to another database")
        }
    }

    private func laneKey(_ lane: Lane) -> SymmetricKey {
        switch lane {
        case .general: general
        case .sealed: sealed
        }
    }

    private static func bound(_ conversation: ConversationID, _ lane: Lane, _ version: UInt8) -> [UInt8] {
        var bytes = Array("wrap ".utf8)
        bytes += lane.rawValue.utf8
        bytes.append(0)
        bytes.append(version)
        withUnsafeBytes(of: conversation.value.littleEndian) { bytes += $0 }
        return bytes
    }
}
