// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeModel
import IntakeServer
import IntakeStore
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
        officers.post("find", .intake, .cases, use: findPerson)
        officers.post("views", .intake, .cases, use: keep)
        officers.post("views/drop", .intake, .cases, use: drop)
    }

    @Sendable private func page(_ officer: OfficerContext) async throws -> Response {
        try await show(officer, TodayOrder(query: officer.request.uri.query ?? ""))
    }

    private func show(
        _ officer: OfficerContext, _ order: TodayOrder, trouble: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var view = TodayBody()
        view.order = order
        view.trouble = trouble
        if officer.has(.intake) {
            let queue = try await officer.ask(.queue(after: nil, limit: WireLimits.page))
            view.queue = queue.objects("items")
            view.subjects = await officer.door.subjects(officer.pass)
            view.leads = await officer.door.leads(of: officer.pass)
        }
        if officer.has(.cases) || officer.has(.intake) {
            let first = order.list ?? .overdue
            var board = try await officer.ask(
                .today(list: first, skip: order.skip, limit: Self.shown, filter: order.filter))
            let counts = board["counts"]?.object ?? JSONObject()
            view.list = first
            // What burns most stands in front.
            if order.list == nil, counts.number(first.rawValue) == 0,
                let full = BoardList.allCases.first(where: { counts.number($0.rawValue) > 0 })
            {
                view.list = full
                board = try await officer.ask(.today(list: full, skip: 0, limit: Self.shown, filter: order.filter))
            }
            view.board = board
            view.views = await officer.door.views(of: officer.pass)
        }
        let body = view
        return await officer.page("desk-today", title: "今天", tab: .today, status: status, again: 30) { frame in
            TodayView(frame, body, badge: officer.officer.badge)
        }
    }

    // MARK: Lists that an officer keeps

    @Sendable private func keep(_ officer: OfficerContext) async throws -> Response {
        // Only what the page understands is kept.
        let order = TodayOrder(query: officer.form.text("query"))
        let name = officer.form.text("name")
        do throws(WireError) {
            try await officer.door.keep(view: SavedView(name: name, query: order.query), officer.pass)
        } catch {
            guard error.code == .badRequest else { throw error }
            return try await show(officer, order, trouble: error.text, status: .badRequest)
        }
        return await officer.go(to: order.address(), saying: "存好了：\(name)。")
    }

    @Sendable private func drop(_ officer: OfficerContext) async throws -> Response {
        let name = officer.form.text("name")
        try await officer.door.drop(view: name, officer.pass)
        return await officer.go(to: "/desk", saying: "删掉了：\(name)。")
    }

    // MARK: Finding

    /// By number: the case itself. Anything else is asked for with a reason.
    @Sendable private func find(_ officer: OfficerContext) async throws -> Response {
        let text = officer.query("number")
        guard !text.isEmpty else { return await findPage(officer) }
        guard let number = try? ReceiptNumber(typed: text) else {
            let isNumber = text.hasPrefix("X") || text.hasPrefix("x")
            return await findPage(
                officer, person: isNumber ? "" : text,
                trouble: isNumber ? "这不是一个编号。编号是 XF 打头的，看看有没有写错。" : "按电话、姓名查，写上为什么要查。",
                status: isNumber ? .badRequest : .ok)
        }
        do throws(WireError) {
            _ = try await officer.ask(.caseRecord(number: number.description))
        } catch {
            return await findPage(officer, trouble: "没有这个编号的事项，或者您没有看它的权限。", status: .notFound)
        }
        return await officer.go(to: "/desk/cases/\(number.description)")
    }

    /// Seven digits are a telephone, anything else is a name.
    private static func person(_ text: String) -> StaffFrame.Person {
        text.count { ("0"..."9").contains($0) } >= 7 ? .phone(text) : .name(text)
    }

    @Sendable private func findPerson(_ officer: OfficerContext) async throws -> Response {
        let (person, reason) = (officer.form.text("person"), officer.form.text("reason"))
        // Whom somebody looks for stands in no address.
        guard officer.pass.isRecent else { return officer.proof(backTo: "/desk/find") }
        guard reason.count >= 2, person.count <= WireLimits.name.upperBound else {
            return await findPage(
                officer, person: person, trouble: "查电话、姓名要写理由，写几个字就行；理由记进审计。", status: .badRequest)
        }
        do throws(WireError) {
            let answer = try await officer.ask(.find(Self.person(person), reason: reason))
            return await findPage(
                officer, person: person, reason: reason, rows: CaseRowView.rows(answer), isCut: answer.flag("more"))
        } catch {
            return await findPage(officer, person: person, reason: reason, trouble: error.text, status: error.status)
        }
    }

    private func findPage(
        _ officer: OfficerContext, person: String = "", reason: String = "", trouble: String? = nil,
        rows: [CaseRowView]? = nil, isCut: Bool = false, status: HTTPResponse.Status = .ok
    ) async -> Response {
        await officer.page("desk-find", title: "查找", status: status) { frame in
            FindView(
                frame: frame, isProved: officer.pass.isRecent, person: person, reason: reason, trouble: trouble,
                rows: rows ?? [], hasRows: !(rows ?? []).isEmpty, isAnswered: rows != nil, isCut: isCut)
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
    var order = TodayOrder()
    var views: [SavedView] = []
    var trouble: String?
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
    var filter: TodayFilterView
    /// What of the page's address is kept with a view.
    var query: String
    var views: [KeptView]
    var hasViews: Bool
    var trouble: String?

    fileprivate init(_ frame: DeskFrame, _ body: TodayBody, badge: String) {
        self.frame = frame
        var order = body.order
        trouble = body.trouble
        views = body.views.map { KeptView($0, order: order) }
        hasViews = !views.isEmpty
        filter = TodayFilterView(
            order, choices: body.board?["choices"]?.object ?? JSONObject(), badge: badge)
        order.list = body.list
        query = order.query
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
                title: DeskText.list(list), address: order.address(on: list), count: count,
                isHere: list == body.list, isRed: list == .overdue && count > 0, isNone: count == 0)
        }
        listTitle = DeskText.list(body.list)
        rows = CaseRowView.rows(body.board)
        isEmpty = rows.isEmpty
        next = body.board?.flag("more") == true ? order.address(from: order.skip + TodayRoutes.shown) : nil
        before = order.skip > 0 ? order.address(from: max(0, order.skip - TodayRoutes.shown)) : nil
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
    /// The password was given in the last minutes.
    var isProved: Bool
    /// Telephone or name.
    var person: String
    var reason: String
    var trouble: String?
    var rows: [CaseRowView]
    var hasRows: Bool
    var isAnswered: Bool
    /// There are more than are shown.
    var isCut: Bool
}
