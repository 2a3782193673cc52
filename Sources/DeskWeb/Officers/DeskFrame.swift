// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeServer

/// What stands around every page of the desk: head, navigation, alarms, messages.
struct DeskFrame: Sendable {
    struct Item: Sendable {
        var title: String
        var address: String
        var isHere: Bool
    }

    var title: String
    var office: String
    var css: String
    var script: String
    var seal: String
    /// Badge and name, as 012 王敏.
    var who: String
    /// In every form, as the hidden field `t`.
    var formToken: String
    /// For a hidden field `once`: the same form sent twice is the same command.
    var once: String
    var items: [Item]
    var hasItems: Bool
    /// What the officer has to be told, above everything else.
    var sayings: [String]
    var alarms: [AlarmView]
    var hasAlarms: Bool
    /// Last mark of the news that the page shows.
    var mark: Int64
    /// When the page was drawn.
    var now: Timestamp
    /// Where the page is, for forms that come back to it.
    var here: String
    /// Without JavaScript the page draws itself anew after so many seconds.
    var again: Int?

    /// A safety alert that rings.
    struct AlarmView: Sendable {
        var seq: Int64
        var place: String
        var clock: String
        var ago: String
        var what: String
        /// Its conversation, where the officer may see it.
        var talk: String?
    }

    /// The pages in the navigation.
    enum Tab: CaseIterable, Sendable {
        case today, talks, cases, dictation, reports, audit, people

        var title: String {
            switch self {
            case .today: "今天"
            case .talks: "会话"
            case .cases: "办件"
            case .dictation: "代录"
            case .reports: "报表"
            case .audit: "审计"
            case .people: "人员"
            }
        }

        var address: String {
            switch self {
            case .today: "/desk"
            case .talks: "/desk/talks"
            case .cases: "/desk/cases"
            case .dictation: "/desk/dictation"
            case .reports: "/desk/reports"
            case .audit: "/desk/audit"
            case .people: "/desk/people"
            }
        }

        /// Any of these roles opens it; none: everybody.
        var roles: Set<Role> {
            switch self {
            case .today: []
            case .talks, .dictation: [.intake]
            case .cases: [.cases, .intake]
            case .reports: [.cases, .audit, .admin]
            case .audit: [.audit]
            case .people: [.admin]
            }
        }

        func isOpen(to officer: Officer) -> Bool { roles.isEmpty || !roles.isDisjoint(with: officer.roles) }
    }

    init(
        _ site: Site, title: String, formToken: String, pass: OfficerPass? = nil, margin: OfficerDoor.Margin? = nil,
        tab: Tab? = nil, here: String = "/desk", again: Int? = nil
    ) {
        self.title = title
        office = site.rooms.office.name
        css = site.assets.address("desk.css")
        script = site.assets.address("desk.js")
        seal = site.assets.address("seal.svg")
        who = pass.map { "\($0.officer.badge) \($0.officer.name)" } ?? ""
        self.formToken = formToken
        once = String(Visitor().token.prefix(24))
        items = []
        if let officer = pass?.officer, pass?.mustChange == false {
            items = Tab.allCases.filter { site.deskTabs.contains($0) && $0.isOpen(to: officer) }.map { item in
                Item(title: item.title, address: item.address, isHere: item == tab)
            }
        }
        hasItems = !items.isEmpty
        sayings = margin?.sayings ?? []
        let drawn = margin?.now ?? Timestamp(milliseconds: 0)
        now = drawn
        alarms = (margin?.alarms ?? []).map { alarm in
            AlarmView(
                seq: alarm.seq, place: alarm.place, clock: ClockText.time(alarm.at),
                ago: ClockText.span(from: alarm.at, to: drawn), what: alarm.what, talk: alarm.conversation)
        }
        hasAlarms = !alarms.isEmpty
        mark = margin?.mark ?? 0
        self.here = here
        self.again = again
    }
}

/// Times and spans as officers read them, in the office's time.
enum ClockText {
    /// As 09:05.
    static func time(_ at: Timestamp) -> String {
        let text = at.iso8601
        // 2026-11-23T09:05:00+08:00
        return String(text.dropFirst(11).prefix(5))
    }

    /// As 11-23 09:05.
    static func moment(_ at: Timestamp) -> String { "\(at.iso8601.dropFirst(5).prefix(5)) \(time(at))" }

    /// As 刚才, 5 分钟, 2 小时 10 分, 3 天.
    static func span(from start: Timestamp, to end: Timestamp) -> String {
        let minutes = max(0, (end.milliseconds - start.milliseconds) / 60_000)
        if minutes < 1 { return "不到 1 分钟" }
        if minutes < 60 { return "\(minutes) 分钟" }
        if minutes < 24 * 60 {
            return minutes % 60 == 0 ? "\(minutes / 60) 小时" : "\(minutes / 60) 小时 \(minutes % 60) 分"
        }
        return "\(minutes / (24 * 60)) 天"
    }
}
