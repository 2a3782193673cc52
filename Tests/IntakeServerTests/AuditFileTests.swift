// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeServer
import IntakeStore
import LineProtocol
import Testing

@Suite("An audit trail outside the system")
struct AuditFileTests {
    /// A file of a trail with three entries, a line each.
    private func lines() throws -> [String] {
        let store = MemoryStore(
            policy: FilingPolicy(
                place: { _, _ in .init(unit: "", officer: "", firstContact: "") }, clocks: { _, _ in [] },
                now: { Timestamp(milliseconds: 1_795_000_000_000) }))
        for (subject, reason) in [("XF1 name", "回电"), ("XF2", "\"引号\"\n和换行"), ("XF3", "")] {
            try store.audit(badge: "012", act: "unmask", subject: subject, reason: reason)
        }
        var writer = JSONWriter()
        AuditFile.begin(epoch: "e", at: Timestamp(milliseconds: 0), by: "009", to: &writer)
        for entry in try store.auditTrail(after: 0, limit: 9, viewer: .desk) { AuditFile.add(entry, to: &writer) }
        AuditFile.end(try #require(try store.auditHead(viewer: .desk)), to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func check(_ lines: [String]) -> [AuditFault]? {
        var check = AuditCheck()
        var head: AuditHead?
        for line in lines {
            switch AuditFile.line(Array(line.utf8)) {
            case .begin: continue
            case .entry(let entry): check.add(entry)
            case .end(let end): head = end
            case nil: return nil
            }
        }
        check.finish(head)
        return check.faults
    }

    @Test("It can be looked through by itself, and shows what was changed in it") func verify() throws {
        let whole = try lines()
        #expect(whole.count == 5)
        #expect(check(whole) == [])
        var changed = whole
        changed[2] = changed[2].replacing("引号", with: "别的")
        #expect(check(changed) == [.changed(2)])
        #expect(check([whole[0], whole[1], whole[3], whole[4]]) == [.missing(2...2)])
        #expect(check([whole[0], whole[1], whole[2], whole[4]]) == [.cut(after: 2, through: 3)])
        #expect(check([whole[0], whole[1], whole[2], whole[3]]) == [.headless])
        #expect(check(["{}"]) == nil)
        #expect(check(["别的"]) == nil)
    }

    @Test("A head is written down and read back", arguments: [0, 7, Int64.max]) func heads(_ id: Int64) {
        let head = AuditHead(id: id, hash: AuditChain.origin)
        #expect(AuditHead(written: head.written) == head)
    }

    @Test("What is no head is none", arguments: ["", "7", "7:", "7:zz", ":00", "-1:00", "7:00"]) func noHeads(
        _ text: String
    ) {
        #expect(AuditHead(written: text) == nil)
    }
}
