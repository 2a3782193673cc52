// SPDX-License-Identifier: Apache-2.0

import Foundation
public import IntakeModel
import LineProtocol

/// Takes what leaves the system to where the office reads it. Called on a thread of its own, one row at a time; a row may
/// come again, with the same id, when it is not certain that the first one arrived.
public protocol OutboxSender: Sendable {
    /// - Throws: ``OutboxFailure`` when it did not arrive.
    func send(_ item: OutboxItem, today: CivilDate) throws(OutboxFailure)
}

/// Why something was not sent: a word of the program, kept with the row and shown to officers.
public struct OutboxFailure: Error, Sendable, Hashable {
    public var reason: String

    public init(_ reason: String) { self.reason = reason }
}

extension OutboxItem {
    /// One JSON object on one line: what senders give on.
    func line(today: CivilDate) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("id", id)
            writer.member("at", createdAt.iso8601)
            writer.member("case", number)
            writer.member("rule", rule)
            writer.member("stage", stage)
            writer.member("due", due.iso8601)
            writer.member("for", rung)
            if !badge.isEmpty { writer.member("badge", badge) }
            if isRepeat { writer.member("again", true) }
            writer.member("text", text(on: today))
        }
        return writer.bytes + [0x0A]
    }
}

/// Puts each row into a folder as a file of its own, `outbox-ID.json`: what picks it up may delete it. A repeated row has
/// the same name, so that there is one file.
public struct SpoolSender: OutboxSender {
    public let folder: String

    public init(folder: String) { self.folder = folder }

    public func send(_ item: OutboxItem, today: CivilDate) throws(OutboxFailure) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            // Written beside it and moved, so that nobody reads half a file.
            try Data(item.line(today: today)).write(
                to: URL(fileURLWithPath: "\(folder)/outbox-\(item.id).json"), options: .atomic)
        } catch {
            throw OutboxFailure("the spool folder cannot be written")
        }
    }
}

/// Runs a program for each row, with the JSON on its standard input; exit code 0 means that it arrived.
public struct CommandSender: OutboxSender {
    /// Seconds that a program may take.
    public static let patience = 30.0

    /// Path of the program, then its arguments; no shell reads them.
    public let command: [String]

    public init(command: [String]) { self.command = command }

    public func send(_ item: OutboxItem, today: CivilDate) throws(OutboxFailure) {
        guard let program = command.first else { throw OutboxFailure("no program is named") }
        // A file, not a pipe: a program that does not read it is no signal.
        let path = "\(NSTemporaryDirectory())/outbox-\(UUID().uuidString)"
        let made = FileManager.default.createFile(
            atPath: path, contents: Data(item.line(today: today)), attributes: [.posixPermissions: 0o600])
        guard made, let input = FileHandle(forReadingAtPath: path) else {
            throw OutboxFailure("the temporary folder cannot be written")
        }
        try? FileManager.default.removeItem(atPath: path)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = Array(command.dropFirst())
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let ended = NSCondition()
        process.terminationHandler = { _ in
            ended.lock()
            ended.broadcast()
            ended.unlock()
        }
        do { try process.run() } catch { throw OutboxFailure("the program cannot be started") }
        let deadline = Date(timeIntervalSinceNow: Self.patience)
        ended.lock()
        while process.isRunning, ended.wait(until: min(deadline, Date(timeIntervalSinceNow: 0.25))) || Date() < deadline
        {}
        ended.unlock()
        guard !process.isRunning else {
            process.terminate()
            throw OutboxFailure("the program took longer than \(Int(Self.patience)) seconds")
        }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw OutboxFailure("the program ended with \(process.terminationStatus)")
        }
    }
}
