// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What an officer says of a topic that came more often than usual: that something is behind it, or that nothing is. It
/// stands in the audit trail and nowhere else, so that it can be neither changed nor lost.
public struct HotDecision: Sendable, Hashable {
    /// The raw values are what officers choose, and are stored.
    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        case confirmed = "确认"
        case dismissed = "排除"
    }

    /// The act of the audit trail that it is.
    public static let act = "report.hot"
    /// What stands where nobody has said anything.
    public static let pending = "待人工确认"
    /// The column of a report that tells it.
    public static let column = "核实"
    /// Characters of a note, at least 1.
    public static let longestNote = 200

    public let topic: String
    /// The last day of the seven that were looked at.
    public let asOf: CivilDate
    public let verdict: Verdict
    /// Why, in the officer's words, on one line.
    public let note: String
    public let badge: String
    /// The day on which it was said.
    public let on: CivilDate

    /// - Returns: nil without a topic, or where the note is empty, too long, or more than one line.
    public init?(
        topic: String, asOf: CivilDate, verdict: Verdict, note: String, badge: String, on: CivilDate
    ) {
        guard !topic.isEmpty, !note.isEmpty, note.unicodeScalars.count <= Self.longestNote,
            !(topic + note).contains(where: \.isNewline)
        else { return nil }
        self.topic = topic
        self.asOf = asOf
        self.verdict = verdict
        self.note = note
        self.badge = badge
        self.on = on
    }

    /// Reads what the audit trail has of it: ``subject`` and ``reason``; nil for what is none.
    public init?(subject: String, reason: String, badge: String, on: CivilDate) {
        guard let space = subject.firstIndex(of: " "), let colon = reason.firstIndex(of: "："),
            let asOf = try? CivilDate(iso8601: String(subject[..<space])),
            let verdict = Verdict(rawValue: String(reason[..<colon]))
        else { return nil }
        self.init(
            topic: String(subject[subject.index(after: space)...]), asOf: asOf, verdict: verdict,
            note: String(reason[reason.index(after: colon)...]), badge: badge, on: on)
    }

    /// What it was said of, as the audit trail has it.
    public var subject: String { "\(asOf.iso8601) \(topic)" }
    /// What was said, as the audit trail has it.
    public var reason: String { "\(verdict.rawValue)：\(note)" }

    /// In a report: who said what, when.
    var text: String { "\(reason)（\(badge) 号，\(on.iso8601)）" }

    /// Whether it is about some of the seven days that end with this one, and no later ones.
    func isAbout(weekUntil day: CivilDate) -> Bool { (0..<7).contains(asOf.days(to: day)) }
}
