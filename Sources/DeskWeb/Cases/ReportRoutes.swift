// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeModel
import IntakeServer
import IntakeStore
import Reports

/// Reports: on the screen, for the printer, for table programs, and the cases behind each number.
struct ReportRoutes: Sendable {
    func add(to officers: OfficerRoutes) {
        officers.get("reports", .cases, .audit, .admin) { try await show($0) }
        officers.get("reports/print", .cases, .audit, .admin) { officer in
            Response.sheet(try await document(officer).html)
        }
        officers.get("reports/table", .cases, .audit, .admin) { try await table($0) }
        officers.post("reports/hot", .cases, .admin) { try await judge($0) }
        officers.get("reports/cases", .cases) { try await drill($0) }
        officers.get("reports/cases/table", .cases) { try await drillTable($0) }
    }

    // MARK: What is asked for

    private func order(_ officer: OfficerContext) -> (order: ReportOrder, by: String, trouble: String?) {
        let by = officer.query("by").isEmpty ? ReportDimension.unit.rawValue : officer.query("by")
        let dimensions: [ReportDimension] =
            by == ReportView.all ? ReportDimension.allCases : ReportDimension(rawValue: by).map { [$0] } ?? []
        let asked = officer.query("as-of")
        let today = officer.door.today
        let day = try? CivilDate(iso8601: asked)
        let order = ReportOrder(
            ReportOrder.Kind(rawValue: officer.query("kind")) ?? .month, asOf: min(day ?? today, today), by: dimensions,
            sealed: officer.query("sealed") == "1" && officer.has(.sealed))
        let known = ReportView.all == by || ReportView.none == by || !dimensions.isEmpty
        let trouble = asked.isEmpty || day != nil ? nil : "“截至”要写成 2026-11-30 这样，先按今天出了。"
        return (order, known ? by : ReportView.none, trouble)
    }

    private func document(_ officer: OfficerContext) async throws -> ReportDocument {
        let order = order(officer).order
        return try await officer.door.read(officer.officer) { reading throws(StoreError) in try reading.report(order) }
    }

    private func drill(of officer: OfficerContext) throws -> ReportDrill {
        let (order, by, _) = order(officer)
        let name = officer.query("figure")
        guard let figure = ReportCount.allCases.first(where: { "\($0)" == name }) else { throw HTTPError(.notFound) }
        let value = officer.query("value")
        let group = ReportDimension(rawValue: by).flatMap { value.isEmpty ? nil : ReportDrill.Group($0, value) }
        return ReportDrill(order, figure, group: group)
    }

    private func cases(_ drill: ReportDrill, _ officer: OfficerContext) async throws -> [CaseList.Row] {
        try await officer.door.read(officer.officer) { reading throws(StoreError) in try reading.cases(behind: drill) }
    }

    // MARK: Pages

    private func show(_ officer: OfficerContext) async throws -> Response {
        let (order, by, trouble) = order(officer)
        let document = try await document(officer)
        return await officer.page("desk-reports", title: "报表", tab: .reports) { frame in
            ReportView(document, order, by: by, maySeal: officer.has(.sealed), frame: frame, trouble: trouble)
        }
    }

    private func drill(_ officer: OfficerContext) async throws -> Response {
        let drill = try drill(of: officer)
        let found = try await cases(drill, officer)
        let today = officer.door.today
        return await officer.page("desk-drill", title: drill.title, tab: .reports) { frame in
            DrillView(drill, found, frame: frame, today: today)
        }
    }

    /// An officer says whether something is behind a topic that came more often than usual.
    private func judge(_ officer: OfficerContext) async throws -> Response {
        let form = officer.form
        let today = officer.door.today
        let topic = form.text("topic")
        guard let day = try? CivilDate(iso8601: form.text("as-of")), day <= today,
            let verdict = HotDecision.Verdict(rawValue: form.text("verdict"))
        else { throw HTTPError(.badRequest) }
        let back = "/desk/reports?kind=quarter&as-of=\(day.iso8601)"
        guard
            let decision = HotDecision(
                topic: topic, asOf: day, verdict: verdict, note: form.text("note"), badge: officer.officer.badge,
                on: today)
        else {
            return await officer.go(to: back, saying: "没有记：写一句为什么，一行，最多 \(HotDecision.longestNote) 个字。")
        }
        let rising = try await officer.door.read(officer.officer) { reading throws(StoreError) in
            try reading.hotTopics(asOf: day)
        }
        guard rising.contains(topic) else { throw HTTPError(.notFound) }
        try await officer.door.audit(
            officer.officer, act: HotDecision.act, subject: decision.subject, reason: decision.reason)
        return await officer.go(to: back, saying: "记下了：\(topic)，\(verdict.rawValue)。")
    }

    // MARK: Taking out

    private func table(_ officer: OfficerContext) async throws -> Response {
        try await take(officer) { try await document(officer) }
    }

    private func drillTable(_ officer: OfficerContext) async throws -> Response {
        try await take(officer) {
            let drill = try drill(of: officer)
            let found = try await cases(drill, officer)
            return ReportDocument(drill.title, rows: found, basis: ["截至 \(drill.order.asOf.iso8601)"])
        }
    }

    /// What leaves the system wants the password once more, and is in the audit trail before it is given.
    private func take(
        _ officer: OfficerContext, _ make: () async throws -> ReportDocument
    ) async throws -> Response {
        guard officer.pass.isRecent else { return officer.proof(backTo: officer.here) }
        let document = try await make()
        try await officer.door.audit(officer.officer, act: "report.export", subject: document.title, reason: "")
        return .download(
            Array(document.csv(marked: true).utf8), name: "\(document.title).csv", type: "text/csv; charset=utf-8")
    }
}
