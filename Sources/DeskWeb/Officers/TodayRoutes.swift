// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeModel
import IntakeServer
import LineProtocol

/// 今天: what rings, who waits, what is due.
struct TodayRoutes: Sendable {
    /// Cases that the page shows of a list.
    static let shown = 50

    func add(to officers: OfficerRoutes) {
        officers.get("", use: page)
        officers.post("alarm", .intake, .cases, .admin) { officer in
            guard let event = Int64(officer.form.text("event")) else { throw HTTPError(.badRequest) }
            let answer = try await officer.ask(.acknowledge(event: event))
            let isFirst = answer["first"]?.bool ?? true
            return await officer.go(
                to: officer.form["back"] ?? "/desk", saying: isFirst ? "警报由您处理。" : "这条警报已经有同事在处理了。")
        }
        officers.get("find", .intake, .cases, use: find)
        officers.post("find", .intake, .cases, use: findPhone)
    }

    @Sendable private func page(_ officer: OfficerContext) async throws -> Response {
        let asked = BoardList(rawValue: officer.query("list"))
        let skip = Int(officer.query("from")) ?? 0
        var view = TodayBody()
        if officer.has(.intake) {
            let queue = try await officer.ask(.queue(after: nil, limit: WireLimits.page))
            view.queue = queue.objects("items")
            view.subjects = await officer.door.subjects(officer.pass)
            view.leads = await officer.door.leads(of: officer.pass)
        }
        if officer.has(.cases) || officer.has(.intake) {
            var board = try await officer.ask(.today(list: asked ?? .overdue, skip: max(0, skip), limit: Self.shown))
            let counts = board["counts"]?.object ?? JSONObject()
            view.list = asked ?? .overdue
            // What burns most stands in front.
            if asked == nil, counts.number(BoardList.overdue.rawValue) == 0,
                let first = BoardList.allCases.first(where: { counts.number($0.rawValue) > 0 })
            {
                view.list = first
                board = try await officer.ask(.today(list: first, skip: 0, limit: Self.shown))
            }
            view.board = board
        }
        let body = view
        return await officer.page("desk-today", title: "今天", tab: .today, again: 30) { frame in
            TodayView(frame, body, skip: max(0, skip))
        }
    }

    // MARK: Finding

    /// By number: the case itself. Anything else is asked for with a reason.
    @Sendable private func find(_ officer: OfficerContext) async throws -> Response {
        let text = officer.query("number")
        guard !text.isEmpty else { return await findPage(officer) }
        guard let number = try? ReceiptNumber(typed: text) else {
            let digits = text.filter(\.isNumber)
            let isPhone = digits.count >= 7 && !text.hasPrefix("X") && !text.hasPrefix("x")
            return await findPage(
                officer, phone: isPhone ? digits : "",
                trouble: isPhone ? "这像是电话。写上为什么要查，再查。" : "这不是一个编号。编号是 XF 打头的，看看有没有写错。",
                status: isPhone ? .ok : .badRequest)
        }
        do throws(WireError) {
            _ = try await officer.ask(.caseRecord(number: number.description))
        } catch {
            return await findPage(officer, trouble: "没有这个编号的事项，或者您没有看它的权限。", status: .notFound)
        }
        return await officer.go(to: "/desk/cases/\(number.description)")
    }

    @Sendable private func findPhone(_ officer: OfficerContext) async throws -> Response {
        let (phone, reason) = (officer.form.text("phone"), officer.form.text("reason"))
        guard reason.count >= 2 else {
            return await findPage(
                officer, phone: phone, trouble: "查电话要写理由，写几个字就行；理由记进审计。", status: .badRequest)
        }
        do throws(WireError) {
            let answer = try await officer.ask(.find(phone: phone, reason: reason))
            return await findPage(officer, phone: phone, rows: CaseRowView.rows(answer))
        } catch {
            return await findPage(officer, phone: phone, trouble: error.text, status: error.status)
        }
    }

    private func findPage(
        _ officer: OfficerContext, phone: String = "", trouble: String? = nil, rows: [CaseRowView]? = nil,
        status: HTTPResponse.Status = .ok
    ) async -> Response {
        await officer.page("desk-find", title: "查找", status: status) { frame in
            FindView(
                frame: frame, phone: phone, trouble: trouble, rows: rows ?? [], hasRows: !(rows ?? []).isEmpty,
                isAnswered: rows != nil)
        }
    }
}

