// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What a turn comes to at its commit: the same pure computation in every store, called inside the transaction.
public struct Settlement: Sendable {
    /// A case as it is filed.
    public struct Filed: Sendable, Hashable {
        public var record: CaseRecord
        /// The earliest nominal date of the clocks that filing starts.
        public var due: CivilDate?
        /// People with a slip of their own: 1 for the one who talks.
        public var people: Int
        /// The clocks that filing starts.
        public var clocks: [OpenClock]
        /// When they are to be looked at first; past where a stage is reached already.
        public var look: Timestamp
    }

    /// A case that a turn acts on: where it was filed, and in which lane that is.
    public struct CaseLink: Sendable, Hashable {
        public var number: String
        public var conversation: ConversationID
        public var lane: Lane
        /// Entries in its ledger.
        public var version: Int

        public init(number: String, conversation: ConversationID, lane: Lane, version: Int) {
            self.number = number
            self.conversation = conversation
            self.lane = lane
            self.version = version
        }
    }

    /// An entry for the ledger of a case that was there before.
    public struct Entry: Sendable, Hashable {
        public var link: CaseLink
        public var event: CaseEvent
    }

    /// An event with the conversation whose lane decides who sees it.
    public struct Placed: Sendable, Hashable {
        public var event: DeskEvent
        public var conversation: ConversationID
    }

    public struct Identity: Sendable, Hashable {
        public var field: IdentityField
        public var value: String
    }

    /// A document that goes out with the turn.
    public struct Document: Sendable, Hashable {
        public var link: CaseLink
        /// Its running number in its series and year.
        public var running: Int
        public var document: IssuedDocument
    }

    public struct Answer: Sendable, Hashable {
        public var id: String
        public var resolved: Bool?
    }

    /// An act for the audit trail.
    public struct Audit: Sendable, Hashable {
        public var badge: String
        public var act: String
        public var subject: String
        public var reason: String

        public init(badge: String, act: String, subject: String, reason: String) {
            self.badge = badge
            self.act = act
            self.subject = subject
            self.reason = reason
        }
    }

    public var record: JournalRecord
    public var filed: [Filed] = []
    public var entries: [Entry] = []
    public var events: [Placed] = []
    public var identity: [Identity] = []
    public var answers: [Answer] = []
    public var audits: [Audit] = []
    public var documents: [Document] = []
    /// The data key moves to the key of the sealed lane.
    public var seals = false
    /// The data key is destroyed; the turn itself is kept under a new one.
    public var erases = false
    /// The conversation goes on on another version of the dialogs.
    public var moves = false
    /// Something changed that is kept with the conversation alone: not its version, its cases or its dialogs, which
    /// stand elsewhere (`filed`, `moves`).
    public var changesHead = false

    /// Settles an admitted turn and moves `head` on.
    ///
    /// - Parameters:
    ///   - head: the conversation before the turn (a new head when it opens); after it on return.
    ///   - opened: the turn opens the conversation on a leg that had an earlier one.
    ///   - link: looks up a case that the turn acts on.
    ///   - allocate: gives the next receipt number of a day.
    ///   - next: gives the next running number of a series of documents; asked only for what is then kept.
    /// - Returns: nil and the refusal, when the turn acts on a case that is not there; `head` is then unchanged.
    public static func settle(
        _ turn: Turn, head: inout ConversationHead, opened: Bool, at: Timestamp, policy: FilingPolicy,
        link: (String) throws(StoreError) -> CaseLink?, allocate: (CivilDate) throws(StoreError) -> String,
        next: (DocumentSeries) throws(StoreError) -> Int
    ) throws(StoreError) -> Result<Settlement, Refused> {
        if turn.changes.isEmpty, turn.owner == head.owner, turn.ended == head.ended, turn.owner != .queue {
            let settlement = Settlement(
                record: JournalRecord(
                    source: turn.source, opened: opened, resumed: turn.resumes, input: turn.input,
                    messages: filled(turn.messages, [], head.cases, at),
                    expect: turn.expect, owner: turn.owner, cases: head.cases, ended: turn.ended, state: turn.state))
            head.version += 1
            return .success(settlement)
        }
        var settling = Settling(turn: turn, head: head, at: at, policy: policy)
        if let refusal = try settling.lookUp(link) { return .failure(Refused(refusal)) }
        try settling.run(allocate, next)
        head = settling.head
        head.version += 1
        return .success(settling.finish(opened: opened))
    }

    /// A refusal as an error, for `Result`.
    public struct Refused: Error, Sendable, Hashable {
        public var refusal: TurnRefusal

        init(_ refusal: TurnRefusal) { self.refusal = refusal }
    }

    /// Fills what is known at commit; code, draft number and identity stay holes.
    static func filled(_ messages: [Message], _ filed: [Filing], _ earlier: [String], _ at: Timestamp) -> [Message] {
        guard !filed.isEmpty || !earlier.isEmpty else { return messages }
        let day = CivilDate(at)
        func value(_ hole: Hole) -> String? {
            switch hole {
            case .number(let n):
                filed.indices.contains(n)
                    ? filed[n].number : filed.isEmpty && earlier.indices.contains(n) ? earlier[n] : nil
            case .due(let n): filed.indices.contains(n) ? filed[n].due?.chinese(near: day) : nil
            case .unit(let n): filed.indices.contains(n) ? filed[n].placement.unit : nil
            case .firstContact: filed.first?.placement.firstContact
            case .filedOn: filed.isEmpty ? nil : day.chinese()
            case .draftNumber, .code, .identity: nil
            }
        }
        func fill(_ text: String) -> String { Hole.fill(text, value) }
        return messages.map { message in
            var message = message
            message.text = fill(message.text)
            switch message.kind {
            case .menu(let options):
                message.kind = .menu(options.map { .init(key: $0.key, text: fill($0.text)) })
            case .review(let items):
                message.kind = .review(items.map { .init(key: $0.key, label: fill($0.label), value: fill($0.value)) })
            case .answer(let id, let basis):
                message.kind = .answer(id: id, basis: fill(basis))
            case .receipt(var receipt):
                if filed.indices.contains(receipt.claim) {
                    let filing = filed[receipt.claim]
                    receipt.number = filing.number
                    receipt.unit = filing.placement.unit
                    receipt.firstContact = filing.placement.firstContact
                    receipt.clocks = filing.clocks
                }
                message.kind = .receipt(receipt)
            case .text, .draft, .notice, .officer: break
            }
            return message
        }
    }

    /// What filing one claim gave.
    struct Filing {
        var number: String
        var placement: FilingPolicy.Placement
        var clocks: [ClockNote]
        /// When those are to be looked at first.
        var look: Timestamp
        var due: CivilDate? { clocks.map(\.nominalDue).min() }
    }
}
