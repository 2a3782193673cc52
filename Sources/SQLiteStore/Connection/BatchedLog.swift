// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Makes SQLite write the frames of a commit to its WAL with one system call instead of two a frame: a layer over the
/// system's own file functions ("VFS", sqlite.org/vfs.html) that holds what is appended until the commit is whole.
///
/// What is held never outlives the call that needs it on the file: the last frame of a transaction (SQLite marks it in
/// its header), every sync, read, cut, size and close write it out first. So nobody, neither the readers' and the
/// checkpoints' connections nor the disk, is told of a frame before it is in the file. A write that fails is reported by
/// the call that wrote it out, which is one of the same commit.
enum BatchedLog {
    /// Makes this the way in which every connection opened from now on writes its WAL. Once a process.
    static func install() { _ = isInstalled }

    private static let name = "shouwen"

    /// Whether connections are opened through it.
    static var isDefault: Bool { sqlite3_vfs_find(nil).map { String(cString: $0.pointee.zName) == name } ?? false }

    /// Kept for good: SQLite refers to it.
    private static let isInstalled: Bool = {
        guard LogFile.beginsWithBase, let system = sqlite3_vfs_find(nil) else { return false }
        var layer = system.pointee
        layer.pNext = nil
        layer.zName = UnsafePointer(strdup(name))
        layer.pAppData = UnsafeMutableRawPointer(system)
        layer.szOsFile += Int32(LogFile.head)
        layer.xOpen = { layer, name, file, flags, given in
            guard let system = layer?.pointee.pAppData?.assumingMemoryBound(to: sqlite3_vfs.self),
                let open = system.pointee.xOpen, let file
            else { return SQLITE_CANTOPEN }
            guard flags & SQLITE_OPEN_WAL != 0 else { return open(system, name, file, flags, given) }
            let log = LogFile.make(at: file)
            let code = open(system, name, log.pointee.real, flags, given)
            log.pointee.opened()
            return code
        }
        let place = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        place.initialize(to: layer)
        return sqlite3_vfs_register(place, 1) == SQLITE_OK
    }()
}

/// A WAL that is open, in the memory that SQLite gives for it; the system's own file follows it there.
private struct LogFile {
    typealias File = UnsafeMutablePointer<sqlite3_file>

    /// SQLite's part: must stand first.
    private var base = sqlite3_file(pMethods: nil)
    /// The system's file.
    let real: File
    /// Held bytes; made with the first write, so that connections that only read have none.
    private var held: UnsafeMutableRawPointer?
    private var count = 0
    /// Where in the file they belong.
    private var offset: Int64 = 0
    /// Where the last write ended: what goes on there is held, everything else is written at once.
    private var next: Int64 = -1
    /// The last frame of a transaction is being written.
    private var isCommitting = false
    /// Frames come as this file expects them.
    private var holds = false

    /// 31 frames of 4 KiB; a larger commit is written in several parts. SQLite's file functions for Unix take less than
    /// 128 KiB at once (`seekAndWriteFd` in os_unix.c) and call the rest a full disk.
    private static let capacity = 31 * (4096 + frameHeader)
    private static let frameHeader = 24
    /// Bytes before the system's file, aligned for whatever that is.
    static let head = (MemoryLayout<LogFile>.size + 15) / 16 * 16

    private init(real: File) { self.real = real }

    static var beginsWithBase: Bool { MemoryLayout<LogFile>.offset(of: \.base) == 0 }

    static func make(at file: File) -> UnsafeMutablePointer<LogFile> {
        let memory = UnsafeMutableRawPointer(file)
        let real = (memory + head).assumingMemoryBound(to: sqlite3_file.self)
        real.pointee.pMethods = nil
        let log = memory.bindMemory(to: LogFile.self, capacity: 1)
        log.initialize(to: LogFile(real: real))
        return log
    }

    /// The system's file was opened, or was not: then SQLite must find no methods.
    mutating func opened() {
        guard let system else { return }
        base.pMethods = UnsafePointer(Self.methods)
        // Elsewhere SQLite fills sectors up with further frames after the last one.
        let traits = system.xDeviceCharacteristics?(real) ?? 0
        holds = traits & SQLITE_IOCAP_POWERSAFE_OVERWRITE != 0
    }

    private var system: sqlite3_io_methods? { real.pointee.pMethods?.pointee }