/// What the desk answered for the page 今天.
private struct TodayBody: Sendable {
    var queue: [JSONObject]?
    var leads: [OfficerDoor.Lead] = []
    var subjects: [String: String] = [:]
    var board: JSONObject?
    var list = BoardList.overdue
}

struct TodayView: Sendable {
    struct Waiting: Sendable {
        var conv: String
        var address: String
        var version: Int64
        var place: String
        var reason: String
        var isDanger: Bool
        var ago: String
        var since: String
        var about: String
    }

    struct Lead: Sendable {
        var address: String
        var place: String
        var caseNumber: String?
        var hasEnded: Bool

        init(_ lead: OfficerDoor.Lead) {
            address = "/desk/talks/\(lead.conversation)"
            place = lead.place
            caseNumber = lead.caseNumber
            hasEnded = lead.hasEnded
        }
    }

    struct List: Sendable {
        var title: String
        var address: String
        var count: Int64
        var isHere: Bool
        var isRed: Bool
        var isNone: Bool
    }

    var frame: DeskFrame
    var date: String
    var doesIntake: Bool
    var waiting: [Waiting]
    var waitingCount: Int
    var isNobodyWaiting: Bool
    var leads: [Lead]
    var hasLeads: Bool
    var seesCases: Bool
    var lists: [List]
    var listTitle: String
    var rows: [CaseRowView]
    var isEmpty: Bool
    var next: String?
    var before: String?

    fileprivate init(_ frame: DeskFrame, _ body: TodayBody, skip: Int) {
        self.frame = frame
        doesIntake = body.queue != nil
        let now = frame.now
        let today = CivilDate(now)
        date = "\(today.month)月\(today.day)日 \(Self.weekdays[Int((today.daysSince1970 % 7 + 7) % 7)])"
        waiting = Self.waiting(body.queue ?? [], body.subjects, now: now)
        waitingCount = waiting.count
        isNobodyWaiting = waiting.isEmpty
        leads = body.leads.map { Lead($0) }
        hasLeads = !leads.isEmpty
        seesCases = body.board != nil
        let counts = body.board?["counts"]?.object ?? JSONObject()
        lists = BoardList.allCases.map { list in
            let count = counts.number(list.rawValue)
            return List(
                title: DeskText.list(list), address: "/desk?list=\(list.rawValue)#cases", count: count,
                isHere: list == body.list, isRed: list == .overdue && count > 0, isNone: count == 0)
        }
        listTitle = DeskText.list(body.list)
        rows = CaseRowView.rows(body.board)
        isEmpty = rows.isEmpty
        let address = "/desk?list=\(body.list.rawValue)&from="
        next = body.board?.flag("more") == true ? "\(address)\(skip + TodayRoutes.shown)#cases" : nil
        before = skip > 0 ? "\(address)\(max(0, skip - TodayRoutes.shown))#cases" : nil
    }

    /// The queue as the desk tells it: danger first, then who has waited longest.
    static func waiting(_ queue: [JSONObject], _ subjects: [String: String], now: Timestamp) -> [Waiting] {
        let rows = queue.map { item in
            let conv = item.text("conv")
            let since = item.time("since") ?? now
            let subject = subjects[conv].map { DeskText.topic($0) } ?? ""
            let about = [item.text("purpose"), subject, item.text("case")].filter { !$0.isEmpty }
                .joined(separator: "，")
            return Waiting(
                conv: conv, address: "/desk/talks/\(conv)", version: item.number("version"),
                place: item.text("kiosk"), reason: DeskText.reason(item.text("reason")),
                isDanger: item.text("reason") == HandoffReason.safety.rawValue,
                ago: ClockText.span(from: since, to: now), since: ClockText.time(since), about: about)
        }
        return rows.filter(\.isDanger) + rows.filter { !$0.isDanger }
    }

    /// 1970-01-01 was a Thursday.
    private static let weekdays = ["星期四", "星期五", "星期六", "星期日", "星期一", "星期二", "星期三"]
}

struct FindView: Sendable {
    var frame: DeskFrame
    var phone: String
    var trouble: String?
    var rows: [CaseRowView]
    var hasRows: Bool
    var isAnswered: Bool
}
