// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeModel
import IntakeServer
import IntakeStore
import LineProtocol

/// The audit trail for the auditor: a page of entries, the look through the whole chain, the export.
struct AuditRoutes: Sendable {
    private static let page = 50

    func add(to officers: OfficerRoutes) {
        officers.get("audit", .audit) { try await show($0) }
        officers.post("audit/export", .audit) { try await export($0) }
    }

    private func show(_ officer: OfficerContext, trouble: String? = nil) async throws -> Response {
        let noted = officer.query("noted")
        var check: JSONObject?
        var trouble = trouble
        if officer.query("check") == "1" {
            do throws(WireError) {
                check = try await officer.ask(.audit(.verify(noted: noted.isEmpty ? nil : noted)))
            } catch {
                guard error.code == .badRequest else { throw error }
                trouble = error.text
            }
        }
        var after = max(0, Int64(officer.query("after")) ?? 0)
        var answer = try await officer.ask(.audit(.list(after: after, limit: Self.page)))
        // Without a place in the address it is the last page.
        if officer.query("after").isEmpty, let last = answer["last"]?.integer, last > Int64(Self.page) {
            after = last - Int64(Self.page)
            answer = try await officer.ask(.audit(.list(after: after, limit: Self.page)))
        }
        let (entries, place) = (answer, after)
        let today = officer.door.today
        let (shown, told) = (check, trouble)
        return await officer.page("desk-audit", title: "审计", tab: .audit) { frame in
            AuditView(entries, check: shown, after: place, noted: noted, frame: frame, today: today, trouble: told)
        }
    }

    private func export(_ officer: OfficerContext) async throws -> Response {
        guard officer.pass.isRecent else { return officer.proof(backTo: "/desk/audit") }
        let reason = officer.form.text("reason")
        guard !reason.isEmpty else { return try await show(officer, trouble: "导出要写为什么。") }
        _ = try await officer.ask(.audit(.export(reason: reason)))
        var writer = JSONWriter()
        AuditFile.begin(
            epoch: "", at: Timestamp(startOf: officer.door.today), by: officer.officer.badge, to: &writer)
        var head = AuditHead.origin
        var after: Int64 = 0
        while true {
            let answer = try await officer.ask(.audit(.list(after: after, limit: WireLimits.page)))
            for entry in answer.objects("items").compactMap(AuditFile.entry) {
                AuditFile.add(entry, to: &writer)
                head = AuditHead(id: entry.id, hash: entry.hash)
            }
            guard let next = answer["next"]?.integer else { break }
            after = next
        }
        AuditFile.end(head, to: &writer)
        return .download(
            writer.bytes, name: "审计-\(officer.door.today.iso8601).jsonl", type: "application/x-ndjson; charset=utf-8")
    }
}

/// The audit trail as its page shows it.
struct AuditView: Sendable {
    struct Row: Sendable {
        var id: String
        var when: String
        var badge: String
        var act: String
        var subject: String
        var reason: String
    }

    struct Check: Sendable {
        var isSound: Bool
        var entries: Int
        var faults: [String]
        var hasFaults: Bool
        var count: Int
        var head: String
    }

    var frame: DeskFrame
    var rows: [Row]
    var hasRows: Bool
    var check: Check?
    var noted: String
    var trouble: String?
    var first: String?
    var next: String?

    init(
        _ answer: JSONObject, check: JSONObject?, after: Int64, noted: String, frame: DeskFrame, today: CivilDate,
        trouble: String?
    ) {
        self.frame = frame
        self.noted = noted
        self.trouble = trouble
        rows = answer.objects("items").map { item in
            let moment = CaseDates.moment(item.text("at"), today: today)
            return Row(
                id: "\(item.integer("id"))", when: "\(moment.day) \(moment.clock)", badge: item.text("badge"),
                act: AuditFile.entry(item)?.actTitle ?? item.text("act"), subject: Self.subject(item.text("subject")),
                reason: item.text("reason"))
        }
        hasRows = !rows.isEmpty
        first = after > 0 ? "/desk/audit?after=0" : nil
        next = answer["next"]?.integer.map { "/desk/audit?after=\($0)" }
        self.check = check.map { check in
            let faults = check.texts("faults")
            let head = check["head"]?.object ?? JSONObject()
            return Check(
                isSound: check.flag("sound"), entries: check.integer("entries"), faults: faults,
                hasFaults: !faults.isEmpty, count: check.integer("fault_count"),
                head: "\(head.integer("id")):\(head.text("hash"))")
        }
    }

    /// A case number and the kinds of identity fields behind it, in words.
    private static func subject(_ text: String) -> String {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return text }
        let kinds = parts[1].split(separator: ",").map { kind in
            IdentityField(rawValue: String(kind)).map(CaseView.label) ?? String(kind)
        }
        return "\(parts[0]) \(kinds.joined(separator: "、"))"
    }
}
