// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogEngine
import DialogScript
import Foundation
import IntakeModel
import LineProtocol

struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the conversations under dialogs/tests, and tell what they leave out.",
        discussion: """
            Examples:
              shouwen test                           all tests, and how much of the dialogs they cover
              shouwen test --coverage --min 95       every step and branch they miss; fails below 95 %
              shouwen test --walks 10000 --seed 7    seeded random talks instead
              shouwen test --from talk.json          a transcript turned into a test, on standard output
            """)

    @Argument(help: "Folder.") var directory = "dialogs"
    @Flag(help: "Tell every step and branch that no test takes, not only the first ten.") var coverage = false
    @Option(help: "Fail when fewer per cent of the steps, or of the branches, are covered.") var min: Double?
    @Flag(help: "JSON.") var json = false
    @Option(help: "Walk so many random talks instead of running the tests.") var walks: Int?
    @Option(help: "Seed of the first random talk; the next ones count up.") var seed: UInt64 = 1
    @Option(help: "A transcript (the answer to `transcript`, its items, or lines of them) to turn into a test.")
    var from: String?
    @Option(help: "With --from: where to write the test. Standard output when left out.") var save: String?
    @Option(help: "With --from: label of the kiosk where the talk took place.") var kiosk: String?

    func validate() throws {
        if let min, !(0...100).contains(min) { throw ValidationError("--min is a percentage, 0 to 100") }
        if let walks, walks < 1 { throw ValidationError("--walks is how many, 1 at least") }
    }

    func run() throws {
        let script = try loadScript(directory)
        if let from { return try record(from, script) }
        if let walks { return try walk(walks, script) }
        try runTests(script)
    }

    // MARK: The tests

    private func runTests(_ script: Script) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let (tests, diagnostics) = ConversationTest.load(directory)
        flushStandardOutput()
        for diagnostic in diagnostics { warn("\(diagnostic)") }
        var coverage = Coverage(script)
        var failures: [ConversationTest.Failure] = []
        var failed = 0
        for test in tests {
            let problems = test.run(script, &coverage)
            if !problems.isEmpty { failed += 1 }
            failures += problems
        }
        let seconds =
            Double((clock.now - start).components.attoseconds) / 1e18
            + Double((clock.now - start).components.seconds)
        if json {
            writeJSON(tests.count - failed, failed, failures, coverage, seconds)
        } else {
            for failure in failures { print("\(failure)\n") }
            tell(coverage)
            let unread = Set(diagnostics.filter { $0.severity == .error }.map(\.file))
            if !unread.isEmpty { print("\(unread.count) 个文件写得不对，里面的没有跑：\(unread.sorted().joined(separator: "、"))。") }
            print("\(tests.count) 段对话：\(tests.count - failed) 段通过，\(failed) 段不过。用时 \(seconds.rounded3) 秒。")
        }
        var isShort = false
        if let min {
            let least = Swift.min(coverage.steps.percent, coverage.branches.percent)
            isShort = least < min
            if isShort { warn("覆盖 \(least.oneDecimal)%，要求 \(min.oneDecimal)%。") }
        }
        guard failed == 0, diagnostics.isEmpty, !isShort else { throw ExitCode.failure }
    }

    private func tell(_ coverage: Coverage) {
        let missing = coverage.missing
        let shown = self.coverage ? missing[...] : missing.prefix(10)
        for item in shown { print("\(item)") }
        if shown.count < missing.count { print("……还有 \(missing.count - shown.count) 处，用 --coverage 全列出来。") }
        func line(_ what: String, _ tally: Coverage.Tally) -> String {
            "\(what) \(tally.percent.oneDecimal)%（\(tally.covered)/\(tally.total)）"
        }
        print("覆盖：\(line("步骤", coverage.steps))，\(line("分支", coverage.branches))")
    }

    private func writeJSON(
        _ passed: Int, _ failed: Int, _ failures: [ConversationTest.Failure], _ coverage: Coverage, _ seconds: Double
    ) {
        printJSON { writer in
            writer.object { writer in
                writer.member("passed", Int64(passed))
                writer.member("failed", Int64(failed))
                writer.key("seconds")
                writer.value(.double(seconds.rounded3))
                writer.key("failures")
                writer.array { writer in
                    for failure in failures {
                        writer.object { writer in
                            writer.member("file", failure.file)
                            writer.member("line", Int64(failure.line))
                            writer.member("test", failure.test)
                            writer.member("input", failure.input)
                            writer.member("expected", failure.expected)
                            writer.member("came", failure.came)
                            writer.member("reply", failure.reply)
                        }
                    }
                }
                writer.key("coverage")
                coverage.write(to: &writer)
            }
        }
    }

    // MARK: Random talks

    private func walk(_ count: Int, _ script: Script) throws {
        var walks = RandomWalks(script, today: CivilDate(year: 2026, month: 11, day: 23) ?? today())
        walks.run(count, seed: seed)
        if json {
            printJSON { writer in
                writer.object { writer in
                    writer.member("walks", Int64(walks.walks))
                    writer.member("seed", Int64(truncatingIfNeeded: seed))
                    writer.member("lines", Int64(walks.turns))
                    writer.member("registered", Int64(walks.registered))
                    writer.member("longest", Int64(walks.longest))
                    writer.member("failed", Int64(walks.failed))
                    writer.key("failures")
                    writer.array { writer in
                        for failure in walks.failures {
                            writer.object { writer in
                                writer.member("seed", Int64(truncatingIfNeeded: failure.seed))
                                writer.member("manner", failure.manner.rawValue)
                                writer.member("problems", failure.problems)
                                writer.member("lines", failure.lines)
                            }
                        }
                    }
                    writer.key("coverage")
                    walks.coverage.write(to: &writer)
                }
            }
        } else {
            for failure in walks.failures { print("\(failure)\n") }
            tell(walks.coverage)
            print(
                "\(walks.walks) 次随机对话（种子 \(seed) 起）：\(walks.turns) 句，登记 \(walks.registered) 次，"
                    + "好好答的最长 \(walks.longest) 句，出错 \(walks.failed) 次。")
        }
        guard walks.failed == 0 else { throw ExitCode.failure }
    }

    // MARK: A transcript turned into a test

    private func record(_ path: String, _ script: Script) throws {
        let transcript = try Transcript.read(path)
        guard let first = transcript.lines.first else { throw Failure("\(path): nothing was said in this transcript") }
        let setting = ConversationRecorder.Setting(
            today: first.day ?? today(), minuteOfDay: first.minuteOfDay ?? 570, kiosk: kiosk)
        var recorder = ConversationRecorder(script, setting)
        let left = recorder.play(transcript.lines.map(\.line))
        let name = URL(fileURLWithPath: save ?? path).deletingPathExtension().lastPathComponent
        try saveTest(recorder.test(named: name), to: save)
        if left > 0 { warn("\(left) 句是说给工作人员的，没有写进去。") }
    }
}

