// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import Understanding

/// What is written for speed against the plain form of the same, over seeded random texts.
@Suite struct ReferenceFormsTests {
    static let seeds: [UInt64] = [1, 7, 42, 2026]

    /// Texts of a few scalars that meet all the branches of folding, as nobody writes them.
    private static func text(_ random: inout SeededRandom, longest: Int = 40) -> String {
        let scalars = Array(
            "工资没发低保停了我们个們ＡＢａ１２3 4　\t\n\r，。：:.．！？“”（）\u{200B}\u{FE0F}😀𠮷\u{1F3FB}\u{E0020}é".unicodeScalars)
        var view = String.UnicodeScalarView()
        for _ in 0..<random.below(longest) { view.append(random.pick(scalars)) }
        return String(view)
    }

    // MARK: Normalising

    /// The plain form: scalar by scalar, appending.
    private func plainlyNormalised(_ text: String) -> NormalisedText {
        var units: [TextUnit] = []
        var firstSentenceEnd = -1
        var offset: UInt32 = 0
        var blankAt: UInt32?
        var run = 0
        for scalar in text.unicodeScalars {
            let length = UInt8(truncatingIfNeeded: UTF8.width(scalar))
            let start = offset
            offset += UInt32(length)
            var folded: UInt16
            switch scalar.value {
            case 0xE0000...0xE0FFF, 0x1F3FB...0x1F3FF: folded = FoldTable.dropped
            case 0x10000...: folded = TextUnit.outside
            default: folded = FoldTable.fold(UInt16(scalar.value))
            }
            if folded == FoldTable.dropped { continue }
            if folded == FoldTable.blank {
                if blankAt == nil { blankAt = start }
                continue
            }
            var separation = FoldTable.breakStrength(folded)
            if let at = blankAt {
                blankAt = nil
                if let last = units.last {
                    if last.isHan || TextUnit.isHan(folded) || last.separation >= .clause || separation >= .clause {
                        if separation == .none, last.separation < .clause, run > 1 { separation = .blank }
                    } else {
                        units.append(TextUnit(scalar: 0x20, separation: .none, length: 1, offset: at))
                    }
                }
                run = 0
            }
            if let last = units.last, last.isDigit {
                switch scalar.value {
                case 0x2E, 0xFF0E, 0x3A, 0xFF1A: separation = .none
                default: break
                }
            }
            if folded == FoldTable.lineEnd { folded = 0x2E }
            run += 1
            if separation == .sentence, firstSentenceEnd < 0, !units.isEmpty { firstSentenceEnd = units.count }
            units.append(TextUnit(scalar: folded, separation: separation, length: length, offset: start))
        }
        return NormalisedText(units: units, firstSentenceEnd: firstSentenceEnd < 0 ? units.count : firstSentenceEnd)
    }

    @Test(arguments: seeds) func normalising(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<2_000 {
            let text = Self.text(&random)
            #expect(NormalisedText(text) == plainlyNormalised(text), "seed \(seed): \(text.debugDescription)")
        }
    }

    // MARK: Cues

    private static func pattern(_ random: inout SeededRandom) -> CuePattern? {
        let letters = ["甲", "乙", "丙"]
        var source = ""
        for slot in 0..<(1 + random.below(4)) {
            if slot > 0 { source += random.pick(["~", "…", "……"]) }
            for _ in 0..<(1 + random.below(3)) {
                guard random.one(in: 2) else {
                    source += random.pick(letters)
                    continue
                }
                let words = (0..<(1 + random.below(3))).map { _ in
                    (0..<(1 + random.below(2))).map { _ in random.pick(letters) }.joined()
                }
                source += "(\(words.joined(separator: "|")))" + (random.one(in: 3) ? "?" : "")
            }
        }
        return try? CuePattern(source)
    }

