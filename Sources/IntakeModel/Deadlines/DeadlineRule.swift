// SPDX-License-Identifier: Apache-2.0

/// One legal time limit: how long, in which days, from what, and where that is written.
///
/// A value read from `dialogs/rules`; the law changes by files, not by code.
public struct DeadlineRule: Sendable, Hashable {
    /// What a length counts.
    public enum DayUnit: String, Sendable, Hashable, CaseIterable {
        /// `日`: every day counts. 《信访工作条例》 uses 工作日 in one sentence only (art. 23 para. 3), so 日 in the
        /// others means natural days.
        case natural = "日"
        /// `工作日`: only workdays count.
        case working = "工作日"
    }

    /// Whom a limit binds.
    public enum Party: String, Sendable, Hashable, CaseIterable {
        case organ = "机关"
        /// A window of the petitioner: everybody shows the earlier date, and nobody is told that it has passed.
        case petitioner = "信访人"
    }

    /// Where the length is written.
    public struct Basis: Sendable, Hashable {
        /// `信访工作条例第三十四条`, or several paragraphs of one article.
        public let citation: String
        /// The sentences themselves, word for word.
        public let text: String

        public init(citation: String, text: String) {
            self.citation = citation
            self.text = text
        }
    }

    /// Where the way of counting is written; the instruments themselves have no rule of their own.
    public struct Counting: Sendable, Hashable {
        /// Whether the day of the event is left out.
        public let excludesStartDay: Bool
        /// The article for that.
        public let startCitation: String
        /// Whether a last day off moves to the next workday (natural days only).
        public let rollsOver: Bool
        /// The article for that.
        public let rollCitation: String

        public init(
            excludesStartDay: Bool = true, startCitation: String = "民法典第二百零一条第一款", rollsOver: Bool = true,
            rollCitation: String = "民法典第二百零三条第一款"
        ) {
            self.excludesStartDay = excludesStartDay
            self.startCitation = startCitation
            self.rollsOver = rollsOver
            self.rollCitation = rollCitation
        }
    }

    /// How far a limit may be extended, and by whom.
    public struct Extension: Sendable, Hashable {
        /// Id of the rule that says so.
        public let rule: String
        /// At most so many days in total, of the unit of the rule that is extended.
        public let maximumDays: Int
        /// Who approves, as the article names them.
        public let approver: String
        public let citation: String

        public init(rule: String, maximumDays: Int, approver: String, citation: String) {
            self.rule = rule
            self.maximumDays = maximumDays
            self.approver = approver
            self.citation = citation
        }
    }

    /// What the rule is called everywhere: `转送`.
    public let id: String

    /// What must be done within the limit, in plain words.
    public let title: String

    /// Days, at least 1.
    public let length: Int

    public let unit: DayUnit

    /// The event that starts it, in the words of the article: `收到信访事项之日`.
    public let startsOn: String

    public let party: Party

    /// Whether it is a right that may be used until then (异议, 复查), not a duty: when the date has passed unused the
    /// clock is closed, and nobody is overdue.
    public let isWindow: Bool

    public let basis: Basis

    public let counting: Counting

    /// Nil when it may not be extended.
    public let `extension`: Extension?

    /// Reasons for which days are not counted (`听证`); empty when nothing stops the clock.
    public let excludes: [String]

    /// From how many days before the nominal date on staff are reminded.
    public let remindDays: Int

    /// Whether petitioners are shown this clock.
    public let petitionerMaySee: Bool

    /// The instrument it belongs to: `信访工作条例`.
    public let regime: String

    /// Version of the file it comes from.
    public let version: String

    /// Whether clocks may start by it.
    public let isEnabled: Bool

    /// Whether the wording was checked against the text of the instrument.
    public let isVerified: Bool

    /// The act that starts a clock by this rule in every case, beside those that the program starts itself
    /// (``RuleID``): one of ``acts``; nil for none.
    public let begins: String?

    /// The acts that meet it, among ``acts``.
    public let ends: [String]

    /// Steps of a case that a rule may name: every act that a person does, and 登记.
    public static let acts = CaseRule.rows.filter { $0.who != .desk || $0.act == .register }.map(\.act.rawValue)

    public init(
        id: String, title: String, length: Int, unit: DayUnit, startsOn: String, party: Party = .organ,
        isWindow: Bool = false, basis: Basis, counting: Counting = Counting(), extension: Extension? = nil,
        excludes: [String] = [], remindDays: Int = 3,
        petitionerMaySee: Bool = false, regime: String, version: String, isEnabled: Bool = true,
        isVerified: Bool = true, begins: String? = nil, ends: [String] = []
    ) {
        self.id = id
        self.title = title
        self.length = length
        self.unit = unit
        self.startsOn = startsOn
        self.party = party
        self.isWindow = isWindow
        self.basis = basis
        self.counting = counting
        self.extension = `extension`
        self.excludes = excludes
        self.remindDays = remindDays
        self.petitionerMaySee = petitionerMaySee
        self.regime = regime
        self.version = version
        self.isEnabled = isEnabled
        self.isVerified = isVerified
        self.begins = begins
        self.ends = ends
    }

    /// The same rule, in force: what an office switches on. A rule that nobody has verified stays off.
    public func enabled() -> DeadlineRule {
        DeadlineRule(
            id: id, title: title, length: length, unit: unit, startsOn: startsOn, party: party, isWindow: isWindow,
            basis: basis, counting: counting, extension: `extension`, excludes: excludes, remindDays: remindDays,
            petitionerMaySee: petitionerMaySee, regime: regime, version: version, isEnabled: isVerified,
            isVerified: isVerified, begins: begins, ends: ends)
    }
}
