// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What a journal row holds under the conversation's key: the settled turn and the dialog's state after it. Ids, `seq`
/// and time stand beside it in clear.
public struct JournalRecord: Sendable, Hashable {
    public var source: Turn.Source
    public var opened: Bool
    public var resumed: Bool
    public var input: String?
    public var messages: [Message]
    public var expect: Expectation
    public var owner: Owner
    public var cases: [String]
    public var ended: Bool
    public var state: [UInt8]
    public var ledger: [CaseDecision.Place]

    public init(
        source: Turn.Source, opened: Bool, resumed: Bool = false, input: String?, messages: [Message],
        expect: Expectation, owner: Owner,
        cases: [String], ended: Bool, state: [UInt8], ledger: [CaseDecision.Place] = []
    ) {
        self.source = source
        self.opened = opened
        self.resumed = resumed
        self.input = input
        self.messages = messages
        self.expect = expect
        self.owner = owner
        self.cases = cases
        self.ended = ended
        self.state = state
        self.ledger = ledger
    }

    private static let format: UInt8 = 1

    /// The compact form (`ByteWriter`), beginning with its format version.
    public func encoded() -> [UInt8] {
        var size = state.count + (input?.utf8.count ?? 0) + 48
        for message in messages { size += message.text.utf8.count + 24 }
        var writer = ByteWriter(reserving: size)
        writer.byte(Self.format)
        writer.byte(
            (opened ? 1 : 0) | (ended ? 2 : 0) | (input != nil ? 4 : 0) | (expect.secret ? 8 : 0)
                | (expect.patient ? 16 : 0) | (resumed ? 32 : 0) | (ledger.isEmpty ? 0 : 64))
        writer.byte(expect.kind.code)
        switch source {
        case .petitioner: writer.byte(0)
        case .desk: writer.byte(1)
        case .officer(let badge):
            writer.byte(2)
            writer.string(badge)
        }
        switch owner {
        case .bot: writer.byte(0)
        case .queue: writer.byte(1)
        case .officer(let badge):
            writer.byte(2)
            writer.string(badge)
        }
        if let input { writer.string(input) }
        writer.unsigned(UInt64(messages.count))
        for message in messages { writer.message(message) }
        writer.unsigned(UInt64(cases.count))
        for number in cases { writer.string(number) }
        writer.blob(state)
        if !ledger.isEmpty {
            writer.array(ledger) { writer, place in
                writer.string(place.number)
                writer.int(place.version)
            }
        }
        return writer.bytes
    }

    /// - Throws: `StoredFormatError` for anything that ``encoded()`` does not write.
    public init(decoding bytes: [UInt8]) throws(StoredFormatError) {
        var reader = ByteReader(bytes)
        guard try reader.byte() == Self.format else { throw StoredFormatError("journal record of a newer format") }
        let flags = try reader.byte()
        guard flags < 128 else { throw StoredFormatError("journal record with unknown flags") }
        opened = flags & 1 != 0
        ended = flags & 2 != 0
        resumed = flags & 32 != 0
        expect = Expectation(
            try Expectation.Kind(code: reader.byte()), secret: flags & 8 != 0, patient: flags & 16 != 0)
        switch try reader.byte() {
        case 0: source = .petitioner
        case 1: source = .desk
        case 2: source = .officer(badge: try reader.string())
        default: throw StoredFormatError("unknown source")
        }
        switch try reader.byte() {
        case 0: owner = .bot
        case 1: owner = .queue
        case 2: owner = .officer(badge: try reader.string())
        default: throw StoredFormatError("unknown owner")
        }
        input = flags & 4 != 0 ? try reader.string() : nil
        messages = try reader.array { reader throws(StoredFormatError) in try reader.message() }
        cases = try reader.array { reader throws(StoredFormatError) in try reader.string() }
        state = try reader.blob()
        ledger =
            flags & 64 == 0
            ? []
            : try reader.array { reader throws(StoredFormatError) in
                CaseDecision.Place(number: try reader.string(), version: try reader.int())
            }
        guard reader.isAtEnd else { throw StoredFormatError("journal record too long") }
    }

    /// The turn as it is sent and shown.
    ///
    /// - Parameter key: the message id in the scope of the turn's own leg; nil for any other scope.
    public func turn(
        journal: Int64, conversation: ConversationID, version: Int64, leg: LegID?, seq: Int64, isPush: Bool,
        at: Timestamp, key: String?
    ) -> StoredTurn {
        StoredTurn(
            journal: journal, conversation: conversation, version: version, leg: leg, seq: seq, isPush: isPush, at: at,
            source: source, key: key, opened: opened, resumed: resumed, input: input, messages: messages,
            expect: expect, owner: owner,
            cases: cases, ended: ended, ledger: ledger)
    }
}

extension Expectation.Kind {
    fileprivate var code: UInt8 {
        switch self {
        case .text: 0
        case .choice: 1
        case .confirm: 2
        case .phone: 3
        case .date: 4
        case .idNumber: 5
        case .number: 6
        case .amount: 7
        case .place: 8
        case .name: 9
        case .none: 10
        }
    }

    fileprivate init(code: UInt8) throws(StoredFormatError) {
        guard let kind = Self.allCases.first(where: { $0.code == code }) else {
            throw StoredFormatError("unknown expectation")
        }
        self = kind
    }
}
