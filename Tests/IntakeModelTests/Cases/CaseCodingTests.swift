// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

/// What is stored stays readable: these bytes are in databases.
@Suite struct CaseCodingTests {
    private let at = Timestamp(milliseconds: 5)

    /// As `StoredForms.encode([kind, text])` wrote it before there were fields.
    private func first(_ kind: String, _ text: String) -> [UInt8] {
        [1, 2, UInt8(kind.utf8.count)] + Array(kind.utf8) + [UInt8(text.utf8.count)] + Array(text.utf8)
    }

    @Test(arguments: [
        ("filed", CaseEvent.Kind.filed), ("forwarded", .forwarded), ("notified", .notified), ("accepted", .accepted),
        ("concluded", .concluded), ("urged", .urged), ("supplemented", .supplemented), ("withdrawn", .withdrawn),
        ("rated", .rated), ("noted", .noted), ("redated", .redated),
    ])
    func theFirstFormatIsRead(_ code: String, _ kind: CaseEvent.Kind) throws {
        let bytes = first(code, "31(6) 好")
        let event = try CaseEvent(decoding: bytes, at: at, by: "021")
        #expect(event == CaseEvent(kind, at: at, by: "021", text: "31(6) 好"))
        // And written again in the same form, for the program before this one.
        #expect(event.encoded() == bytes)
    }

    @Test func theSecondFormatIsHeld() throws {
        let event = CaseEvent(
            .accepted, at: at, by: "021", text: "好", fields: [.way: "6", .on: "2026-11-23", .document: "1"])
        let bytes: [UInt8] =
            [2, 8] + Array("accepted".utf8) + [3] + Array("好".utf8) + [3, 3] + Array("way".utf8) + [1] + Array("6".utf8)
            + [8] + Array("document".utf8) + [1] + Array("1".utf8) + [2] + Array("on".utf8) + [10]
            + Array("2026-11-23".utf8)
        #expect(event.encoded() == bytes)
        #expect(try CaseEvent(decoding: bytes, at: at, by: "021") == event)
    }

    @Test(arguments: CaseEvent.Kind.allCases) func everyKindIsReadAsItWasWritten(_ kind: CaseEvent.Kind) throws {
        let event = CaseEvent(
            kind, at: at, by: nil, text: "写了几句", fields: CaseFields([.reason: "理由", .to: "县人社局", .entry: "3"]))
        #expect(try CaseEvent(decoding: event.encoded(), at: at, by: nil) == event)
        let bare = CaseEvent(kind, at: at)
        #expect(try CaseEvent(decoding: bare.encoded(), at: at, by: nil) == bare)
    }

    /// Stored names; a new one may be added at the end of its list, none may change.
    @Test func theStoredNamesAreHeld() {
        let kinds = """
            filed forwarded notified accepted concluded urged supplemented withdrawn rated noted redated classified \
            entrusted objected returned retained assigned joined handedOver declined barred guided paused extended \
            reminded supervised met visited mediated deferred resumed replied delivered reviewAsked reviewed \
            recheckAsked rechecked opined settled reported examined sentBack signed followedUp archived reopened \
            linked redacted corrected imported voided questioned sponsored consulted briefed proposed directed told \
            recoded issued tracked
            """
        #expect(CaseEvent.Kind.allCases.map(\.rawValue).joined(separator: " ") == kinds)
        let stages = """
            registered forwarded objected notified accepted guided deferred replied reviewing reviewed rechecking \
            rechecked reported concluded declined barred withdrawn archived
            """
        #expect(CaseStage.allCases.map(\.rawValue).joined(separator: " ") == stages)
        let fields = """
            to unit officer first_contact co way ground reason basis document paper on due from through days approver \
            rule method form place with outcome result facts character handling formalities standard opinion claim \
            claims measure evidence no_meeting number relation entry field value source original rate_office rate_unit \
            consent leader person audience told text
            """
        #expect(CaseField.allCases.map(\.rawValue).joined(separator: " ") == fields)
    }

    @Test func whatIsNewerOrWrongIsSaid() {
        let wrong: [[UInt8]] = [
            [], [3], [1, 1, 5] + Array("filed".utf8), first("unheard", ""), first("filed", "") + [0],
            [2, 5] + Array("filed".utf8) + [0, 1, 3] + Array("abc".utf8) + [0],
        ]
        for bytes in wrong {
            #expect(throws: StoredFormatError.self) { try CaseEvent(decoding: bytes, at: at, by: nil) }
        }
    }

    @Test func aSnapshotOfAnotherFormatIsFoldedAnew() throws {
        var bytes = CaseFile(CaseFixture.record()).encoded()
        bytes[0] = 99
        #expect(throws: StoredFormatError.self) { try CaseFile(decoding: bytes) }
        #expect(throws: StoredFormatError.self) {
            try CaseFile(decoding: CaseFile(CaseFixture.record()).encoded() + [0])
        }
    }
}
