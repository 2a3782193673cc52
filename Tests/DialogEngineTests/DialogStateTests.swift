// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Testing

@testable import DialogEngine

@Suite("Dialog state")
struct DialogStateTests {
    static func random(_ random: inout SplitMix) -> DialogState {
        var state = DialogState()
        state.at = UInt32(random.below(1 << 24))
        state.tries = UInt8(random.below(256))
        state.asked = UInt8(random.below(256))
        state.turn = UInt8(random.below(256))
        state.flags = DialogState.Flags(rawValue: UInt32(random.below(128)))
        state.purpose = random.below(2) == 0 ? nil : Purpose.allCases[random.below(6)]
        state.purposeDepth = random.below(48)
        state.topic = ["", "民政", "劳动和社会保障_工资福利"][random.below(3)]
        state.naming = [.named, .confidential, .anonymous][random.below(3)]
        state.safety = random.below(2) == 0 ? nil : SafetyKind.allCases[random.below(4)]
        state.filed = random.below(5)
        state.marks = (0..<random.below(3)).map { "标\($0)" }
        func frames(_ random: inout SplitMix) -> [DialogState.Frame] {
            (0..<random.below(4)).map { _ in
                DialogState.Frame(
                    step: UInt32(random.below(1 << 24)), kind: [.call, .interrupt, .change][random.below(3)])
            }
        }
        state.frames = frames(&random)
        state.past = (0..<random.below(12)).map { _ in
            DialogState.Past(step: UInt32(random.below(1 << 24)), frames: random.below(2) == 0 ? [] : frames(&random))
        }
        state.values = (0..<random.below(8)).map { _ in
            DialogState.Value(
                slot: UInt32(random.below(1 << 24)), depth: random.below(48),
                kind: [.text, .unknown, .nothing, .declined, .vault, .masked][random.below(6)],
                text: ["", "十一万来块", "\u{1}identity:name\u{2}，某地"][random.below(3)], inPassing: random.below(2) == 0)
        }
        state.answer = random.below(2) == 0 ? nil : "低保"
        state.number = random.below(2) == 0 ? nil : "XF202611230000171"
        state.said = (0..<random.below(5)).map { _ in UInt16(random.below(65_536)) }
        state.style = [.ordinary, .plain, .short][random.below(3)]
        state.page = UInt8(random.below(4))
        state.locale = ["", "en", "zh-Hant"][random.below(3)]
        state.acts = random.below(2) == 0 ? [] : [.urge, .supplement, .askReview]
        return state
    }

    @Test("comes back as it was")
    func roundTrip() throws {
        let seed: UInt64 = 20_261_123
        var random = SplitMix(seed: seed)
        for _ in 0..<500 {
            let state = Self.random(&random)
            #expect(try DialogState(decoding: state.encode()) == state, "seed \(seed)")
        }
    }

    @Test("damage throws and never traps")
    func damage() {
        let seed: UInt64 = 7
        var random = SplitMix(seed: seed)
        var refused = 0
        for _ in 0..<2000 {
            var bytes = Self.random(&random).encode()
            switch random.below(3) {
            case 0: bytes.removeLast(random.below(bytes.count) + 1)
            case 1: bytes[random.below(bytes.count)] = UInt8(random.below(256))
            default: bytes.append(UInt8(random.below(256)))
            }
            if (try? DialogState(decoding: bytes)) == nil { refused += 1 }
        }
        #expect(refused > 1300, "seed \(seed)")
    }

    @Test("a newer format is refused")
    func newer() {
        var bytes = DialogState().encode()
        bytes[0] = 200
        #expect(throws: StoredFormatError.self) { try DialogState(decoding: bytes) }
    }

    /// Written by the first version; every later one must read it.
    static let version1: [UInt8] = [
        0x01, 0x56, 0x34, 0x12, 0x01, 0x02, 0x07, 0x06, 0x02, 0x01, 0x06, 0xE6, 0xB0, 0x91, 0xE6, 0x94, 0xBF, 0x01,
        0x01, 0x00, 0x01, 0x06, 0xE5, 0x9B, 0xB0, 0xE9, 0x9A, 0xBE, 0x01, 0xAA, 0xBB, 0xCC, 0x01, 0x02, 0x11, 0x22,
        0x33, 0x01, 0x44, 0x55, 0x66, 0x00, 0x01, 0xAA, 0xBB, 0xCC, 0x01, 0x02, 0x01, 0x02, 0x03, 0x01, 0x80, 0x06,
        0xE5, 0xB7, 0xA5, 0xE9, 0x92, 0xB1, 0x04, 0x05, 0x06, 0x02, 0x04, 0x00, 0x00, 0x01, 0x03, 0x58, 0x46, 0x31,
        0x01, 0xEF, 0xBE,
    ]

    @Test("the first format is read")
    func oldFormat() throws {
        let state = try DialogState(decoding: Self.version1)
        var expected = DialogState()
        expected.at = 0x123456
        expected.tries = 1
        expected.asked = 2
        expected.turn = 7
        expected.flags = [.kept, .draftIssued]
        expected.purpose = .relief
        expected.purposeDepth = 1
        expected.topic = "民政"
        expected.naming = .confidential
        expected.safety = .selfHarm
        expected.marks = ["困难"]
        let frame = DialogState.Frame(step: 0xCCBBAA, kind: .interrupt)
        expected.frames = [frame]
        expected.past = [
            DialogState.Past(step: 0x332211, frames: []), DialogState.Past(step: 0x665544, frames: [frame]),
        ]
        expected.values = [
            DialogState.Value(slot: 0x030201, depth: 1, kind: .text, text: "工钱", inPassing: true),
            DialogState.Value(slot: 0x060504, depth: 2, kind: .vault, text: "", inPassing: false),
        ]
        expected.number = "XF1"
        expected.said = [0xBEEF]
        #expect(state == expected)
    }
}

/// A small seeded generator.
struct SplitMix {
    var seed: UInt64

    mutating func next() -> UInt64 {
        seed &+= 0x9E37_79B9_7F4A_7C15
        var z = seed
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    mutating func below(_ n: Int) -> Int { Int(next() % UInt64(n)) }
}
