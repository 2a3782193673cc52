// SPDX-License-Identifier: Apache-2.0

import IntakeStore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The data folder on disk: its files' names, the kernel lock of the process that serves it, syncing.
final class DataFolder: Sendable {
    let path: String
    /// Open while the lock is held; the kernel gives it back when the process ends, however it ends.
    private let lock: Mutex<Int32?>

    var database: String { Self.database(in: path) }
    var keys: String { "\(path)/keys" }

    static func database(in folder: String) -> String { "\(folder)/desk.db" }

    /// - Parameter serve: makes the folder and takes its lock; else the folder must be there.
    init(path: String, serve: Bool) throws(StoreError) {
        self.path = path
        guard serve else {
            guard access(path, F_OK) == 0 else {
                throw StoreError(.invalid, "there is no data folder \(path): `shouwen serve --data \(path)` makes it")
            }
            lock = Mutex(nil)
            return
        }
        try Self.make(path)
        let file = "\(path)/lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(.io, "\(file) cannot be made: \(Self.reason)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            var bytes = [UInt8](repeating: 0, count: 32)
            let count = max(0, read(descriptor, &bytes, bytes.count))
            close(descriptor)
            let owner = String(decoding: bytes.prefix(count).prefix { $0 >= 0x30 && $0 <= 0x39 }, as: UTF8.self)
            let process = owner.isEmpty ? "another process" : "process \(owner)"
            throw StoreError(
                .locked,
                "\(process) serves the data folder \(path): stop it first, or use a command that reads beside it")
        }
        let process = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, process, process.count, 0)
        lock = Mutex(descriptor)
    }

    deinit { unlock() }

    /// Gives the lock back; nothing in the folder is used after that.
    func unlock() {
        lock.withLock { lock in
            if let descriptor = lock { close(descriptor) }
            lock = nil
        }
    }

    static var reason: String { String(cString: strerror(errno)) }

    /// Makes the folder with those above it, for the owner only, and syncs its name.
    static func make(_ path: String) throws(StoreError) {
        guard access(path, F_OK) != 0 else { return }
        let parent = Self.parent(of: path)
        if parent != path { try make(parent) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw StoreError(.io, "\(path) cannot be made: \(reason)")
        }
        try sync(parent)
    }

    static func parent(of path: String) -> String {
        let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }

    /// Syncs a file or a folder.
    static func sync(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(.io, "\(path) cannot be opened: \(reason)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreError(.io, "\(path) cannot be synced: \(reason)") }
    }

    /// Bytes of a file; nil when it is not there.
    static func size(_ path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// Makes an empty file for the owner only, unless it is there.
    static func touch(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(.io, "\(path) cannot be made: \(reason)") }
        close(descriptor)
    }

    /// Gives a finished file its name, which must be free, and syncs the folder.
    static func publish(_ draft: String, as path: String) throws(StoreError) {
        try sync(draft)
        guard link(draft, path) == 0 else {
            let taken = errno == EEXIST
            throw taken
                ? StoreError(.invalid, "\(path) is there already and is not overwritten")
                : StoreError(.io, "\(path) cannot be made: \(reason)")
        }
        unlink(draft)
        try sync(parent(of: path))
    }

    static func remove(_ path: String) { unlink(path) }
}