    /// The plain form: every word of every slot is spelled out and looked for at every place, later slots first.
    private func hits(_ patterns: [CuePattern], in text: NormalisedText) -> [[Int]] {
        var found: [[Int]] = []
        // Of each cue: where it begins, then where each slot that has been seen ends.
        var seen = [[Int]](repeating: [], count: patterns.count)
        var ends = [Int](repeating: 0, count: patterns.count)
        for end in 1..<max(text.count + 1, 1) {
            for start in 0..<end {
                let word = text.units[start..<end].map(\.scalar)
                for slot in (0..<CuePattern.mostSlots).reversed() {
                    for (cue, pattern) in patterns.enumerated() {
                        let slots = pattern.slots
                        guard slot < slots.count, slots[slot].words.contains(word) else { continue }
                        if slot == 0 {
                            seen[cue] = [start, end]
                        } else {
                            guard seen[cue].count > slot, seen[cue][slot] <= start,
                                start - seen[cue][slot] <= slots[slot].gap,
                                !text.units[seen[cue][slot]..<start].contains(where: { $0.separation == .sentence })
                            else { continue }
                            if slot < slots.count - 1 {
                                // What was seen of later slots stays.
                                if seen[cue].count == slot + 1 {
                                    seen[cue].append(end)
                                } else {
                                    seen[cue][slot + 1] = end
                                }
                            }
                        }
                        guard slot == slots.count - 1 else { continue }
                        let begin = seen[cue][0]
                        // Overlapping hits of one group count once; each cue is a group here.
                        if begin < ends[cue] {
                            ends[cue] = max(ends[cue], end)
                        } else {
                            ends[cue] = end
                            found.append([cue, begin, end])
                        }
                    }
                }
            }
        }
        return found
    }

