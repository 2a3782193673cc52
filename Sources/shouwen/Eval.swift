// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript
import Foundation
import IntakeModel
import LineProtocol
import Understanding

struct Eval: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure purposes, topics and dangers on labelled texts.",
        discussion: """
            Example: shouwen eval dialogs/examples/安危.yaml
            A table has a header and tabs: text (or title and body), and any of purpose, accepted, topic, safety.
            Flags count how many texts carry each. Without labels of a kind, only how often it was said is told.
            """)

    @Argument(help: "Labelled texts: a table (TSV) or a file of examples (YAML).") var file: String
    @Option(help: "Folder of dialogs.") var dialogs = "dialogs"
    @Flag(help: "The file holds pairs of one matter (text_a, text_b): measure how repeats are found.") var pairs = false
    @Option(help: "With --pairs: texts of which random pairs are no repeats; default: those of different pairs.")
    var against: String?
    @Flag(help: "Leave the trained model out: cues alone.") var cuesOnly = false
    @Flag(help: "Show every text that came out wrong.") var wrong = false
    @Flag(help: "JSON.") var json = false
    @Flag(
        help: """
            Only read the texts again and again, and print how many microseconds of processor time one takes, how many \
            scalars it has on average, and how many bytes cues, answers and model hold.
            """)
    var time = false
    @Option(
        help: """
            Only file cases made of the texts, in a store of its own, a thousand and ten times as many each time up to so \
            many, and print how many microseconds of processor time a look for repeats takes, and the index's part of it. \
            With --pairs: those are filed first, and printed is also the share of pairs whose second text finds the first.
            """)
    var repeats: Int?

    func run() throws {
        if pairs, let repeats {
            return try RepeatLoad.run([], pairs: PairResult.pairs(file), upTo: repeats, script: loadScript(dialogs))
        }
        if pairs {
            let result = try PairResult.measure(file, against: against)
            if json { printJSON { result.write(to: &$0) } } else { result.show() }
            return
        }
        let script = try loadScript(dialogs)
        let (labelled, reason) = LabelledFile.read(file)
        guard let labelled else { throw Failure(reason) }
        let understander =
            cuesOnly ? Understander(cues: script.understander.cues) : script.understander
        if let repeats {
            return try RepeatLoad.run(labelled.items.map(\.example.text), upTo: repeats, script: script)
        }
        if time { return measure(understander, labelled.items.map(\.example.text)) }
        var result = EvalResult()
        for item in labelled.items {
            result.add(item, understander.understand(item.example.text, today: today()), showsWrong: wrong)
        }
        if json { printJSON { result.write(to: &$0) } } else { result.show() }
    }

    /// The least of seven rounds, each of a tenth of a second: others may be using the machine.
    private func measure(_ understander: Understander, _ texts: [String]) {
        guard !texts.isEmpty else { return }
        let day = today()
        // Microseconds of the processor, by POSIX.
        func processorTime() -> Double { Double(clock()) }
        var least = Double.infinity
        for _ in 0..<7 {
            let start = processorTime()
            var count = 0.0
            var found = 0
            repeat {
                for text in texts { found &+= understander.understand(text, today: day).reasons.count }
                count += Double(texts.count)
            } while processorTime() - start < 1e5
            withExtendedLifetime(found) { least = min(least, (processorTime() - start) / count) }
        }
        let scalars = texts.reduce(0) { $0 + $1.unicodeScalars.count } / texts.count
        print("us=\((least * 100).rounded() / 100) scalars=\(scalars) bytes=\(understander.byteCount)")
    }
}

/// What `eval` found.
struct EvalResult {
    private var purpose = Scoreboard()
    private var topic = Scoreboard()
    private var texts = 0
    /// Of each kind: texts that have it, that were given it, and both.
    private var dangers: [SafetyKind: (meant: Int, said: Int, right: Int)] = [:]
    private var labelledForDanger = 0
    private var anyMeant = 0
    private var anyFound = 0
    private var harmless = 0
    private var alarms = 0
    private var flags: [String: Int] = [:]
    private var said: [String: Int] = [:]

    mutating func add(_ item: LabelledFile.Item, _ verdict: Verdict, showsWrong: Bool) {
        texts += 1
        said[verdict.purpose.rawValue, default: 0] += 1
        for flag in verdict.flags { flags[flag, default: 0] += 1 }
        let example = item.example
        if !item.accepted.isEmpty {
            purpose.add(
                .init(
                    accepted: item.accepted.map(\.rawValue),
                    ranked: verdict.purposes.map { ($0.label.rawValue, $0.score) }))
            if showsWrong, !item.accepted.contains(verdict.purpose) {
                print("目的 \(item.accepted[0].rawValue) → \(verdict.purpose.rawValue)  \(example.text)")
            }
        }
        if let meant = example.topic {
            topic.add(
                .init(accepted: [meant.level1], ranked: verdict.topics.map { ($0.label.level1, $0.score) }))
            if showsWrong, meant.level1 != verdict.topic.level1 {
                print("分类 \(meant.level1) → \(verdict.topic.level1)  \(example.text)")
            }
        }
        for kind in verdict.safety { dangers[kind, default: (0, 0, 0)].said += 1 }
        guard let meant = example.safety else { return }
        labelledForDanger += 1
        for kind in meant {
            dangers[kind, default: (0, 0, 0)].meant += 1
            if verdict.safety.contains(kind) { dangers[kind, default: (0, 0, 0)].right += 1 }
        }
        if meant.isEmpty {
            harmless += 1
            if !verdict.safety.isEmpty { alarms += 1 }
        } else {
            anyMeant += 1
            if !verdict.safety.isEmpty { anyFound += 1 }
        }
        if showsWrong, meant.isEmpty != verdict.safety.isEmpty {
            print("危险 \(meant.map(\.rawValue)) → \(verdict.safety.map(\.rawValue))  \(example.text)")
        }
    }

