// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@Suite struct HoleTests {
    static let all: [Hole] =
        [.draftNumber, .code(0), .code(12), .number(0), .due(1), .unit(2), .firstContact, .filedOn]
        + IdentityField.allCases.map(Hole.identity)

    @Test(arguments: all)
    func eachIsFoundByItsMarker(hole: Hole) {
        var found: [Hole] = []
        let text = Hole.fill("前\(hole.marker)后") { hole in
            found.append(hole)
            return "“值”"
        }
        #expect(text == "前“值”后")
        #expect(found == [hole])
    }

    @Test func whatHasNoValueStays() {
        let text = "编号\(Hole.draftNumber.marker)，\(Hole.code(0).marker)。"
        #expect(Hole.fill(text) { $0 == .draftNumber ? "12345678" : nil } == "编号12345678，\(Hole.code(0).marker)。")
        #expect(Hole.fill(text) { _ in nil } == text)
    }

    @Test func neighboursAndEndsAreFilled() {
        let text = Hole.number(0).marker + Hole.number(1).marker
        #expect(Hole.fill(text) { hole in if case .number(let n) = hole { "\(n)" } else { nil } } == "01")
    }

    @Test(arguments: [
        "", "没有洞", "\u{1}", "\u{2}", "\u{1}draft", "\u{1}\u{2}", "\u{1}nothing\u{2}", "\u{1}code\u{2}",
        "\u{1}code:\u{2}",
        "\u{1}code:x\u{2}", "\u{1}code:-1\u{2}", "\u{1}code:99999999999999999999\u{2}", "\u{1}identity:x\u{2}",
        "\u{1}draft:1\u{2}",
    ])
    func whatIsNoHoleStays(text: String) {
        #expect(Hole.fill(text) { _ in "值" } == text)
    }

    @Test func aHoleAfterWhatIsNoneIsFilled() {
        #expect(Hole.fill("\u{1}一\(Hole.filedOn.marker)") { _ in "今天" } == "\u{1}一今天")
    }
}
