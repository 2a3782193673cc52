// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// A case as the desk shows it, as lines of text; who wrote it and who is meant stays masked as the server sent it.
public struct CaseSheet: Sendable, Hashable {
    public var number: String
    public var lines: [String]

    public init(number: String, lines: [String]) {
        self.number = number
        self.lines = lines
    }

    init?(_ object: JSONObject) {
        guard let number = object.shown("number") else { return nil }
        self.number = number
        func field(_ key: String) -> String { object.shown(key) ?? "" }
        let topic = [object.shown("topic"), object.shown("subtopic")].compactMap(\.self).joined(separator: " / ")
        let people = object["people"]?.integer ?? 1
        var lines = [
            "\(number)  \(DeskWords.stage(field("state")))" + (object["sealed"]?.bool == true ? "  【密】" : ""),
            "\(field("purpose"))  \(topic)  \(field("naming"))" + (people > 1 ? "  \(people) 人" : ""),
            "登记 \(object["filed_at"]?.string.flatMap(Timestamp.init(wire:)).map(Self.moment) ?? "")  \(field("channel"))",
            "承办 \(field("unit")) \(field("officer"))  首问责任人 \(field("first_contact")) 号",
        ]
        let flags = object["flags"]?.array?.compactMap { $0.string.map { TextCleaner.clean($0) } } ?? []
        if !flags.isEmpty { lines.append("标记 " + flags.joined(separator: "、")) }
        if let respondent = object.shown("respondent") { lines.append("反映对象 " + respondent) }
        if let place = object.shown("place") { lines.append("地点 " + place) }
        lines.append("")
        lines.append("期限")
        lines += object.objects("clocks").map(Self.clock)
        lines.append("")
        lines.append("本人所说")
        for part in object.objects("particulars") {
            lines.append("  \(part.shown("label") ?? "")：\(part.shownLines("text") ?? "")")
        }
        lines += Self.repeats(object)
        lines += Self.understanding(object)
        lines.append("")
        lines.append("经过")
        for event in object.objects("events") {
            let at = event["at"]?.string.flatMap(Timestamp.init(wire:)).map(Self.moment) ?? ""
            let by = event.shown("by").map { " \($0)号" } ?? ""
            lines.append("  \(at)\(by) \(DeskWords.stage(event.shown("kind") ?? "")) \(event.shownLines("text") ?? "")")
        }
        self.lines = lines
    }

    private static func clock(_ object: JSONObject) -> String {
        let nominal = DeskWords.date(object.shown("nominal_due")) ?? ""
        let effective = DeskWords.date(object.shown("effective_due")) ?? nominal
        let both = nominal == effective ? nominal : "\(nominal)（顺延到 \(effective)）"
        let status =
            object.shown("rule") == RuleID.track && object.shown("status") == "overdue"
            ? "该跟进了" : DeskWords.clock(object.shown("status") ?? "", daysOver: object["days_over"]?.integer ?? 0)
        let provisional = object["provisional"]?.bool == true ? " 暂定" : ""
        return "  \(object.shown("rule") ?? "") \(both)\(provisional) \(status) \(object.shown("article") ?? "")"
    }

    private static func moment(_ at: Timestamp) -> String {
        let date = CivilDate(at)
        return "\(date.month)月\(date.day)日 \(at.clockText)"
    }
}