    func show() {
        print("\(texts) 句")
        for (name, board) in [("目的", purpose), ("分类", topic)] where !board.items.isEmpty {
            let (accuracy, f1) = board.intervals()
            func span(_ range: ClosedRange<Double>) -> String {
                "\(range.lowerBound.rounded3)–\(range.upperBound.rounded3)"
            }
            print(
                "\(name) \(board.items.count) 句：对 \(board.accuracy().rounded3)（\(span(accuracy))），"
                    + "macro-F1 \(board.macroF1.rounded3)（\(span(f1))），前二 \(board.accuracy(within: 2).rounded3)，"
                    + "前三 \(board.accuracy(within: 3).rounded3)，ECE \(board.calibrationError.rounded3)")
            for row in board.rows {
                print(
                    "  \(row.label)：该有 \(row.meant)，说了 \(row.said)，准 \(row.precision.rounded3)，"
                        + "全 \(row.recall.rounded3)，F1 \(row.f1.rounded3)")
            }
            for confusion in board.confusions.prefix(10) {
                print(
                    "    \(confusion.meant) 当成 \(confusion.said.isEmpty ? "（没说）" : confusion.said)：\(confusion.count)")
            }
        }
        if labelledForDanger > 0 {
            print("危险：\(anyMeant) 句该报，报了 \(anyFound)；\(harmless) 句不该报，报了 \(alarms)")
        }
        for kind in SafetyKind.allCases {
            guard let found = dangers[kind] else { continue }
            print("  \(kind.rawValue)：该有 \(found.meant)，说了 \(found.said)，对 \(found.right)")
        }
        print(
            "说成："
                + said.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }.joined(
                    separator: "，"))
        if !flags.isEmpty {
            print("标记：" + flags.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "，"))
        }
    }

    func write(to writer: inout JSONWriter) {
        func number(_ writer: inout JSONWriter, _ key: StaticString, _ value: Double) {
            writer.key(key)
            writer.value(.double(value.rounded3))
        }
        func range(_ writer: inout JSONWriter, _ key: StaticString, _ value: ClosedRange<Double>) {
            writer.key(key)
            writer.array { writer in
                writer.value(.double(value.lowerBound.rounded3))
                writer.value(.double(value.upperBound.rounded3))
            }
        }
        writer.object { writer in
            writer.member("texts", Int64(texts))
            for (name, board) in [("purpose" as StaticString, purpose), ("topic", topic)] where !board.items.isEmpty {
                let (accuracy, f1) = board.intervals()
                writer.key(name)
                writer.object { writer in
                    writer.member("texts", Int64(board.items.count))
                    number(&writer, "accuracy", board.accuracy())
                    range(&writer, "accuracy_95", accuracy)
                    number(&writer, "macro_f1", board.macroF1)
                    range(&writer, "macro_f1_95", f1)
                    number(&writer, "top_2", board.accuracy(within: 2))
                    number(&writer, "top_3", board.accuracy(within: 3))
                    number(&writer, "ece", board.calibrationError)
                    writer.key("labels")
                    writer.array { writer in
                        for row in board.rows {
                            writer.object { writer in
                                writer.member("label", row.label)
                                writer.member("meant", Int64(row.meant))
                                writer.member("said", Int64(row.said))
                                number(&writer, "precision", row.precision)
                                number(&writer, "recall", row.recall)
                                number(&writer, "f1", row.f1)
                            }
                        }
                    }
                    writer.key("confusion")
                    writer.array { writer in
                        for confusion in board.confusions {
                            writer.object { writer in
                                writer.member("meant", confusion.meant)
                                writer.member("said", confusion.said)
                                writer.member("count", Int64(confusion.count))
                            }
                        }
                    }
                }
            }
            writer.key("danger")
            writer.object { writer in
                writer.member("meant", Int64(anyMeant))
                writer.member("found", Int64(anyFound))
                writer.member("harmless", Int64(harmless))
                writer.member("false_alarms", Int64(alarms))
                writer.key("kinds")
                writer.array { writer in
                    for kind in SafetyKind.allCases {
                        guard let found = dangers[kind] else { continue }
                        writer.object { writer in
                            writer.member("label", kind.rawValue)
                            writer.member("meant", Int64(found.meant))
                            writer.member("said", Int64(found.said))
                            writer.member("right", Int64(found.right))
                        }
                    }
                }
            }
            writer.key("flags")
            writer.array { writer in
                for (flag, count) in flags.sorted(by: { $0.key < $1.key }) {
                    writer.object { writer in
                        writer.member("label", flag)
                        writer.member("said", Int64(count))
                    }
                }
            }
        }
    }
}
