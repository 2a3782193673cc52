// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// Where a kiosk's bytes come from and go to.
protocol ByteTerminal {
    /// nil when nothing came in time, empty at the end.
    func receive(within seconds: Double) -> [UInt8]?
    func send(_ bytes: [UInt8]) throws
    func close()
    /// What the Enter key sends.
    var enter: String { get }
}

/// A raw connection that never negotiates.
struct SocketTerminal: ByteTerminal {
    let socket: Socket

    init(_ socket: Socket) { self.socket = socket }

    func receive(within seconds: Double) -> [UInt8]? { socket.receive(within: seconds) }
    func send(_ bytes: [UInt8]) throws { try socket.send(bytes) }
    func close() { socket.close() }
    var enter: String { "\r\n" }
}

/// Debian's telnet under a pseudo-terminal, as a person at a kiosk has it.
final class TelnetTerminal: ByteTerminal {
    let enter = "\r"
    private let master: Int32
    private let child: ChildProcess
    private var isClosed = false

    init(port: Int, columns: UInt16 = 80, rows: UInt16 = 24) throws {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        var master: Int32 = -1
        var slave: Int32 = -1
        var name = [CChar](repeating: 0, count: 256)
        guard openpty(&master, &slave, &name, nil, &size) == 0 else {
            throw TestFailure("no pseudo-terminal: errno \(errno)")
        }
        self.master = master
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        _ = fcntl(slave, F_SETFD, FD_CLOEXEC)
        // The child holds it open from here on.
        defer { Glibc.close(slave) }
        let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        child = try ChildProcess(
            ["telnet", "127.0.0.1", "\(port)"], environment: ["TERM": "xterm", "LANG": "C.UTF-8"], terminal: path)
    }

    deinit { close() }

    func receive(within seconds: Double) -> [UInt8]? {
        var entry = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard !isClosed, poll(&entry, 1, Int32(seconds * 1000)) > 0 else { return isClosed ? [] : nil }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        // A terminal whose program ended gives EIO.
        let count = read(master, &buffer, buffer.count)
        return count <= 0 ? [] : Array(buffer[..<count])
    }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            guard count > 0 else { throw TestFailure("the terminal takes nothing: errno \(errno)") }
            sent += count
        }
    }

    /// The window is closed: the line drops without a word.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        child.kill()
        Glibc.close(master)
    }
}
