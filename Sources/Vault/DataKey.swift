// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials

/// The key of one conversation, 256 bits. All its words and identity are sealed under it; destroying the key destroys
/// them.
public struct DataKey: Sendable {
    let key: SymmetricKey

    /// A new key, drawn at random.
    public init() { key = RandomBytes.key() }

    init(bytes: some ContiguousBytes) { key = SymmetricKey(data: bytes) }

    /// Bytes that sealing adds: a format byte, the nonce (12) and the tag (16).
    public static let overhead = 29

    private static let format: UInt8 = 1

    /// Seals `message` with AES-256-GCM, bound to where it belongs.
    ///
    /// - Throws: ``VaultError`` with `sealedRecord` when the cipher refuses (it does not for keys made here).
    public func seal(_ message: [UInt8], as binding: Binding) throws(VaultError) -> [UInt8] {
        let box: AES.GCM.SealedBox
        do {
            box = try withBytes(of: binding) { authenticated in
                let nonce = try Nonces.nonce()
                return try message.withUnsafeBytes { message in
                    try AES.GCM.seal(message, using: key, nonce: nonce, authenticating: authenticated)
                }
            }
        } catch {
            throw VaultError(.sealedRecord, "a record could not be sealed")
        }
        guard let combined = box.combined else { throw VaultError(.sealedRecord, "a record could not be sealed") }
        return [UInt8](unsafeUninitializedCapacity: combined.count + 1) { buffer, count in
            buffer[0] = Self.format
            combined.withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[1...])
                    .copyMemory(from: bytes)
            }
            count = combined.count + 1
        }
    }

    /// Opens what ``seal(_:as:)`` made.
    ///
    /// - Throws: ``VaultError`` with `sealedRecord` when the key is another one or the record was changed or moved.
    public func open(_ sealed: [UInt8], as binding: Binding) throws(VaultError) -> [UInt8] {
        guard sealed.first == Self.format, sealed.count >= Self.overhead else {
            throw VaultError(.sealedRecord, "a sealed record is cut short or of a newer format")
        }
        do {
            return try withBytes(of: binding) { authenticated in
                let box = try sealed.withUnsafeBytes { try AES.GCM.SealedBox(combined: $0.dropFirst()) }
                return [UInt8](try AES.GCM.open(box, using: key, authenticating: authenticated))
            }
        } catch {
            throw VaultError(.sealedRecord, "a sealed record does not open: another key, or the record was changed")
        }
    }

    private func withBytes<T>(of binding: Binding, _ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
        try withUnsafeTemporaryAllocation(byteCount: 17, alignment: 8) { bytes in
            bytes.storeBytes(of: binding.conversation.littleEndian, as: Int64.self)
            bytes.storeBytes(of: binding.record.littleEndian, toByteOffset: 8, as: Int64.self)
            bytes.storeBytes(of: binding.kind.rawValue, toByteOffset: 16, as: UInt8.self)
            return try body(UnsafeRawBufferPointer(bytes))
        }
    }
}
