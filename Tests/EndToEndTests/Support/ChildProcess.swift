// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A process that a test started, and ends by its id. Its output is read by threads of its own, so that it never stalls.
final class ChildProcess: @unchecked Sendable {
    let pid: pid_t
    let output = Collected()
    let errors = Collected()
    private let condition = NSCondition()
    private var status: Int32?
    private static let starting = NSLock()

    /// Bytes that a process wrote.
    final class Collected: @unchecked Sendable {
        private let condition = NSCondition()
        private var bytes: [UInt8] = []
        private var ended = false
        private var taken = 0

        fileprivate func append(_ more: ArraySlice<UInt8>) {
            condition.withLock {
                bytes += more
                condition.broadcast()
            }
        }

        fileprivate func end() {
            condition.withLock {
                ended = true
                condition.broadcast()
            }
        }

        var all: [UInt8] { condition.withLock { bytes } }
        var text: String { String(decoding: all, as: UTF8.self) }

        /// The next line; nil at the end of the output.
        func line(within seconds: Double) throws -> String? {
            let deadline = Date(timeIntervalSinceNow: seconds)
            return try condition.withLock {
                while true {
                    if let end = bytes[taken...].firstIndex(of: 0x0A) {
                        defer { taken = end + 1 }
                        return String(decoding: bytes[taken..<end], as: UTF8.self)
                    }
                    if ended { return nil }
                    guard condition.wait(until: deadline) else { throw TestFailure("no line within \(seconds) s") }
                }
            }
        }

        func waitForEnd(within seconds: Double) {
            let deadline = Date(timeIntervalSinceNow: seconds)
            condition.withLock { while !ended, condition.wait(until: deadline) {} }
        }
    }

    /// - Parameters:
    ///   - terminal: path of a terminal that becomes standard input, output, error and the controlling terminal.
    init(_ arguments: [String], environment: [String: String] = [:], terminal: String? = nil) throws {
        guard let program = arguments.first, let path = program.contains("/") ? program : Workplace.path(of: program)
        else {
            throw TestFailure("there is no program \(arguments.first ?? "")")
        }
        var outputEnds: [Int32] = [-1, -1]
        var errorEnds: [Int32] = [-1, -1]
        // No other child may be started before the pipes are marked as not to be inherited.
        Self.starting.lock()
        defer { Self.starting.unlock() }
        guard pipe(&outputEnds) == 0, pipe(&errorEnds) == 0 else { throw TestFailure("no pipes: errno \(errno)") }
        for end in outputEnds + errorEnds { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads of a test runner block signals that the program must get.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var flags = Int32(POSIX_SPAWN_SETSIGMASK)
        if let terminal {
            flags |= 0x80  // POSIX_SPAWN_SETSID: the terminal that is opened next becomes the controlling one
            posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
            posix_spawn_file_actions_adddup2(&actions, 0, 1)
            posix_spawn_file_actions_adddup2(&actions, 0, 2)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_adddup2(&actions, outputEnds[1], 1)
            posix_spawn_file_actions_adddup2(&actions, errorEnds[1], 2)
        }
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("SHOUWEN_") }
        variables.merge(environment) { $1 }
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var child: pid_t = 0
        let result = posix_spawn(&child, path, &actions, &attributes, &argv, &envp)
        close(outputEnds[1])
        close(errorEnds[1])
        guard result == 0 else {
            close(outputEnds[0])
            close(errorEnds[0])
            throw TestFailure("\(path) does not start: \(String(cString: strerror(result)))")
        }
        pid = child
        Self.collect(outputEnds[0], into: output)
        Self.collect(errorEnds[0], into: errors)
        Thread.detachNewThread { [self] in awaitEnd() }
    }

    private static func collect(_ descriptor: Int32, into collected: Collected) {
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                collected.append(buffer[..<count])
            }
            close(descriptor)
            collected.end()
        }
    }

    /// Waits for the end; the id stays ours until `status` is set, so that no signal goes astray.
    private func awaitEnd() {
        var info = siginfo_t()
        while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        condition.withLock {
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            self.status = status
            condition.broadcast()
        }
    }

    var isRunning: Bool { condition.withLock { status == nil } }

    func signal(_ number: Int32) {
        condition.withLock { if status == nil { Glibc.kill(pid, number) } }
    }

    /// Exit code; 128 and the signal's number when a signal ended it.
    func wait(within seconds: Double) throws -> Int32 {
        let deadline = Date(timeIntervalSinceNow: seconds)
        let ended = try condition.withLock {
            while true {
                if let status { return status }
                guard condition.wait(until: deadline) else {
                    throw TestFailure("process \(pid) did not end within \(seconds) s")
                }
            }
        }
        output.waitForEnd(within: 5)
        errors.waitForEnd(within: 5)
        return ended & 0x7F == 0 ? (ended >> 8) & 0xFF : 128 + (ended & 0x7F)
    }

    /// Ends it at once.
    func kill() {
        signal(SIGKILL)
        _ = try? wait(within: 10)
    }

    /// Ids of the processes that it started.
    var children: [pid_t] {
        let path = "/proc/\(pid)/task/\(pid)/children"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: " ").compactMap { pid_t($0) }
    }

    struct Finished {
        var code: Int32
        var output: String
        var errors: String
    }

    /// Runs a program to its end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], within seconds: Double = 60
    ) throws -> Finished {
        let child = try ChildProcess(arguments, environment: environment)
        defer { child.kill() }
        let code = try child.wait(within: seconds)
        return Finished(code: code, output: child.output.text, errors: child.errors.text)
    }

    /// Runs the built program.
    static func shouwen(_ arguments: String..., within seconds: Double = 60) throws -> Finished {
        try run([Workplace.executable] + arguments, within: seconds)
    }
}