/// Writes a recorded test and says what a person still has to look at.
func saveTest(_ text: String, to path: String?) throws {
    if let path {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        } catch {
            throw Failure("\(path): cannot be written: \(error)")
        }
    } else {
        print(text, terminator: "")
    }
    warn("名字、电话、号码已经换成编的；事里提到的别人、单位、地方程序认不出来，提交前请看一遍。")
}

extension Double {
    /// `96.4`.
    var oneDecimal: String {
        let tenths = Int((self * 10).rounded(.down))
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension Coverage {
    func write(to writer: inout JSONWriter) {
        func tally(_ writer: inout JSONWriter, _ key: StaticString, _ tally: Tally) {
            writer.key(key)
            writer.object { writer in
                writer.member("covered", Int64(tally.covered))
                writer.member("total", Int64(tally.total))
                writer.key("percent")
                writer.value(.double((tally.percent * 10).rounded(.down) / 10))
            }
        }
        writer.object { writer in
            tally(&writer, "steps", steps)
            tally(&writer, "branches", branches)
            writer.key("missing")
            writer.array { writer in
                for item in missing {
                    writer.object { writer in
                        writer.member("file", item.file)
                        writer.member("line", Int64(item.line))
                        writer.member("step", item.step)
                        writer.member(orNull: "branch", item.branch)
                    }
                }
            }
        }
    }
}
