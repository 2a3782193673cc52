// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import IntakeModel
import IntakeServer
import IntakeStore
import LineProtocol
import SQLiteStore

struct AuditVerbs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Who saw whose identity and why: list it, look through the chain, take it out.",
        discussion: "For an officer with the role audit, who is not admin: give --token.",
        subcommands: [List.self, Verify.self, Export.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the entries, oldest first.",
            discussion: "Example: shouwen audit list --case XF202611230000171 --token …")

        @OptionGroup var options: DataOptions
        @Option(help: "Entries after this one.") var after: Int64 = 0
        @Option(name: .customLong("case"), help: "Entries about this case only.") var number: String?
        @Flag(help: "JSON, a line each.") var json = false

        func run() throws {
            let store = try options.openReading(try loadScript(options.dialogs))
            let auditor = try options.auditor(store)
            try store.forEachEntry(after: after, auditor.viewer) { entry in
                if let number, !entry.subject.hasPrefix(number) { return }
                if json {
                    var writer = JSONWriter()
                    AuditFile.add(entry, to: &writer)
                    return print(String(decoding: writer.bytes, as: UTF8.self), terminator: "")
                }
                let words = [entry.badge, entry.actTitle, entry.subject, entry.reason].filter { !$0.isEmpty }
                print("\(entry.id)  \(entry.at.iso8601)  " + words.joined(separator: "  "))
            }
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look through the whole chain; exit code 1 when it is broken or cut, and where.",
            discussion: """
                Example: shouwen audit verify --noted 1204:9f86d0…
                         shouwen audit verify --file 审计-11月.jsonl
                """)

        @OptionGroup var options: DataOptions
        @Option(help: "A head that was written down before, ID:HASH: it has to be in the trail.") var noted: String?
        @Option(help: "A file made by audit export, instead of the store; needs neither store nor token.")
        var file: String?

        func run() throws {
            let head = try noted.map { text in
                guard let head = AuditHead(written: text) else {
                    throw Failure("--noted is ID:HASH, as the verify before has printed it")
                }
                return head
            }
            let check: AuditCheck
            if let file {
                check = try Self.read(file, noted: head)
            } else {
                let store = try options.openReading(try loadScript(options.dialogs))
                guard let found = try store.checkAudit(noted: head, viewer: try options.auditor(store).viewer) else {
                    throw Failure("this trail is not for that officer")
                }
                check = found
            }
            for fault in check.faults { print(fault) }
            if check.faultCount > check.faults.count { print("…… 一共 \(check.faultCount) 处") }
            print(
                "\(check.entries) 条，\(check.isSound ? "从头到尾接得上" : "有 \(check.faultCount) 处不对")。末尾：\(check.head.written)"
            )
            guard check.isSound else { throw ExitCode.failure }
        }

        private static func read(_ path: String, noted: AuditHead?) throws -> AuditCheck {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw Failure("\(path) cannot be read")
            }
            var check = AuditCheck(noted: noted)
            var head: AuditHead?
            for line in data.split(separator: UInt8(ascii: "\n")) {
                switch AuditFile.line(Array(line)) {
                case .begin: continue
                case .entry(let entry): check.add(entry)
                case .end(let end): head = end
                case nil: throw Failure("\(path) is no file of audit export")
                }
            }
            check.finish(head)
            return check
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the whole trail out, as JSON Lines; that it was done is the last entry of it.",
            discussion: "Example: shouwen audit export --reason 年度检查 --out 审计-2026.jsonl")

        @OptionGroup var options: DataOptions
        @Option(help: "Why.") var reason: String
        @Option(help: "File to write. (default: standard output)") var out: String?

        func run() async throws {
            let script = try loadScript(options.dialogs)
            let administration = Administration(data: options.data, dialogs: options.dialogs, token: options.token)
            var auditor: Officer?
            if let store = try administration.openUnlessServed(script) {
                let officer = try options.auditor(store)
                try store.audit(badge: officer.badge, act: "audit.export", subject: "", reason: reason)
                try store.close()
                auditor = officer
            } else {
                _ = try await administration.ask(
                    StaffFrame(id: "audit-\(UUID().uuidString)", .audit(.export(reason: reason))), "role audit")
            }
            let store = try options.openReading(script)
            let officer = try auditor ?? options.auditor(store)
            var writer = JSONWriter()
            AuditFile.begin(epoch: try store.epoch(), at: DeskClock.system.now(), by: officer.badge, to: &writer)
            var last = AuditHead.origin
            try store.forEachEntry(after: 0, officer.viewer) { entry in
                AuditFile.add(entry, to: &writer)
                last = AuditHead(id: entry.id, hash: entry.hash)
            }
            AuditFile.end(last, to: &writer)
            guard let out else { return FileHandle.standardOutput.write(Data(writer.bytes)) }
            guard FileManager.default.createFile(atPath: out, contents: Data(writer.bytes)) else {
                throw Failure("\(out) could not be written")
            }
        }
    }
}

extension SQLiteStore {
    /// Page by page, so that no trail is too long.
    fileprivate func forEachEntry(after: Int64, _ viewer: Viewer, _ body: (AuditEntry) throws -> Void) throws {
        var last = after
        while true {
            let page = try auditTrail(after: last, limit: 1_000, viewer: viewer)
            for entry in page { try body(entry) }
            guard let end = page.last else { return }
            last = end.id
        }
    }
}

extension DataOptions {
    /// The officer of the token, who reads the audit trail.
    fileprivate func auditor(_ store: SQLiteStore) throws -> Officer {
        let officer = try officer(store)
        guard officer.viewer.mayAudit else {
            throw Failure("the audit trail is for an officer with the role audit who is not admin: give --token")
        }
        return officer
    }
}