    private mutating func write(_ bytes: UnsafeRawPointer, _ size: Int, at place: Int64) -> Int32 {
        let follows = place == next
        next = place + Int64(size)
        let isHeader = size == Self.frameHeader
        // Bytes 4 to 7 of a frame's header: pages of the database after the commit; 0 unless it is the last frame.
        if isHeader { isCommitting = bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self) != 0 }
        guard holds, follows, size <= Self.capacity else {
            let code = flush()
            return code == SQLITE_OK ? writeOut(bytes, size, at: place) : code
        }
        if count + size > Self.capacity {
            let code = flush()
            guard code == SQLITE_OK else { return code }
        }
        let target = held ?? .allocate(byteCount: Self.capacity, alignment: 16)
        held = target
        if count == 0 { offset = place }
        (target + count).copyMemory(from: bytes, byteCount: size)
        count += size
        return isCommitting && !isHeader ? flush() : SQLITE_OK
    }

    /// Writes out what is held.
    private mutating func flush() -> Int32 {
        guard count > 0, let held else { return SQLITE_OK }
        defer { count = 0 }
        return writeOut(held, count, at: offset)
    }

    private func writeOut(_ bytes: UnsafeRawPointer, _ size: Int, at place: Int64) -> Int32 {
        system?.xWrite?(real, bytes, Int32(size), place) ?? SQLITE_IOERR
    }

    private mutating func release() {
        held?.deallocate()
        held = nil
    }

    // MARK: SQLite's calls

    /// Runs `body` on the system's file after everything held is in it.
    private static func whole(_ file: File?, _ body: (sqlite3_io_methods, File) -> Int32?) -> Int32 {
        guard let log = log(file) else { return SQLITE_IOERR }
        let code = log.pointee.flush()
        guard code == SQLITE_OK, let system = log.pointee.system else { return code == SQLITE_OK ? SQLITE_IOERR : code }
        return body(system, log.pointee.real) ?? SQLITE_IOERR
    }

    private static func log(_ file: File?) -> UnsafeMutablePointer<LogFile>? {
        file.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: LogFile.self) }
    }

    /// Kept for good: every open WAL refers to it. Unchecked: never changed.
    nonisolated(unsafe) private static let methods: UnsafeMutablePointer<sqlite3_io_methods> = {
        var methods = sqlite3_io_methods()
        methods.iVersion = 1
        methods.xClose = { file in
            guard let log = LogFile.log(file) else { return SQLITE_IOERR }
            let code = log.pointee.flush()
            let closed = log.pointee.system?.xClose?(log.pointee.real) ?? SQLITE_IOERR
            log.pointee.release()
            return code == SQLITE_OK ? closed : code
        }
        methods.xRead = { file, bytes, size, place in
            LogFile.whole(file) { system, real in system.xRead?(real, bytes, size, place) }
        }
        methods.xWrite = { file, bytes, size, place in
            guard let log = LogFile.log(file), let bytes else { return SQLITE_IOERR }
            return log.pointee.write(bytes, Int(size), at: place)
        }
        methods.xTruncate = { file, size in
            LogFile.whole(file) { system, real in system.xTruncate?(real, size) }
        }
        methods.xSync = { file, flags in LogFile.whole(file) { system, real in system.xSync?(real, flags) } }
        methods.xFileSize = { file, size in LogFile.whole(file) { system, real in system.xFileSize?(real, size) } }
        methods.xLock = { file, level in LogFile.whole(file) { system, real in system.xLock?(real, level) } }
        methods.xUnlock = { file, level in LogFile.whole(file) { system, real in system.xUnlock?(real, level) } }
        methods.xCheckReservedLock = { file, found in
            LogFile.whole(file) { system, real in system.xCheckReservedLock?(real, found) }
        }
        methods.xFileControl = { file, what, argument in
            LogFile.whole(file) { system, real in system.xFileControl?(real, what, argument) }
        }
        methods.xSectorSize = { file in
            guard let log = LogFile.log(file) else { return 0 }
            return log.pointee.system?.xSectorSize?(log.pointee.real) ?? 0
        }
        methods.xDeviceCharacteristics = { file in
            guard let log = LogFile.log(file) else { return 0 }
            return log.pointee.system?.xDeviceCharacteristics?(log.pointee.real) ?? 0
        }
        let place = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        place.initialize(to: methods)
        return place
    }()
}
