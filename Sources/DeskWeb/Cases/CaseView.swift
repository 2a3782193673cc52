// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// A case as its page shows it, out of the answer to `case`.
struct CaseView: Sendable {
    struct Pair: Sendable {
        var label: String
        var value: String
    }

    struct Part: Sendable {
        var label: String
        var text: String
    }

    struct Next: Sendable {
        var what: String
        var date: String?
        var left: String?
        var look: String
        var article: String?
    }

    struct Link: Sendable {
        var number: String
        var address: String
        var relation: String
        var why: String?
    }

    struct Group: Sendable {
        var title: String
        var acts: [ActView]
    }

    struct Blocked: Sendable {
        var act: String
        var why: String
    }

    var frame: DeskFrame
    var number: String
    var address: String
    var version: Int
    var purpose: String
    var topic: String
    var stage: String
    var isOpen: Bool
    var isSealed: Bool
    var flags: [String]
    var facts: [Pair]
    var next: Next?
    var story: [Part]
    var about: [Pair]
    var clocks: [ClockView]
    var hasClocks: Bool
    var events: [EventView]
    var groups: [Group]
    var hasActs: Bool
    var blocked: [Blocked]
    var hasBlocked: Bool
    var missing: [String]
    var hasMissing: Bool
    var links: [Link]
    var hasLinks: Bool
    var repeats: [Link]
    var hasRepeats: Bool
    var files: [FileView]
    var hasFiles: Bool
    var documents: DocumentListView
    /// Who the petitioner is, for this once.
    var identity: [Pair]
    var isUnmasked: Bool
    var mayUnmask: Bool
    var isAnonymous: Bool
    var conversation: String
    var trouble: String?
    /// Somebody else was faster.
    var isStale: Bool
    /// What was written in a form that is not there any more: to be copied.
    var kept: [Pair]
    var hasKept: Bool
    /// Badges of others who have the page open.
    var watching: [String]

    /// What a page of a case was asked with beside the case itself.
    struct Asked: Sendable {
        var sent: ActView.Sent?
        var trouble: String?
        var isStale = false
        var identity: JSONObject?
        var mayUnmask = false
        /// Badges of others who have the page open.
        var watching: [String] = []
    }

    init(
        _ answer: JSONObject, documents: JSONObject?, frame: DeskFrame, today: CivilDate, asked: Asked = Asked()
    ) {
        let object = answer["case"]?.object ?? JSONObject()
        self.frame = frame
        number = object.text("number")
        address = "/desk/cases/\(number)"
        version = object.integer("version")
        purpose = object.text("purpose")
        topic = [object.text("topic"), object.text("subtopic")].filter { !$0.isEmpty }.joined(separator: " · ")
        stage = object.text("state")
        isOpen = object.flag("open")
        isSealed = object.flag("sealed")
        flags = object.texts("flags")
        conversation = object.text("conv")
        isAnonymous = object.text("naming") == ClaimDraft.Naming.anonymous.rawValue
        facts = Self.facts(object, today: today)
        next = Self.next(object["next"]?.object ?? JSONObject(), today: today)
        story = object.objects("particulars").map { Part(label: $0.text("label"), text: $0.text("text")) }
        about = [("反映对象", object.text("respondent")), ("地点", object.text("place"))]
            .filter { !$0.1.isEmpty }.map { Pair(label: $0.0, value: $0.1) }
        let clocks = object.objects("clocks").map { ClockView($0, today: today) }
        self.clocks = clocks.filter { !$0.isFinal } + clocks.filter(\.isFinal)
        hasClocks = !clocks.isEmpty
        events = object.objects("events").reversed().map { EventView($0, today: today) }
        let acts = object.objects("acts").enumerated().map { index, act in
            ActView(act, index: index, clocks: clocks, sent: asked.sent)
        }
        let possible = acts.filter { ($0.isPossible || $0.isOpen) && $0.act != CaseAct.issue.rawValue }
        groups = [
            Group(title: "往下办", acts: possible.filter(\.moves)),
            Group(title: "记一笔", acts: possible.filter { !$0.moves }),
        ].filter { !$0.acts.isEmpty }
        hasActs = !groups.isEmpty
        blocked = acts.filter { !$0.isPossible && !$0.isOpen }.map {
            Blocked(act: $0.act, why: $0.missing.joined(separator: "；"))
        }
        hasBlocked = !blocked.isEmpty
        missing = object.texts("missing")
        hasMissing = !missing.isEmpty
        links =
            object.objects("links").map { Self.link($0.text("number"), $0.text("relation"), nil) }
            + object.texts("came_again").map { Self.link($0, "办完后又提的", nil) }
        hasLinks = !links.isEmpty
        repeats = object.objects("repeats").map { Self.likeness($0, today: today) }
        hasRepeats = !repeats.isEmpty
        let place = number
        files = answer.objects("files").map { FileView($0, of: place, today: today) }
        hasFiles = !files.isEmpty
        self.documents = DocumentListView(documents ?? JSONObject(), of: number, today: today)
        identity = Self.identity(asked.identity)
        isUnmasked = asked.identity != nil
        mayUnmask = asked.mayUnmask && !isUnmasked
        let isLost = asked.sent != nil && !acts.contains(where: \.isOpen)
        kept = isLost ? Self.kept(asked.sent) : []
        hasKept = !kept.isEmpty
        trouble = asked.sent == nil || isLost ? asked.trouble : nil
        isStale = asked.isStale
        watching = asked.watching
    }

