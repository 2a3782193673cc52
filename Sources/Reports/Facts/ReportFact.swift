// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What reports know of a case at the end of a day: no texts, no names, only what is counted.
///
/// Folded from the entries that had been made by then, so that the same day gives the same facts for ever. An act that was
/// entered later with an earlier date changes no report of before.
public struct ReportFact: Sendable, Hashable {
    /// A duty of the office that runs or ran on the case.
    public struct Clock: Sendable, Hashable {
        public enum End: Sendable, Hashable {
            case running, overdue, met, late
            /// Stopped without being done: withdrawn, given back.
            case closed
        }

        /// Rule id.
        public let rule: String
        public let effectiveDue: CivilDate
        public let end: End
    }

    public struct Act: Sendable, Hashable {
        public let kind: CaseEvent.Kind
        public let on: CivilDate
    }

    public struct Rating: Sendable, Hashable {
        public let isOfUnit: Bool
        /// 满意, 基本满意, 不满意.
        public let word: String
        public let on: CivilDate
    }

    public struct FollowUp: Sendable, Hashable {
        public let result: String
        public let on: CivilDate
    }

    public let number: String
    public let isSealed: Bool
    public let purpose: Purpose
    /// First level of 内容分类.
    public let topic: String
    /// With the second level, where it is known: `城乡建设_物业`.
    public let fullTopic: String
    public let channel: String
    public let unit: String
    public let region: String
    /// The day the matter was received: for an imported case the real one.
    public let receivedOn: CivilDate
    public let stage: CaseStage
    public let acceptedOn: CivilDate?
    public let notifiedOn: CivilDate?
    public let forwardedOn: CivilDate?
    public let repliedOn: CivilDate?
    public let closedOn: CivilDate?
    public let isRepeat: Bool
    public let extensionDays: Int
    public let clocks: [Clock]
    public let acts: [Act]
    public let ratings: [Rating]
    public let followUps: [FollowUp]

    /// - Returns: nil when the case was not there yet at the end of `asOf`.
    public init?(_ record: CaseRecord, asOf: CivilDate, basis: ReportBasis) {
        guard CivilDate(record.filedAt) <= asOf else { return nil }
        var known = record
        known.events.removeAll { CivilDate($0.at) > asOf }
        known.verdicts = []
        let file = CaseFile(known)
        number = record.number
        isSealed = record.lane == .sealed
        purpose = file.purpose
        let topic = Topic(
            rawValue: file.corrections[CaseCorrection.topic.rawValue]
                ?? Topic(level1: record.claim.topic, level2: record.claim.subtopic).rawValue)
        self.topic = topic.flatMap { $0.level1.isEmpty ? nil : $0.level1 } ?? ReportDimension.unnamed
        fullTopic = topic?.rawValue ?? ReportDimension.unnamed
        channel = file.channel.isEmpty ? ReportDimension.unnamed : file.channel
        unit = file.unit.isEmpty ? ReportDimension.unnamed : file.unit
        region = basis.region(of: file.corrections[CaseCorrection.place.rawValue] ?? record.claim.place)
        receivedOn = file.receivedOn
        stage = file.stage
        acceptedOn = file.acceptedOn
        notifiedOn = [file.notifiedOn, file.deliveries[.notice]].compactMap { $0 }.min()
        forwardedOn = known.events.lazy.filter { $0.kind == .forwarded || $0.kind == .entrusted }.map(\.day).min()
        repliedOn = file.reply?.on
        closedOn = file.stage == .concluded || file.stage == .archived ? file.closedOn : nil
        isRepeat = file.links.contains { $0.relation == CaseAct.repeatRelation }
        extensionDays = file.extensionDays
        clocks = Self.clocks(of: known, verdicts: record.verdicts, asOf: asOf, basis)
        var acts: [Act] = []
        var ratings: [Rating] = []
        var followUps: [FollowUp] = []
        for event in known.events {
            acts.append(Act(kind: event.kind, on: event.day))
            switch event.kind {
            case .rated: ratings += Self.ratings(event)
            case .followedUp:
                followUps.append(FollowUp(result: event.fields[.result] ?? "", on: event.day))
            default: break
            }
        }
        self.acts = acts
        self.ratings = ratings
        self.followUps = followUps
    }

    private static func ratings(_ event: CaseEvent) -> [Rating] {
        var found: [Rating] = []
        // At the kiosk one word is said, of the office.
        let office = event.fields[.rateOffice] ?? (event.fields.isEmpty ? event.text : "")
        for (word, isOfUnit) in [(office, false), (event.fields[.rateUnit] ?? "", true)]
        where words.contains(word) {
            found.append(Rating(isOfUnit: isOfUnit, word: word, on: event.day))
        }
        return found
    }

    static let content: Set<String> = ["满意", "基本满意"]
    static let words: Set<String> = content.union(["不满意"])

    private static func clocks(
        of known: CaseRecord, verdicts: [ClockVerdict], asOf: CivilDate, _ basis: ReportBasis
    ) -> [Clock] {
        CaseClocks.ledgers(of: known, office: basis.office, rules: basis.rules).compactMap { name, ledger in
            guard let rule = basis.rules[name], rule.party == .organ, !rule.isWindow,
                let state = try? ledger.state(rule: rule, calendar: basis.calendar, asOf: asOf)
            else { return nil }
            // What was frozen stays, if it was this end that was frozen.
            let frozen = verdicts.first { $0.rule == name && $0.from == state.from && $0.on == state.verdict?.on }
            guard let due = (frozen ?? state.verdict)?.effectiveDue ?? state.effectiveDue else { return nil }
            let end: Clock.End =
                switch (frozen?.outcome ?? state.verdict?.outcome, state.status) {
                case (.met, _): .met
                case (.late, _): .late
                case (.closed, _), (nil, .closed): .closed
                case (nil, .overdue): .overdue
                case (nil, _): .running
                }
            return Clock(rule: name, effectiveDue: due, end: end)
        }
    }

    /// The group of the case by one dimension.
    public func group(_ dimension: ReportDimension) -> String {
        switch dimension {
        case .unit: unit
        case .topic: topic
        case .channel: channel
        case .region: region
        case .purpose: purpose.rawValue
        }
    }

    public var isOverdue: Bool { clocks.contains { $0.end == .overdue } }
}