    @Test(arguments: seeds) func cuesAreFoundAsIfSpelledOut(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<60 {
            let patterns = (0..<(1 + random.below(6))).compactMap { _ in Self.pattern(&random) }
            let book = CueBook(
                groups: patterns.enumerated().map { CueGroup(id: "\($0.offset)", role: .structure, cues: [$0.element]) }
            )
            for _ in 0..<6 {
                let letters = (0..<random.below(18)).map { _ in random.pick(["甲", "乙", "丙", "丙", "。", "丁"]) }
                let text = NormalisedText(letters.joined())
                let found = book.evidence(in: text).hits.map { [$0.cue, $0.range.lowerBound, $0.range.upperBound] }
                #expect(
                    found == hits(patterns, in: text), "seed \(seed): \(patterns.map(\.source)) in \(text.string)")
            }
        }
    }

    @Test func aMeaningIsTheWords() throws {
        func meaning(_ source: String) throws -> CuePattern.Meaning { try CuePattern(source).meaning }
        #expect(try meaning("甲(乙)") == meaning("甲乙"))
        #expect(try meaning("(甲丙|乙丙)") == meaning("(甲|乙)丙"))
        #expect(try meaning("(甲|乙|甲)") == meaning("(甲|乙)"))
        #expect(try meaning("(甲|乙)") != meaning("(乙|甲)"))
        #expect(try meaning("甲…乙") != meaning("甲……乙"))
        #expect(try meaning("甲(乙)?") != meaning("甲乙"))
    }

    // MARK: Words

    @Test(arguments: seeds) func wordsAtAPlace(_ seed: UInt64) {
        let words = ["甲", "甲乙", "甲乙丙", "丙甲", "乙", "丁丁"].map { $0.unicodeScalars.map { UInt16($0.value) } }
        let set = WordSet([("甲 甲乙 甲乙丙", 3), ("丙甲 乙 丁丁", -2)])
        var random = SeededRandom(seed: seed)
        for _ in 0..<400 {
            let letters = (0..<random.below(9)).map { _ in random.pick(["甲", "乙", "丙", "丁", "x"]) }
            let units = NormalisedText(letters.joined()).units
            let scalars = units.map(\.scalar)
            for place in 0...units.count {
                let begins = words.filter { scalars[place...].starts(with: $0) }.map(\.count).max()
                let ends = words.filter { scalars[..<place].suffix($0.count) == $0[...] }.map(\.count).max()
                #expect(set.end(in: units, at: place) == begins.map { place + $0 }, "seed \(seed): \(letters) \(place)")
                #expect(set.start(in: units, endingAt: place) == ends.map { place - $0 })
                if let found = set.match(in: units, at: place) {
                    #expect(found.number == (scalars[place] == words[0][0] ? 3 : -2))
                }
            }
        }
    }

    // MARK: The model

    @Test(arguments: seeds) func runsOfARange(_ seed: UInt64) {
        let model = LinearModelTests.trained.model
        var random = SeededRandom(seed: seed)
        for _ in 0..<300 {
            let pieces = ["低保停了", "不服", "路灯坏了", "跳下去算了", "12", "。", "，", "快修", "没听过", "？"]
            let text = NormalisedText((0..<random.below(12)).map { _ in random.pick(pieces) }.joined())
            let runs = TextRuns(text, in: model)
            let start = random.below(text.count + 1)
            let range = start..<(start + random.below(text.count - start + 1))
            for range in [range, 0..<text.count] where !range.isEmpty {
                let fingerprints = TextRuns.fingerprints(in: range, of: text.units)
                #expect(runs.count(in: range) == fingerprints.count, "seed \(seed): \(text.string) \(range)")
                let begin = range.lowerBound == 0 ? -1 : range.lowerBound
                let rows = runs.known[runs.ending(in: range, from: 0)].filter { $0.start >= begin }.map { Int($0.row) }
                #expect(rows == fingerprints.map(model.row).filter { $0 >= 0 }, "seed \(seed): \(text.string) \(range)")
            }
        }
    }

    @Test(arguments: [0, 1, 255, 256, 257, 1_000]) func weightsAddUp(_ count: Int) {
        let model = LinearModelTests.trained.model
        var random = SeededRandom(seed: UInt64(count))
        let rows = (0..<count).map { _ in random.below(model.featureCount + 1) - 1 }
        let words = model.rowWords
        var sums = [Int32](repeating: 0, count: words * 8)
        sums.withUnsafeMutableBufferPointer { sums in model.add(count, from: 0, words: words, to: sums) { rows[$0] } }
        for column in 0..<model.width {
            let place = model.place(of: column)
            #expect(Int(sums[place]) == rows.filter { $0 >= 0 }.reduce(0) { $0 + model.weight($1, at: place) })
        }
    }

    // MARK: Answers

    @Test(arguments: seeds) func likenessIsACosine(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let letters = ["工", "资", "房", "子", "水", "电", "村", "路", "，", "a", "1"]
        func text() -> String { (0..<random.below(9)).map { _ in random.pick(letters) }.joined() }
        for _ in 0..<20 {
            let classes = (0..<(1 + random.below(12))).map { _ in (0..<(1 + random.below(3))).map { _ in text() } }
            let question = NormalisedText(text())
            func tokens(_ text: NormalisedText) -> [UInt32] { AnswerIndex.tokens(of: text) }
            let documents = classes.map { $0.map { tokens(NormalisedText($0)) } }
            func weight(_ token: UInt32) -> Double {
                let holders = documents.count { $0.contains { $0.contains(token) } }
                let rarity = Exponential.log(1 + Double(classes.count) / max(Double(holders), 1))
                return AnswerIndex.weight(token) * rarity
            }
            func length(_ tokens: [UInt32]) -> Double {
                tokens.reduce(0) { $0 + weight($1) * weight($1) }.squareRoot()
            }
            var found: [Int: Double] = [:]
            AnswerIndex(classes).compare(question) { found[$0] = $1 }
            for (number, texts) in documents.enumerated() {
                var sums: [UInt32: Double] = [:]
                for text in texts where length(text) > 0 {
                    for token in text { sums[token, default: 0] += weight(token) / length(text) }
                }
                let norm = sums.values.reduce(0, +).squareRoot()
                let asked = tokens(question)
                let dot = asked.reduce(0) { $0 + weight($1) * (sums[$1] ?? 0).squareRoot() }
                let expected = dot == 0 ? 0 : dot / (norm * length(asked))
                #expect(abs((found[number] ?? 0) - expected) < 1e-9, "seed \(seed)")
            }
        }
    }
}