    private static func facts(_ object: JSONObject, today: CivilDate) -> [Pair] {
        let people = object.integer("people")
        let filed = CaseDates.moment(object.text("filed_at"), today: today)
        let pairs: [(String, String)] = [
            ("现在该谁", object.text("owner")), ("承办单位", object.text("unit")), ("承办人", object.text("officer")),
            ("协办", object.texts("co_units").joined(separator: "、")),
            ("首问责任人", object.optional("first_contact").map { "\($0) 号" } ?? ""),
            ("登记", "\(filed.day) \(filed.clock)"), ("渠道", object.text("channel")),
            ("署名", object.text("naming") + (people > 1 ? "，\(people) 人" : "")),
            ("包案领导", object.text("sponsor")), ("对信访部门", object.text("rate_office")),
            ("对承办单位", object.text("rate_unit")),
        ]
        return pairs.filter { !$0.1.isEmpty }.map { Pair(label: $0.0, value: $0.1) }
    }

    private static func kept(_ sent: ActView.Sent?) -> [Pair] {
        (sent?.values ?? [:]).sorted { $0.key < $1.key }.map {
            Pair(label: CaseField(rawValue: $0.key)?.label ?? $0.key, value: $0.value)
        }
    }

    private static func next(_ object: JSONObject, today: CivilDate) -> Next? {
        if let text = object.optional("date"), let day = try? CivilDate(iso8601: text) {
            return Next(
                what: object.text("what"), date: CaseDates.shown(day, today: today),
                left: CaseDates.left(until: day, today: today), look: CaseDates.nearness(of: day, today: today),
                article: object.optional("article"))
        }
        guard let reason = object.optional("reason") else { return nil }
        if let day = object.optional("look").flatMap({ try? CivilDate(iso8601: $0) }) {
            return Next(
                what: "跟进（本局自定的日子）", date: CaseDates.shown(day, today: today),
                left: day > today ? "还有 \(today.days(to: day)) 天" : "该跟进了", look: day > today ? "far" : "near",
                article: reason)
        }
        return Next(what: reason, date: nil, left: nil, look: "far", article: nil)
    }

    private static func link(_ number: String, _ relation: String, _ why: String?) -> Link {
        Link(number: number, address: "/desk/cases/\(number)", relation: relation, why: why)
    }

    private static func likeness(_ object: JSONObject, today: CivilDate) -> Link {
        let both = (object.texts("names") + object.texts("words")).prefix(6).joined(separator: "、")
        let parts = [
            object.flag("same_person") ? "同一个电话或证件" : "",
            CaseDates.moment(object.text("filed_at"), today: today).day + "登记", object.text("state"),
            both.isEmpty ? "" : "都说到：\(both)",
        ]
        return link(object.text("number"), "可能是同一件事", parts.filter { !$0.isEmpty }.joined(separator: "，"))
    }

    private static func identity(_ object: JSONObject?) -> [Pair] {
        guard let object else { return [] }
        return IdentityField.allCases.compactMap { field in
            object.optional(field.rawValue).map { Pair(label: label(field), value: $0) }
        }
    }

    static func label(_ field: IdentityField) -> String {
        switch field {
        case .name: "姓名"
        case .phone: "电话"
        case .address: "住址"
        case .idNumber: "证件号"
        case .companions: "同来的人"
        }
    }
}

/// What of a case's page is drawn anew while it is open.
struct CaseLiveView: Sendable {
    var frame: DeskFrame
    var version: Int
    var watching: [String]
}
