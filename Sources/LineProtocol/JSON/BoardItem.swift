// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A list that an open case may stand on. A case stands on several.
public enum BoardList: String, Sendable, Hashable, CaseIterable {
    /// A duty is past its effective date.
    case overdue
    /// The next date is today; or it is no term, and has come.
    case today
    /// The next date is one of the next three days, or has passed while the effective one is still to come.
    case soon
    /// Registered, and neither handed on nor answered.
    case unsent
    /// Came back from a unit that was not competent, or such a unit objects.
    case returned
    /// Nobody has it in hand by name.
    case unowned
    /// Answered: the petitioner may still ask for a review. Or put off until a day.
    case waiting
    /// Everything that is open.
    case open
}

/// An open case as lists show it on a day.
public struct BoardItem: Sendable, Hashable {
    /// What comes next by when.
    public struct Due: Sendable, Hashable {
        /// The earlier date: that of the count.
        public var nominal: CivilDate
        /// The later one, where the last day is a day off.
        public var effective: CivilDate
        public var what: String
        public var article: String
        /// 日 or 工作日; empty for a date that a person set.
        public var unit: String
        public var provisional: Bool
        /// Whether there is a term that can be overdue; false for the day on which the office looks again of itself.
        public var isTerm: Bool

        public init(
            nominal: CivilDate, effective: CivilDate, what: String, article: String, unit: String, provisional: Bool,
            isTerm: Bool = true
        ) {
            self.nominal = nominal
            self.effective = effective
            self.what = what
            self.article = article
            self.unit = unit
            self.provisional = provisional
            self.isTerm = isTerm
        }
    }

    public var number: String
    public var lane: Lane
    public var conversation: ConversationID
    public var purpose: String
    public var topic: String
    public var stage: String
    public var unit: String
    /// Whoever answers for it, as ``CaseOwner`` names them.
    public var owner: String
    /// 承办人, by badge or name; empty while only the unit is known.
    public var officer: String
    public var filedOn: CivilDate
    /// nil where no date is set.
    public var due: Due?
    /// Lists it stands on whatever the day is.
    public var lists: Set<BoardList>

    public init(
        number: String, lane: Lane, conversation: ConversationID, purpose: String, topic: String, stage: String,
        unit: String, owner: String, officer: String = "", filedOn: CivilDate, due: Due?, lists: Set<BoardList>
    ) {
        self.number = number
        self.lane = lane
        self.conversation = conversation
        self.purpose = purpose
        self.topic = topic
        self.stage = stage
        self.unit = unit
        self.owner = owner
        self.officer = officer
        self.filedOn = filedOn
        self.due = due
        self.lists = lists
    }

    /// Days ahead that count as soon.
    public static let soonDays = 3

    /// Whether it stands on a list on a day.
    public func isOn(_ list: BoardList, today: CivilDate) -> Bool {
        switch list {
        case .overdue: due.map { $0.isTerm && $0.effective < today } ?? false
        case .today:
            due.map { $0.isTerm ? $0.nominal == today && $0.effective >= today : $0.effective <= today } ?? false
        case .soon:
            due.map { due in
                due.nominal != today && due.effective >= today && due.nominal <= today.adding(days: Self.soonDays)
                    && (due.isTerm || due.effective > today)
            } ?? false
        case .unsent, .returned, .unowned, .waiting, .open: lists.contains(list)
        }
    }

    /// What is due first stands first; what has no date stands last.
    public static func isBefore(_ a: BoardItem, _ b: BoardItem) -> Bool {
        (a.due?.nominal ?? .latest, a.number) < (b.due?.nominal ?? .latest, b.number)
    }
}

extension ServerFrame {
    /// The answer to `today` and `find`.
    ///
    /// - Parameters:
    ///   - counts: how many cases stand on each list, in the order of ``BoardList``; nil leaves them out.
    ///   - choices: what the lists can be narrowed to; nil leaves them out.
    ///   - more: there are further cases after these.
    public static func board(
        re: String, today: CivilDate, counts: [Int]?, choices: BoardChoices? = nil, items: [BoardItem], more: Bool,
        to writer: inout JSONWriter
    ) {
        ok(re: re, to: &writer) { writer in
            writer.member("today", today.iso8601)
            if let counts {
                writer.key("counts")
                writer.object { writer in
                    for (list, count) in zip(BoardList.allCases, counts) {
                        writer.key(dynamic: list.rawValue)
                        writer.integer(Int64(count))
                    }
                }
            }
            if let choices {
                writer.key("choices")
                writer.object { writer in
                    writer.member("topics", choices.topics)
                    writer.member("units", choices.units)
                    writer.member("officers", choices.officers)
                }
            }
            writer.key("items")
            writer.array { writer in for item in items { self.item(item, today: today, to: &writer) } }
            writer.member("more", more)
        }
    }

    private static func item(_ item: BoardItem, today: CivilDate, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("number", item.number)
            writer.member("conv", item.conversation.description)
            writer.member("purpose", item.purpose)
            writer.member("topic", item.topic)
            writer.member("state", item.stage)
            writer.member("sealed", item.lane == .sealed)
            writer.member("unit", item.unit)
            writer.member("owner", item.owner)
            if !item.officer.isEmpty { writer.member("officer", item.officer) }
            writer.member("filed_on", item.filedOn.iso8601)
            writer.member(
                "lists", BoardList.allCases.filter { item.isOn($0, today: today) }.map(\.rawValue))
            guard let due = item.due else { return }
            writer.key("due")
            writer.object { writer in
                writer.member("nominal", due.nominal.iso8601)
                writer.member("effective", due.effective.iso8601)
                writer.member("days", Int64(due.nominal.daysSince1970 - today.daysSince1970))
                writer.member("days_over", Int64(max(0, today.daysSince1970 - due.effective.daysSince1970)))
                writer.member("what", due.what)
                writer.member("article", due.article)
                writer.member("unit", due.unit)
                writer.member("provisional", due.provisional)
                if !due.isTerm { writer.member("term", false) }
            }
        }
    }
}
