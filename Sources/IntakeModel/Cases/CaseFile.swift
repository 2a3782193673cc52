// SPDX-License-Identifier: Apache-2.0

/// A case as its ledger tells it: a pure fold over ``CaseRecord/events``. Nothing in it is decided here; what may be
/// entered next is for ``CaseAct`` to say.
///
/// The fold is total. An entry that does not fit (an old one, or a petitioner's 撤回 that crossed the closing) is kept as
/// a fact and moves nothing.
public struct CaseFile: Sendable, Hashable {
    // MARK: As registered, and as corrected since

    public internal(set) var number = ""
    public internal(set) var purpose = Purpose.relief
    public internal(set) var channel = ""
    public internal(set) var respondent: String?
    public internal(set) var identified = false
    public internal(set) var isAnonymous = false
    /// How many bring the matter, at least 1.
    public internal(set) var people = 1
    /// The day the matter was received: of filing, or the real one of an imported case.
    public internal(set) var receivedOn = CivilDate(daysSince1970: 0)
    public internal(set) var corrections: [String: String] = [:]
    public internal(set) var importedFrom: String?

    // MARK: Where it stands

    public internal(set) var stage = CaseStage.registered
    /// The day of the step that led here.
    public internal(set) var stageOn = CivilDate(daysSince1970: 0)
    public internal(set) var way: HandlingWay?
    public internal(set) var acceptedOn: CivilDate?
    /// Entries in the ledger: what `version` means for a case.
    public internal(set) var version = 0

    // MARK: Who answers for it

    public internal(set) var firstContact = ""
    /// 承办单位; the lead where several work on it.
    public internal(set) var unit = ""
    /// 承办人, by badge or name; empty while only the unit is known.
    public internal(set) var officer = ""
    public internal(set) var coUnits: [String] = []
    /// Those before a transfer that was not agreed to yet.
    public internal(set) var before: Holder?
    /// Who raised the 异议 that is open.
    public internal(set) var objector: String?
    public internal(set) var transfers = 0
    /// Times it came back from a unit that was not competent.
    public internal(set) var bounces = 0
    /// The date set with 交办, or with 分办.
    public internal(set) var setDue: CivilDate?

    // MARK: Handling

    public internal(set) var notifiedOn: CivilDate?
    public internal(set) var extensionDays = 0
    public internal(set) var extensionUntold = false
    public internal(set) var reminders = 0
    public internal(set) var supervisions: [CivilDate] = []
    public internal(set) var meetings = 0
    public internal(set) var noMeeting: String?
    public internal(set) var deferral: Deferral?
    /// The last day on which an officer did something for the matter; a note is none.
    public internal(set) var tendedOn = CivilDate(daysSince1970: 0)
    /// The day that 跟进 set; nil once a step of the case came after it.
    public internal(set) var trackedOn: CivilDate?
    public internal(set) var reply: Opinion?
    public internal(set) var review: Opinion?
    public internal(set) var recheck: Opinion?
    /// Whether the reply that stands was not yet asked to be looked at again; the same of the review.
    public internal(set) var reviewLeft = false
    public internal(set) var recheckLeft = false
    public internal(set) var mediations = 0
    /// Documents that reached the petitioner, with the day; kept also when they were refused.
    public internal(set) var deliveries: [CasePaper: CivilDate] = [:]

    // MARK: Closing

    public internal(set) var report: Report?
    /// A note for each standard, once examined.
    public internal(set) var standards: [CaseStandard: String] = [:]
    public internal(set) var examiner: String?
    public internal(set) var signers: [String] = []
    public internal(set) var opinion: String?
    /// How many claims the reply answers, at least 1.
    public internal(set) var claims = 1
    /// Which of the 四个到位 were done, by claim, from 1; several may be for one.
    public internal(set) var settlements: [Int: [Settlement]] = [:]
    public internal(set) var sentBack = 0
    public internal(set) var closedOn: CivilDate?
    public internal(set) var reopened = 0

    // MARK: The petitioner's voice, and other cases

