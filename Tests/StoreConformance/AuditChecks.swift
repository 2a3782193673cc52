// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

/// The audit trail: a chain that only an auditor reads.
extension StoreConformance {
    private static let auditor = Viewer.officer(badge: "009", unit: "督查科", roles: [.audit])

    static let auditChecks: [Check] = [
        Check("only an auditor reads the audit trail, and nobody who is admin") { fixture in
            try fixture.store.audit(badge: "012", act: "unmask", subject: "XF1 phone", reason: "回电核实")
            try fixture.store.audit(badge: "013", act: "export", subject: "十一月", reason: "月报")
            let both = Viewer.officer(badge: "000", unit: "信访局", roles: Set(Role.allCases))
            for viewer in [plainOfficer, sealedOfficer, both] {
                try equal(try fixture.second.auditTrail(after: 0, limit: 10, viewer: viewer), [])
                try require(try fixture.second.checkAudit(noted: nil, viewer: viewer) == nil)
            }
            let all = try fixture.second.auditTrail(after: 0, limit: 10, viewer: auditor)
            try equal(all.map(\.id), [1, 2])
            try equal(all.map(\.reason), ["回电核实", "月报"])
            try equal(all.map(\.badge), ["012", "013"])
            try equal(all[0].at, fixture.clock.now)
            try equal(try fixture.second.auditTrail(after: all[0].id, limit: 1, viewer: .desk), [all[1]])
        },
        Check("entries hang together from the first to the last, those of turns among them") { fixture in
            try fixture.store.audit(badge: "012", act: "unmask", subject: "XF1", reason: "回电\n\"核实\"")
            let talk = try Talk(fixture)
            try talk.say(changes: [.audit(badge: "021", act: "recode", subject: "XF1", reason: "丢了")])
            try talk.say(changes: [.erase], ended: true)
            let all = try fixture.second.auditTrail(after: 0, limit: 10, viewer: auditor)
            try equal(all.map(\.act), ["unmask", "recode", "erase"])
            try equal(all[2].subject, talk.id.description)
            var previous = AuditChain.origin
            for entry in all {
                try equal(entry.salt.count, 16)
                try equal(entry.hash, AuditChain.hash(entry, after: previous))
                previous = entry.hash
            }
            try equal(Set(all.map(\.salt)).count, 3)
            let check = try some(try fixture.second.checkAudit(noted: nil, viewer: auditor))
            try require(check.isSound)
            try equal(check.entries, 3)
            try equal(check.head, AuditHead(id: 3, hash: previous))
        },
        Check("a trail without entries is sound") { fixture in
            let check = try some(try fixture.second.checkAudit(noted: nil, viewer: auditor))
            try require(check.isSound)
            try equal(check.head, .origin)
        },
        Check("a head that was written down is held against the trail") { fixture in
            for number in 1...3 {
                try fixture.store.audit(badge: "012", act: "unmask", subject: "XF\(number)", reason: "回电")
            }
            let all = try fixture.second.auditTrail(after: 0, limit: 10, viewer: auditor)
            let noted = AuditHead(id: 2, hash: all[1].hash)
            try require(try some(try fixture.second.checkAudit(noted: noted, viewer: auditor)).isSound)
            let other = AuditHead(id: 2, hash: all[0].hash)
            try equal(
                try some(try fixture.second.checkAudit(noted: other, viewer: auditor)).faults, [.notAsNoted(2)])
            let later = AuditHead(id: 9, hash: all[0].hash)
            try equal(
                try some(try fixture.second.checkAudit(noted: later, viewer: auditor)).faults,
                [.cut(after: 3, through: 9)])
        },
        Check("an entry of a turn that was not kept is not in the trail") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            try fixture.store.commitOne(
                talk.next(
                    changes: [
                        .erase, .file([wages]), .audit(badge: "021", act: "recode", subject: "XF1", reason: "丢了"),
                    ])
            ).invalid()
            talk.undo()
            try equal(try fixture.second.auditTrail(after: 0, limit: 10, viewer: auditor), [])
        },
    ]
}
