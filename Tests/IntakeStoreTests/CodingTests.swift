// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import IntakeStore

/// Every stored form comes back as it was, and nothing damaged is read as something else or traps.
@Suite struct CodingTests {
    static let day = CivilDate(daysSince1970: 20_779)
    static let messages: [Message] = [
        Message(.text, "一句话"), Message(.menu([.init(key: "1", text: "是"), .init(key: "", text: "")]), "1. 是"),
        Message(.answer(id: "a1", basis: "第三条"), "答"), Message(.draft, Hole.code(0).marker), Message(.notice, ""),
        Message(.review([.init(key: "name", label: "姓名", value: Hole.identity(.name).marker)]), "核对"),
        Message(.officer(badge: "012"), "您好"),
        Message(
            .receipt(
                .init(
                    claim: 2, person: 3, number: "XF202611220000011", unit: "办信科", firstContact: "012",
                    clocks: [
                        ClockNote(
                            rule: "转送", from: day, nominalDue: day.adding(days: 15),
                            effectiveDue: day.adding(days: 17), provisional: true, article: "第二十二条")
                    ])), "回执"),
    ]
    static let records: [JournalRecord] = {
        var all: [JournalRecord] = []
        let sources: [Turn.Source] = [.petitioner, .desk, .officer(badge: "012")]
        let owners: [Owner] = [.bot, .queue, .officer(badge: "𠮷")]
        for kind in Expectation.Kind.allCases {
            for index in 0..<6 {
                all.append(
                    JournalRecord(
                        source: sources[index % 3], opened: index % 2 == 0, input: index < 3 ? nil : "话\(index)",
                        messages: Array(messages.prefix(index + 3)),
                        expect: Expectation(kind, secret: index % 2 == 1, patient: index > 2),
                        owner: owners[(index + 1) % 3], cases: index < 2 ? [] : ["XF1", "XF2"], ended: index == 5,
                        state: Array(repeating: UInt8(index), count: index * 40),
                        ledger: index < 4
                            ? [] : [.init(number: "XF1", version: index), .init(number: "XF2", version: 300)]
                    ))
            }
        }
        return all
    }()

    @Test func journalRecordsComeBack() throws {
        for record in Self.records { #expect(try JournalRecord(decoding: record.encoded()) == record) }
    }

    @Test func aCutRecordIsAnError() throws {
        let bytes = try #require(Self.records.last).encoded()
        for length in 0..<bytes.count {
            #expect(throws: StoredFormatError.self) { try JournalRecord(decoding: Array(bytes[..<length])) }
        }
        #expect(throws: StoredFormatError.self) { try JournalRecord(decoding: bytes + [0]) }
        #expect(throws: StoredFormatError.self) { try JournalRecord(decoding: [2] + bytes.dropFirst()) }
    }

    @Test func damagedRecordsNeverTrap() {
        var random = SplitMix(seed: 20_261_122)
        for record in Self.records {
            var bytes = record.encoded()
            for _ in 0..<20 {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
                _ = try? JournalRecord(decoding: bytes)
                _ = try? StoredForms.fields(bytes)
                _ = try? StoredForms.texts(bytes)
            }
        }
    }

    /// The form of the first day, byte for byte: a later program has to read it.
    @Test func theFirstFormatIsStillRead() throws {
        let record = JournalRecord(
            source: .officer(badge: "012"), opened: true, input: "是", messages: [Message(.text, "好")],
            expect: Expectation(.confirm, secret: true), owner: .queue, cases: ["XF1"], ended: false, state: [7])
        let bytes: [UInt8] =
            [1, 13, 2, 2, 3, 0x30, 0x31, 0x32, 1, 3, 0xE6, 0x98, 0xAF, 1, 0, 3, 0xE5, 0xA5, 0xBD]
            + [1, 3, 0x58, 0x46, 0x31, 1, 7]
        #expect(record.encoded() == bytes)
        #expect(try JournalRecord(decoding: bytes) == record)
    }

    @Test(arguments: Purpose.allCases) func claimsComeBack(_ purpose: Purpose) throws {
        for naming in [ClaimDraft.Naming.named, .confidential, .anonymous] {
            let full = ClaimDraft(
                purpose: purpose, topic: "城乡建设", subtopic: "住房", particulars: [.init(key: "k", label: "事", text: "话")],
                respondent: "某局", place: "某路", people: 31, naming: naming, identified: true, flags: ["a", "b"],
                unit: "科", officer: "021")
            for claim in [full, ClaimDraft(purpose: purpose, topic: "", naming: naming)] {
                let record = CaseRecord(
                    number: "XF1", conversation: ConversationID(3), lane: .sealed, channel: "走访",
                    filedAt: Timestamp(milliseconds: 5), claim: claim, unit: "科", officer: "021", firstContact: "012",
                    events: [CaseEvent(.filed, at: Timestamp(milliseconds: 5))])
                let bytes = StoredForms.encode(record)
                let read = try StoredForms.caseRecord(
                    bytes, number: "XF1", conversation: ConversationID(3), lane: .sealed,
                    filedAt: Timestamp(milliseconds: 5), events: record.events)
                #expect(read == record)
                for length in 0..<bytes.count {
                    #expect(throws: StoredFormatError.self) {
                        try StoredForms.caseRecord(
                            Array(bytes[..<length]), number: "", conversation: ConversationID(3), lane: .general,
                            filedAt: Timestamp(milliseconds: 0), events: [])
                    }
                }
            }
        }
    }

    @Test func openingsFieldsAndTextsComeBack() throws {
        for locale in [nil, "zh-CN", ""] as [String?] {
            let opening = Turn.Opening(channel: "网上", place: "2号机", locale: locale, script: "h")
            #expect(try StoredForms.opening(StoredForms.encode(opening), script: "h") == opening)
        }
        for fields in [[], [DeskEvent.Field("k", "值"), .init("", "")]] {
            #expect(try StoredForms.fields(StoredForms.encode(fields)) == fields)
        }
        for texts in [[], ["", "一", "\u{0}"]] {
            #expect(try StoredForms.texts(StoredForms.encode(texts)) == texts)
        }
        #expect(throws: StoredFormatError.self) { try StoredForms.texts([]) }
        #expect(throws: StoredFormatError.self) { try StoredForms.texts([9, 0]) }
    }
}

/// A small random generator whose seed stands in the test.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
