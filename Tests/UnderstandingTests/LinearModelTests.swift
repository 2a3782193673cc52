// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import Understanding

@Suite struct LinearModelTests {
    static let book = CueBook(
        groups: [], topics: [Topic(level1: "民政"), Topic(level1: "城乡建设"), Topic(level1: "其他")])

    /// Two purposes, two topics and one danger that words tell apart.
    static let examples: [Example] = (1...12).flatMap { number -> [Example] in
        [
            Example(
                text: "低保停了 第\(number)回 不服", purpose: .appeal, topic: Topic(level1: "民政"), safety: []),
            Example(
                text: "路灯坏了 \(number)天 快修", purpose: .relief, topic: Topic(level1: "城乡建设"), safety: []),
            Example(text: "跳下去算了 \(number)层", safety: [.selfHarm]),
        ]
    }
    static let trained = ModelTrainer(book: book).train(examples)
    static let understander = Understander(cues: book, model: trained.model)
    static let today = CivilDate(year: 2026, month: 11, day: 23) ?? .earliest

    @Test func learnsWhatWordsTellApart() {
        let appeal = Self.understander.understand("我家低保停了 不服", today: Self.today)
        #expect(appeal.purpose == .appeal)
        #expect(appeal.topic == Topic(level1: "民政"))
        let relief = Self.understander.understand("门口路灯坏了", today: Self.today)
        #expect(relief.purpose == .relief)
        #expect(relief.topic == Topic(level1: "城乡建设"))
        #expect(Self.understander.safety(in: "我跳下去算了") == [.selfHarm])
        #expect(Self.trained.report.purpose.count == 24)
        #expect(Self.trained.report.purpose.accuracy == 1)
        #expect(Self.trained.report.topic.macroF1 == 1)
    }

    @Test func theSameExamplesGiveTheSameModel() {
        let again = ModelTrainer(book: Self.book).train(Self.examples)
        #expect(again.model.encoded() == Self.trained.model.encoded())
        let other = ModelTrainer(book: Self.book).train(Array(Self.examples.dropLast(3)))
        #expect(other.model.encoded() != Self.trained.model.encoded())
    }

    /// Twelve examples of ours say one topic of these words, eight of an office another.
    @Test func whatAnOfficeTeachesCountsMoreThanOurs() {
        let taught = (1...8).map { Example(text: "路灯坏了 \($0)天 快修", topic: Topic(level1: "民政")) }
        func topic(_ model: LinearModel) -> String {
            Understander(cues: Self.book, model: model).understand("路灯坏了 9天 快修", today: Self.today).topic.level1
        }
        #expect(topic(ModelTrainer(book: Self.book).train(Self.examples + taught).model) == "城乡建设")
        #expect(topic(ModelTrainer(book: Self.book).train(Self.examples, taught: taught).model) == "民政")
    }

