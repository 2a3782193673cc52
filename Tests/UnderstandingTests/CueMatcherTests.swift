// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Understanding

@Suite struct CueMatcherTests {
    private func matcher(_ words: [String]) -> CueMatcher {
        CueMatcher(words: words.map { NormalisedText($0).units.map(\.scalar) })
    }

    @Test func findsOverlappingWordsAndSuffixes() {
        let found = matcher(["拖欠工资", "欠工资", "工资", "资"]).matches(in: NormalisedText("老板拖欠工资"))
        #expect(found.map(\.word) == [0, 1, 2, 3])
        #expect(found.map(\.range) == [2..<6, 3..<6, 4..<6, 5..<6])
    }

    @Test func findsNothingInNothing() {
        #expect(matcher([]).matches(in: NormalisedText("工资")).isEmpty)
        #expect(matcher(["工资"]).matches(in: NormalisedText("")).isEmpty)
        #expect(matcher(["工资", ""]).matches(in: NormalisedText("工工资")).map(\.range) == [1..<3])
    }

    @Test func aFailedBranchFallsBackToAShorterWord() {
        // 低保停发 fails at 了 and 保停了 must still be found.
        let found = matcher(["低保停发", "保停了"]).matches(in: NormalisedText("低保停了"))
        #expect(found == [CueMatcher.Match(word: 1, range: 1..<4)])
    }

    /// Against a search by hand, over a small alphabet where prefixes and suffixes collide all the time.
    @Test(arguments: [1, 7, 42, 2026]) func agreesWithNaiveSearch(_ seed: UInt64) {
        var state = seed
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let letters: [UInt16] = [0x4E00, 0x4E01, 0x4E02]
        for _ in 0..<50 {
            var words: [[UInt16]] = []
            for _ in 0..<(1 + next(12)) {
                let word = (0..<(1 + next(4))).map { _ in letters[next(3)] }
                if !words.contains(word) { words.append(word) }
            }
            let body = (0..<next(30)).map { _ in letters[next(3)] }
            var view = String.UnicodeScalarView()
            for scalar in body { if let scalar = Unicode.Scalar(scalar) { view.append(scalar) } }
            let inOrder = CueMatcher(words: words).matches(in: NormalisedText(String(view)))
            let sorted = inOrder.sorted {
                ($0.range.upperBound, $0.range.lowerBound) < ($1.range.upperBound, $1.range.lowerBound)
            }
            #expect(inOrder == sorted, "seed \(seed)")
            let found = Set(inOrder)
            var expected: Set<CueMatcher.Match> = []
            for (index, word) in words.enumerated() where word.count <= body.count {
                for start in 0...(body.count - word.count) where Array(body[start..<(start + word.count)]) == word {
                    expected.insert(CueMatcher.Match(word: index, range: start..<(start + word.count)))
                }
            }
            #expect(found == expected, "seed \(seed): \(words) in \(body)")
        }
    }
}

@Suite struct CuePatternTests {
    @Test func alternativesOptionsAndGaps() throws {
        let pattern = try CuePattern("(低保|底保)(也)?…停~了")
        #expect(pattern.slots.map(\.gap) == [0, CuePattern.shortGap, CuePattern.tightGap])
        #expect(pattern.slots.map(\.words.count) == [4, 1, 1])
        #expect(try CuePattern("甲……乙").slots.last?.gap == CuePattern.longGap)
        #expect(try CuePattern("電話?").slots.first?.words == [NormalisedText("电话?").units.map(\.scalar)])
    }

    @Test(arguments: [
        ("", CuePattern.Failure.empty), ("…停", .empty), ("停…", .empty), ("(甲|)", .empty), ("甲~~乙", .empty),
        ("(甲", .brackets), ("甲)", .brackets), ("(甲(乙))", .brackets), ("甲|乙", .brackets),
        ("甲…乙…丙…丁…戊", .tooMany),
        ("(一|二|三|四|五|六|七|八)(一|二|三|四|五|六|七|八)(一|二|三|四|五|六|七|八)", .tooMany),
    ])
    func slipsAreNamed(_ source: String, _ failure: CuePattern.Failure) {
        #expect(throws: failure) { try CuePattern(source) }
    }
}
