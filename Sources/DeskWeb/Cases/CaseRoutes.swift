// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeModel
import IntakeServer
import IntakeStore
import LineProtocol

/// Cases: the lists, one of them, what is done with it. Everything shown and done goes through the frames of the wire.
struct CaseRoutes: Sendable {
    func add(to officers: OfficerRoutes) {
        officers.get("cases", .cases, .intake) { try await list($0) }
        officers.get("cases/:number", .cases, .intake) { try await page($0) }
        officers.get("cases/:number/live", .cases, .intake) { try await live($0) }
        officers.post("cases/:number/act", .cases, .intake) { try await act($0) }
        officers.post("cases/:number/identity", .audit) { try await identity($0) }
    }

    // MARK: Lists

    private func list(_ officer: OfficerContext) async throws -> Response {
        let asked = officer.query("number")
        if !asked.isEmpty {
            if let number = try? ReceiptNumber(typed: asked) { return await officer.go(to: "/desk/cases/\(number)") }
            return try await list(officer, trouble: "这不是一个编号：要 XF 打头，后面十五位数字。", asked: asked)
        }
        return try await list(officer, trouble: nil, asked: "")
    }

    private func list(_ officer: OfficerContext, trouble: String?, asked: String) async throws -> Response {
        let board = CaseList(rawValue: officer.query("list")) ?? .due
        let skip = min(max(0, Int(officer.query("from")) ?? 0), 10_000_000)
        let (rows, total) = try await officer.door.rows(board, skip: skip, for: officer.officer)
        let today = officer.door.today
        return await officer.page(
            "desk-lists", title: "办件", tab: .cases, status: trouble == nil ? .ok : .badRequest
        ) { frame in
            CaseListView(board, rows, skip: skip, total: total, frame: frame, today: today, trouble: trouble)
        }
    }

    // MARK: One case

    private func page(_ officer: OfficerContext) async throws -> Response {
        try await show(officer, CaseView.Asked())
    }

    private func show(
        _ officer: OfficerContext, _ asked: CaseView.Asked, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let number = officer.part("number")
        let answer = try await officer.ask(.caseRecord(number: number, why: true))
        let documents = try? await officer.ask(.document(.init(.list, number: number)))
        let today = officer.door.today
        var asked = asked
        asked.mayUnmask = officer.has(.audit)
        let title = answer["case"]?["number"]?.string ?? number
        asked.watching = await officer.door.look(at: title, officer.pass)
        let given = asked
        return await officer.page("desk-case", title: title, tab: .cases, status: status) { frame in
            CaseView(answer, documents: documents, frame: frame, today: today, asked: given)
        }
    }

    /// Who else has the page open, and whether the case moved on since it was drawn: what a page asks for by itself.
    private func live(_ officer: OfficerContext) async throws -> Response {
        let number = officer.part("number")
        let version = try await officer.door.version(ofCase: number, officer.pass)
        let watching = await officer.door.look(at: number, officer.pass)
        return await officer.page("desk-case-live", title: number, tab: .cases) { frame in
            CaseLiveView(frame: frame, version: version, watching: watching)
        }
    }

    private func act(_ officer: OfficerContext) async throws -> Response {
        let number = officer.part("number")
        let act = officer.form.text("act")
        var values: [String: String] = [:]
        for (name, value) in officer.form.fields where name.hasPrefix(ActView.prefix) {
            let text = value.drop(while: \.isWhitespace)
            if !text.isEmpty { values[String(name.dropFirst(ActView.prefix.count))] = String(text) }
        }
        let fields = values.sorted { $0.key < $1.key }.map { JSONObject.Member($0.key, .string($0.value)) }
        let command = StaffFrame.CaseAct(
            number: number, act: act, version: Int64(officer.form.text("version")), fields: JSONObject(fields))
        do throws(WireError) {
            let words = [act] + fields.flatMap { [$0.key, $0.value.string ?? ""] }
            let answer = try await officer.line.ask(.act(command), id: officer.once("act", words))
            // A new code is told this once, to be given to the petitioner.
            let code = answer["code"]?.string.map { "新的查询码：\($0)。念给本人或者打印出来，这里只显示这一次。" }
            return await officer.go(to: "/desk/cases/\(number)", saying: code ?? "\(act)，办好了。")
        } catch {
            guard error.code == .conflict || error.code == .badRequest || error.code == .forbidden else { throw error }
            var asked = CaseView.Asked()
            asked.sent = ActView.Sent(act: act, values: values, trouble: error.text)
            asked.isStale = error.code == .conflict
            asked.trouble = error.text
            return try await show(officer, asked, status: error.status)
        }
    }

    /// Who the petitioner is, for this page alone: nothing of it stays in the browser's history.
    private func identity(_ officer: OfficerContext) async throws -> Response {
        let number = officer.part("number")
        guard officer.pass.isRecent else { return officer.proof(backTo: "/desk/cases/\(number)") }
        let reason = officer.form.text("reason")
        let fields = JSONObject([JSONObject.Member("reason", .string(reason))])
        var asked = CaseView.Asked()
        do throws(WireError) {
            let answer = try await officer.ask(.act(.init(number: number, act: "查看身份", fields: fields)))
            asked.identity = answer["identity"]?.object ?? JSONObject()
        } catch {
            guard error.code == .badRequest else { throw error }
            asked.trouble = error.text
        }
        return try await show(officer, asked, status: asked.trouble == nil ? .ok : .badRequest)
    }
}