    @Test func aModelSurvivesItsBytes() throws {
        let bytes = Self.trained.model.encoded()
        let again = try LinearModel(decoding: bytes)
        #expect(again == Self.trained.model)
        #expect(again.featureCount == Self.trained.model.featureCount)
        let text = "低保停了三个月 路灯也坏了"
        #expect(
            Understander(cues: Self.book, model: again).understand(text, today: Self.today)
                == Self.understander.understand(text, today: Self.today))
    }

    @Test func damagedBytesAreRefused() {
        let bytes = Self.trained.model.encoded()
        for count in [0, 1, 20, bytes.count / 2, bytes.count - 1] {
            #expect(throws: StoredFormatError.self) { try LinearModel(decoding: Array(bytes.prefix(count))) }
        }
        #expect(throws: StoredFormatError.self) { try LinearModel(decoding: bytes + [0]) }
        #expect(throws: StoredFormatError.self) { try LinearModel(decoding: [9] + bytes.dropFirst()) }
    }

    @Test func nothingLearnedSaysNothing() {
        let (empty, report) = ModelTrainer(book: Self.book).train([])
        let verdict = Understander(cues: Self.book, model: empty).understand("低保停了", today: Self.today)
        #expect(empty.featureCount == 0)
        #expect(report.purpose.count == 0)
        #expect(verdict.purpose == .relief)
        #expect(verdict.topic == .other)
        #expect(verdict.safety == [])
        // Nor does a book without topics stop anything.
        let (bare, _) = ModelTrainer(book: CueBook(groups: [])).train(Self.examples)
        #expect(bare.topics.isEmpty)
        #expect(
            Understander(cues: CueBook(groups: []), model: bare).understand("低保停了 不服", today: Self.today).purpose
                == .appeal)
    }

    /// A verdict is kept with the matter: words typed, a name among them, must not be kept a second time.
    @Test func reasonsPointAndDoNotQuote() {
        let text = "我家低保停了 不服"
        let reasons = Self.understander.understand(text, today: Self.today).reasons.filter { $0.rule == "模型" }
        #expect(!reasons.isEmpty)
        for reason in reasons {
            #expect(reason.cue.isEmpty)
            #expect(reason.weight > 0)
            #expect(!reason.range.isEmpty && reason.range.upperBound <= text.utf8.count)
        }
    }

    @Test func digitsAndMarksAreOneCharacterEach() {
        func runs(_ text: String) -> [UInt32] {
            var result: [UInt32] = []
            let units = NormalisedText(text).units
            ModelFeature.forEachRun(in: units) { fingerprint, _, _ in result.append(fingerprint) }
            return result
        }
        #expect(runs("3月") == runs("５月"))
        #expect(runs("坏了，修") == runs("坏了、修"))
        #expect(runs("坏了。") != runs("坏了？"))
        #expect(runs("工资") != runs("资工"))
        #expect(runs("").isEmpty)
        // n characters: n single ones, n + 1 pairs and n triples with the edges, less what an edge alone would be.
        #expect(runs("欠工资").count == 3 + 4 + 3)
        #expect(Set(runs("欠工资")).count == 10)
    }

    @Test func windowsCoverTheText() {
        let text = NormalisedText("头一句。第二句很短！" + String(repeating: "没有标点的长话", count: 30) + "，完了")
        var covered = SeenUnits()
        ModelReader.forEachWindow(of: text.units) { range in
            #expect(range.count <= 2 * ModelReader.window)
            for index in range {
                let isNew = covered.insert(index)
                #expect(isNew)
            }
        }
        for (index, unit) in text.units.enumerated() where unit.separation < .clause { #expect(covered.has(index)) }
    }

    private struct SeenUnits {
        private var seen: Set<Int> = []
        mutating func insert(_ index: Int) -> Bool { seen.insert(index).inserted }
        func has(_ index: Int) -> Bool { seen.contains(index) }
    }

    @Test func trustFallsWithTheLength() {
        #expect(ModelFeature.trust(10, letters: 0.1) == 1)
        #expect(ModelFeature.trust(120, letters: 0.1) == 0.5)
        #expect(ModelFeature.trust(100_000, letters: 0.1) == 0.1)
    }

    @Test func cuesOfALongLetterCountLess() {
        #expect(ModelFeature.cueShare(150, damping: 0.5) == 1)
        #expect(abs(ModelFeature.cueShare(600, damping: 0.5) - 0.5) < 1e-9)
        #expect(ModelFeature.cueShare(600, damping: 0) == 1)
    }

    /// A conversation stays pinned to the model it began with: what format 3 added counts for nothing in one of format 2.
    @Test func aModelOfFormatTwoIsReadAsItWas() throws {
        let model = Self.trained.model
        var start = ByteWriter()
        start.array(model.topics) { writer, topic in writer.string(topic) }
        for value in [model.letterTrust, model.topicTrust, model.letterRelief] { start.unsigned(value.bitPattern) }
        var damping = ByteWriter()
        damping.unsigned(model.letterDamping.bitPattern)
        let bytes = model.encoded()
        #expect(bytes.starts(with: [3] + start.bytes + damping.bytes))
        #expect(model.letterDamping > 0)
        let older = try LinearModel(
            decoding: [2] + start.bytes + bytes.dropFirst(1 + start.bytes.count + damping.bytes.count))
        #expect(older.letterDamping == 0)
        #expect(older.fingerprints == model.fingerprints)
        #expect(older.words == model.words)
    }

    @Test func aLetterCountsAsMuchAsTwoLinesForPurposes() {
        let line = Example(text: "路灯坏了 快修", purpose: .relief)
        let letter = Example(text: String(repeating: "路灯坏了很久没有人修，", count: 8), purpose: .relief)
        var set = TrainingSet(
            book: Self.book, topics: [], examples: [line, letter], taught: [], usesCues: true, letterDamping: 0.3)
        set.index()
        let weights = set.purposeRows.map(\.weight)
        #expect(weights.count == 2)
        #expect(abs(weights.reduce(0, +) - 2) < 1e-9)
        #expect(abs((weights.last ?? 0) - 2 * (weights.first ?? 0)) < 1e-9)
    }
}