    public internal(set) var urged = 0
    /// Which of those who share the matter took back their part, from 1: the one who talked is the first.
    public internal(set) var withdrawals: Set<Int> = []
    public internal(set) var supplements = 0
    public internal(set) var rateOffice: String?
    public internal(set) var rateUnit: String?
    public internal(set) var followUps = 0
    public internal(set) var links: Set<Link> = []
    /// Positions of entries that are shown to nobody, from 1.
    public internal(set) var redacted: Set<Int> = []
    /// Positions of entries that count no more, from 1.
    public internal(set) var voided: Set<Int> = []
    /// The leader who took it on themselves; nil while nobody did.
    public internal(set) var sponsor: String?
    public internal(set) var consultations = 0
    public internal(set) var briefs = 0
    public internal(set) var proposals = 0
    public internal(set) var directions = 0
    /// Units asked why the petitioner came past them.
    public internal(set) var questions = 0
    /// How often the query code was given anew, by person, from 1; those who have their first code are not in it.
    public internal(set) var recodings: [Int: Int] = [:]

    /// Who had a case.
    public struct Holder: Sendable, Hashable {
        public var unit: String
        public var officer: String
    }

    public struct Deferral: Sendable, Hashable {
        public var reason: String
        public var recheckOn: CivilDate
        /// The stage it goes back to.
        public var from: CaseStage
    }

    public struct Opinion: Sendable, Hashable {
        public var outcome: String
        public var document: String
        public var on: CivilDate
    }

    public struct Report: Sendable, Hashable {
        public var on: CivilDate
        public var by: String?
        /// The stage it goes back to when it is not good enough.
        public var from: CaseStage
    }

    public struct Settlement: Sendable, Hashable {
        public var measure: String
        public var evidence: String
    }

    public struct Link: Sendable, Hashable, Comparable {
        public var relation: String
        public var number: String

        public init(relation: String, number: String) {
            self.relation = relation
            self.number = number
        }

        public static func < (a: Link, b: Link) -> Bool { (a.relation, a.number) < (b.relation, b.number) }
    }

    /// Folds the whole ledger.
    public init(_ record: CaseRecord) {
        number = record.number
        purpose = record.claim.purpose
        channel = record.channel
        respondent = record.claim.respondent
        identified = record.claim.identified
        isAnonymous = record.claim.naming == .anonymous
        people = max(1, record.claim.people)
        receivedOn = CivilDate(record.filedAt)
        stageOn = receivedOn
        tendedOn = receivedOn
        firstContact = record.firstContact
        unit = record.unit
        officer = record.officer
        let void = record.void
        for (index, event) in record.events.enumerated() {
            if void.contains(index + 1) { version += 1 } else { apply(event) }
        }
    }

    /// Goes on from a snapshot of the same case; from the start, where the snapshot is none of this ledger, or where a
    /// later entry takes back what it holds.
    public init(_ record: CaseRecord, after snapshot: CaseFile?) {
        guard let snapshot, snapshot.number == record.number, snapshot.version <= record.events.count,
            !record.events.dropFirst(snapshot.version).contains(where: { $0.kind == .voided })
        else {
            self.init(record)
            return
        }
        self = snapshot
        for event in record.events.dropFirst(snapshot.version) { apply(event) }
    }

    /// Nothing yet; what a stored form is read into.
    init() {}

    /// Who did the step that another has to judge.
    var lastHand: String? { stage == .reported ? report?.by : objector }

    /// Whether art. 31 rules the matter: 申诉 and 求决.
    public var isOfArticle31: Bool { purpose == .appeal || purpose == .relief }
}

/// A document that is delivered. The raw values are what officers tick, and are stored.
public enum CasePaper: String, Sendable, Hashable, CaseIterable {
    case notice = "告知书"
    case opinion = "处理意见书"
    case review = "复查意见书"
    case recheck = "复核意见书"
    case other = "其他文书"
}

/// 四个标准 of a closing.
public enum CaseStandard: String, Sendable, Hashable, CaseIterable {
    case facts = "事实清楚"
    case character = "定性准确"
    case handling = "处理恰当"
    case formalities = "手续完备"

    public var field: CaseField {
        switch self {
        case .facts: .facts
        case .character: .character
        case .handling: .handling
        case .formalities: .formalities
        }
    }
}
