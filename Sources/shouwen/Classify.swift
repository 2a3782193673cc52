// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript
import IntakeModel
import LineProtocol
import Understanding

/// Texts for `classify` and `ask`: one argument, or one a line on standard input.
struct TextOptions: ParsableArguments {
    @Argument(help: "The text.") var text: String?
    @Flag(help: "One text a line on standard input, one result a line.") var lines = false
    @Flag(help: "JSON.") var json = false
    @Option(help: "Folder of dialogs.") var dialogs = "dialogs"

    func each(_ body: (String) -> Void) throws {
        if lines {
            while let line = readLine() {
                body(TextCleaner.clean(line))
                flushStandardOutput()
            }
        } else if let text {
            body(TextCleaner.clean(text))
        } else {
            throw ValidationError("give a text, or --lines to read them from standard input")
        }
    }
}

struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell purpose, topic and danger of a text, with reasons.",
        discussion: "Example: shouwen classify --json 老板欠我三个月工资")

    @OptionGroup var options: TextOptions
    @Flag(help: "Every piece of evidence with the words it stands in, label by label.") var explain = false

    func run() throws {
        let script = try loadScript(options.dialogs)
        try options.each { text in
            let verdict = script.understand(text, today: today())
            if options.json || options.lines { return printJSON { verdict.write(to: &$0) } }
            print("\(verdict.purpose.rawValue)（\(verdict.confidence.percent)）  \(verdict.topic.rawValue)")
            if !verdict.safety.isEmpty { print("  危险：\(verdict.safety.map(\.rawValue).joined(separator: "、"))") }
            if explain { return verdict.explain(text) }
            for reason in verdict.reasons { print("  \(reason.sentence)") }
        }
    }
}

struct Ask: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find first-contact answers to a text.", discussion: "Example: shouwen ask --json 低保怎么申请")

    @OptionGroup var options: TextOptions

    func run() throws {
        let script = try loadScript(options.dialogs)
        try options.each { text in
            let matches = script.understander.ask(text, today: today())
            if options.json || options.lines {
                return printJSON { writer in
                    writer.object { writer in
                        writer.key("answers")
                        writer.array { writer in
                            for match in matches {
                                writer.object { writer in
                                    writer.member("id", match.id)
                                    writer.key("score")
                                    writer.value(.double(match.score.rounded3))
                                    writer.member("title", match.title)
                                }
                            }
                        }
                    }
                }
            }
            for match in matches { print("\(match.score.percent)  \(match.id)  \(match.title)") }
            if matches.isEmpty { print("没有合适的答复。") }
        }
    }
}

extension Double {
    var rounded3: Double { (self * 1000).rounded() / 1000 }
    var percent: String { "\(Int((self * 100).rounded()))%" }
}

extension Reason {
    var sentence: String {
        let weight = (self.weight * 100).rounded() / 100
        return cue.isEmpty ? "\(label) \(weight)：\(rule)" : "\(label) \(weight)：\(rule)「\(cue)」"
    }
}

extension Verdict {
    /// The evidence, label by label, each piece with the words of the text it stands in.
    func explain(_ text: String) {
        for (name, scores) in [
            ("目的", purposes.map { ($0.label.rawValue, $0.score) }), ("分类", topics.map { ($0.label.level1, $0.score) }),
        ] {
            print("\(name)：" + scores.map { "\($0.0) \($0.1.percent)" }.joined(separator: "，"))
        }
        var labels: [String] = []
        for reason in reasons where !labels.contains(reason.label) { labels.append(reason.label) }
        for label in labels {
            let own = reasons.filter { $0.label == label }
            print("\(label)  \((own.reduce(0) { $0 + $1.weight } * 100).rounded() / 100)")
            for reason in own {
                let words = String(
                    decoding: Array(text.utf8)[reason.range.clamped(to: 0..<text.utf8.count)], as: UTF8.self)
                let weight = (reason.weight * 100).rounded() / 100
                print("  \(weight >= 0 ? "+" : "")\(weight)  \(reason.rule)\(words.isEmpty ? "" : "「\(words)」")")
            }
        }
    }

    func write(to writer: inout JSONWriter) {
        func scores<L>(_ writer: inout JSONWriter, _ key: StaticString, _ values: [Scored<L>], _ name: (L) -> String) {
            writer.key(key)
            writer.array { writer in
                for value in values {
                    writer.object { writer in
                        writer.member("label", name(value.label))
                        writer.key("score")
                        writer.value(.double(value.score.rounded3))
                    }
                }
            }
        }
        writer.object { writer in
            writer.member("purpose", purpose.rawValue)
            writer.key("confidence")
            writer.value(.double(confidence.rounded3))
            scores(&writer, "purposes", purposes) { $0.rawValue }
            writer.member("topic", topic.level1)
            scores(&writer, "topics", topics) { $0.level1 }
            writer.member("safety", safety.map(\.rawValue))
            writer.member("flags", flags)
            writer.member("reasons", reasons.map(\.sentence))
        }
    }
}
