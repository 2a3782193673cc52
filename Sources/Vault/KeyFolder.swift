// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The folder of key files: `general.key`, `sealed.key`, `code.key`, `token.key`, each one line
/// `shouwen key NAME 1 HEX`, readable by their owner only.
struct KeyFolder {
    let path: String

    /// - Parameter create: makes the folder (mode 0700) when it is not there.
    init(path: String, create: Bool) throws(VaultError) {
        self.path = path
        if create, mkdir(path, 0o700) != 0, errno != EEXIST {
            throw VaultError(.io, "\(path) cannot be made: \(Self.reason)")
        }
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw VaultError(.missing, "the keys folder \(path) is not there: \(Self.howToMend)")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw VaultError(.malformed, "\(path) is not a folder: \(Self.howToMend)")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw VaultError(.permissions, "others can enter the keys folder: chmod 700 \(path)")
        }
    }

    private static let howToMend =
        "put back the keys that were kept when this database was made; they are in no backup of it"

    private static var reason: String { String(cString: strerror(errno)) }

    func key(_ purpose: Vault.Purpose, create: Bool) throws(VaultError) -> SymmetricKey {
        let file = "\(path)/\(purpose.rawValue).key"
        if create, access(file, F_OK) != 0 { try make(purpose, file) }
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { throw VaultError(.missing, "the key \(file) is not there: \(Self.howToMend)") }
            throw VaultError(.io, "\(file) cannot be read: \(Self.reason)")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw VaultError(.io, "\(file): \(Self.reason)") }
        guard status.st_mode & 0o077 == 0 else {
            throw VaultError(.permissions, "others can read a key: chmod 600 \(file)")
        }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw VaultError(.io, "\(file) cannot be read: \(Self.reason)") }
        return try Self.parse(bytes.prefix(count), purpose, file)
    }

    private static func parse(
        _ bytes: ArraySlice<UInt8>, _ purpose: Vault.Purpose, _ file: String
    ) throws(VaultError) -> SymmetricKey {
        let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: { $0 == " " || $0 == "\n" })
        guard words.count == 5, words[0] == "shouwen", words[1] == "key", words[3] == "1" else {
            throw VaultError(.malformed, "\(file) is not a whole key: \(howToMend)")
        }
        guard words[2] == purpose.rawValue else {
            throw VaultError(.malformed, "\(file) holds the key \"\(words[2])\": the key files were mixed up")
        }
        let digits = Array(words[4].utf8)
        var key: [UInt8] = []
        for index in stride(from: 0, to: digits.count - 1, by: 2) {
            guard let high = hex(digits[index]), let low = hex(digits[index + 1]) else { break }
            key.append(high << 4 | low)
        }
        guard digits.count == 64, key.count == 32 else {
            throw VaultError(.malformed, "\(file) is not a whole key: \(howToMend)")
        }
        return SymmetricKey(data: key)
    }

    private static func hex(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }

    /// Writes a new key beside its place, syncs it, and links it to its name, which fails if the name is taken: a key is
    /// there whole or not at all, and never replaced.
    private func make(_ purpose: Vault.Purpose, _ file: String) throws(VaultError) {
        let digits = Array("0123456789abcdef".utf8)
        var line = Array("shouwen key \(purpose.rawValue) 1 ".utf8)
        SymmetricKey(size: .bits256).withUnsafeBytes { bytes in
            for byte in bytes {
                line.append(digits[Int(byte >> 4)])
                line.append(digits[Int(byte & 15)])
            }
        }
        line.append(0x0A)
        let draft = "\(path)/.\(purpose.rawValue).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw VaultError(.io, "\(file) cannot be made: \(Self.reason)") }
        let written = write(descriptor, line, line.count) == line.count && fsync(descriptor) == 0
        close(descriptor)
        guard written, link(draft, file) == 0 else {
            let reason = Self.reason
            unlink(draft)
            throw VaultError(.io, "\(file) cannot be made: \(reason)")
        }
        unlink(draft)
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw VaultError(.io, "\(path) cannot be synced: \(Self.reason)") }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw VaultError(.io, "\(path) cannot be synced: \(Self.reason)") }
    }
}
