// SPDX-License-Identifier: Apache-2.0

import IntakeModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// When the last good backup was made: a file of its own, for a backup is made beside the running server, which alone
/// writes the database.
extension DataFolder {
    private var backupFile: String { "\(path)/backup.time" }

    /// Milliseconds since 1970 in decimal digits. Nil when there is no such file, or something else is in it.
    var lastBackup: Timestamp? {
        let descriptor = open(backupFile, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = max(0, read(descriptor, &bytes, bytes.count))
        let text = String(decoding: bytes.prefix(count).prefix { $0 != 0x0A }, as: UTF8.self)
        return Int64(text).map(Timestamp.init(milliseconds:))
    }

    /// Writes it whole or not at all.
    ///
    /// - Returns: false when the folder cannot be written.
    func note(backup at: Timestamp) -> Bool {
        let draft = "\(backupFile).\(getpid())"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        let bytes = Array("\(at.milliseconds)\n".utf8)
        let written = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard written, rename(draft, backupFile) == 0 else {
            unlink(draft)
            return false
        }
        return true
    }
}
