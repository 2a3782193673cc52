// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A TCP connection with blocking calls that give up in time.
final class Socket: @unchecked Sendable {
    /// How long a test waits for something that must come.
    static let patience = 30.0

    private let descriptor: Int32
    private(set) var isClosed = false

    /// - Parameter receiveBuffer: bytes that the system may hold for us unread; the system's default when nil.
    init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw TestFailure("no socket: errno \(errno)") }
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let problem = errno
            Glibc.close(descriptor)
            isClosed = true
            throw TestFailure("no connection to port \(port): \(String(cString: strerror(problem)))")
        }
    }

    deinit { close() }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        Glibc.close(descriptor)
    }

    /// Ends our side of the talk; the other side's can still be read.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    private func poll(_ events: Int32, _ seconds: Double) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        let deadline = Date(timeIntervalSinceNow: seconds)
        while true {
            let left = max(0, deadline.timeIntervalSinceNow)
            let result = Glibc.poll(&entry, 1, Int32(left * 1000))
            if result < 0, errno == EINTR { continue }
            return result > 0
        }
    }

    /// Sends everything.
    func send(_ bytes: [UInt8], within seconds: Double = Socket.patience) throws {
        let sent = trySending(bytes, within: seconds)
        guard sent == bytes.count else {
            throw TestFailure("the other side took \(sent) of \(bytes.count) bytes")
        }
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Sends as much as the other side takes.
    /// - Returns: bytes that went; less than all when it stopped reading or closed.
    func trySending(_ bytes: [UInt8], within seconds: Double) -> Int {
        var sent = 0
        while sent < bytes.count {
            guard poll(POLLOUT, seconds) else { return sent }
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                return sent
            }
            sent += count
        }
        return sent
    }

    /// The next bytes; empty at the end of the connection; nil when nothing came in time.
    func receive(within seconds: Double = Socket.patience) -> [UInt8]? {
        guard !isClosed else { return [] }
        guard poll(POLLIN, seconds) else { return nil }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            return count <= 0 ? [] : Array(buffer[..<count])
        }
    }

    /// Reads until the other side closes.
    func receiveToEnd(within seconds: Double = Socket.patience) throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            guard let bytes = receive(within: seconds) else { throw TestFailure("the connection stays open") }
            if bytes.isEmpty { return all }
            all += bytes
        }
    }
}
