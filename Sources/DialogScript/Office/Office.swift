// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// The office as `office.yaml` describes it.
public struct Office: Sendable, Hashable {
    /// A unit that matters go to.
    public struct Unit: Sendable, Hashable {
        public let id: String
        public let name: String
        public let phone: String?
        public let address: String?
        public let hours: String?
        /// Badge or name of the one who takes matters in there.
        public let officer: String?
        /// Further names people use for it; a claim about it never goes to it.
        public let aliases: [String]
        /// Id of the unit above it, which takes claims about it.
        public let above: String?
    }

    /// One turn of duty.
    public struct Duty: Sendable, Hashable {
        public let badge: String
        public let days: Set<Weekday>
        /// First minute and the one after the last, of the day.
        public let minutes: Range<Int>
    }

    public let name: String
    /// It decides which clocks run.
    public let kind: OfficeKind
    /// 县, 市, 省 …
    public let level: String
    public let region: String
    public let address: String
    public let phone: String
    public let hours: String
    public let units: [Unit]
    /// Id of the unit that takes what no rule places.
    public let fallback: String
    public let roster: [Duty]
    /// Badge when nobody is on the roster.
    public let reserve: String
    public let kiosks: [String]
    /// Whom the office reminds of dates, and when.
    public let reminders: ReminderPlan
    /// Regimes of `rules/` that are in force here beside those that their own files enable.
    public let regimes: [String]
    /// How officers let petitioners call them, by badge.
    public let called: [String: String]
    /// Signatures that a closing needs beside the examination, 0 (the default) to 2.
    public let signatures: Int
    /// What a closing needs beyond that.
    public let sponsor: ClosingPolicy.Scope
    public let consultation: ClosingPolicy.Scope
    public let againMonths: Int
    /// How papers are numbered, and where reviews are asked for.
    public let papers: OfficePapers
    /// 百分制 of the units, as notices print it.
    public let score: ScorePlan
    /// What officers say often, to be chosen instead of typed.
    public let phrases: [String]
    private let unitIndex: [String: Int]

    public init(
        name: String, kind: OfficeKind, level: String, region: String, address: String, phone: String, hours: String,
        units: [Unit], fallback: String, roster: [Duty], reserve: String, kiosks: [String],
        reminders: ReminderPlan = .none, regimes: [String] = [],
        signatures: Int = 0, called: [String: String] = [:],
        sponsor: ClosingPolicy.Scope = .none, consultation: ClosingPolicy.Scope = .none, againMonths: Int = 6,
        papers: OfficePapers = .usual, score: ScorePlan = .none, phrases: [String] = []
    ) {
        self.name = name
        self.kind = kind
        self.level = level
        self.region = region
        self.address = address
        self.phone = phone
        self.hours = hours
        self.units = units
        self.fallback = fallback
        self.roster = roster
        self.reserve = reserve
        self.kiosks = kiosks
        self.reminders = reminders
        self.regimes = regimes
        self.signatures = signatures
        self.called = called
        self.sponsor = sponsor
        self.consultation = consultation
        self.againMonths = againMonths
        self.papers = papers
        self.score = score
        self.phrases = phrases
        var index: [String: Int] = [:]
        for (position, unit) in units.enumerated() where index[unit.id] == nil { index[unit.id] = position }
        for (position, unit) in units.enumerated() where index[unit.name] == nil { index[unit.name] = position }
        for (position, unit) in units.enumerated() {
            for alias in unit.aliases where index[alias] == nil { index[alias] = position }
        }
        unitIndex = index
    }

    /// The unit with this id, name or alias; ids first.
    public func unit(_ name: String) -> Unit? { unitIndex[name].map { units[$0] } }

    public var fallbackUnit: Unit? { unit(fallback) }

    /// Whether a badge is one of those who sit here: on the roster, or the reserve.
    public func duty(has badge: String) -> Bool {
        !badge.isEmpty && (badge == reserve || roster.contains { $0.badge == badge })
    }

    /// Badge of the officer on duty, by the roster; the reserve when nobody is.
    public func dutyBadge(at now: Timestamp) -> String {
        let day = CivilDate(now).weekday
        let time = now.timeOfDay
        let minute = time.hour * 60 + time.minute
        return roster.first { $0.days.contains(day) && $0.minutes.contains(minute) }?.badge ?? reserve
    }

    /// Label of the kiosk at this position; nil past the end.
    public func kioskLabel(_ index: Int) -> String? { kiosks.indices.contains(index) ? kiosks[index] : nil }

    /// What a placeholder such as `office.name`, `phone.劳动监察` stands for; nil when there is no such thing.
    public func text(of placeholder: String) -> String? {
        guard let dot = placeholder.firstIndex(of: ".") else { return nil }
        let field = placeholder[..<dot]
        let whose = String(placeholder[placeholder.index(after: dot)...])
        if field == "office" {
            switch whose {
            case "name": return name
            case "phone": return phone
            case "address": return address
            case "hours": return hours
            case "region": return region
            default: return nil
            }
        }
        guard let unit = unit(whose) else { return nil }
        switch field {
        case "name": return unit.name
        case "phone": return unit.phone
        case "address": return unit.address
        case "hours": return unit.hours
        default: return nil
        }
    }

    /// Whether a placeholder names a fact that the office could give and has not: a field of one of its units.
    func lacks(_ placeholder: String) -> Bool {
        guard text(of: placeholder) == nil, let dot = placeholder.firstIndex(of: ".") else { return false }
        return Self.unitFields.contains(String(placeholder[..<dot]))
            && unit(String(placeholder[placeholder.index(after: dot)...])) != nil
    }

    private static let unitFields = ["name", "phone", "address", "hours"]

    /// Every placeholder that `text(of:)` knows, for suggestions.
    public var placeholders: [String] {
        ["office.name", "office.phone", "office.address", "office.hours", "office.region"]
            + units.flatMap { unit in
                ["name", "phone", "address", "hours"].map { "\($0).\(unit.id)" }.filter { text(of: $0) != nil }
            }
    }
}
