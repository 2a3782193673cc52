// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript
import IntakeModel
import IntakeServer
import LineProtocol
import SQLiteStore

extension Case {
    struct Supervise: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open cases that meet a ground for 督办, and why. A list for a person: nothing follows by itself.",
            discussion: "Example: shouwen case supervise --json")

        @OptionGroup var options: DataOptions
        @Flag(help: "JSON.") var json = false

        func run() throws {
            let found = try options.openCases { record, file, script in
                CaseTrigger.all(
                    record, file, clocks: CaseRow(record, script).states, rules: script.rules, today: today())
            }
            if json {
                return printJSON(found) { item, writer in
                    writer.key("triggers")
                    writer.array { writer in
                        for trigger in item.reasons {
                            writer.object { writer in
                                writer.member("ground", trigger.ground)
                                writer.member("why", trigger.why)
                            }
                        }
                    }
                }
            }
            for item in found {
                print("\(item.record.number)  \(item.file.stage.title)  \(item.file.unit)")
                for trigger in item.reasons { print("  \(trigger.ground)：\(trigger.why)") }
            }
            if found.isEmpty { print("没有够得上督办情形的（第四十条第一款）。") }
        }
    }

    struct Agenda: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open cases for a 联席会议, and why; or fresh ones that may be handled the simple way.",
            discussion: "Example: shouwen case agenda\n         shouwen case agenda --simple")

        @OptionGroup var options: DataOptions
        @Flag(help: "Candidates for 简易办理 instead.") var simple = false
        @Flag(help: "JSON.") var json = false

        func run() throws {
            let found = try options.openCases { record, file, _ in
                simple ? CaseAgenda.simple(record, file).map { [$0] } ?? [] : CaseAgenda.reasons(record, file)
            }
            if json {
                return printJSON(found) { item, writer in
                    writer.member("first", CaseAgenda.isFirst(item.file))
                    writer.member("reasons", item.reasons)
                }
            }
            for item in found {
                let first = CaseAgenda.isFirst(item.file) ? "  初次" : ""
                print(
                    "\(item.record.number)  \(item.file.stage.title)  \(item.file.unit)\(first)  "
                        + item.reasons.joined(separator: "；"))
            }
            if found.isEmpty { print(simple ? "没有可以考虑简易办理的。" : "没有要上会的。") }
        }
    }
}

/// A case that stands on a list, and why.
private struct ListedCase<Reason> {
    var record: CaseRecord
    var file: CaseFile
    var reasons: [Reason]
}

extension DataOptions {
    /// The cases for which there is a reason, of those that the officer may see.
    fileprivate func openCases<Reason>(
        _ reasons: (CaseRecord, CaseFile, Script) -> [Reason]
    ) throws -> [ListedCase<Reason>] {
        let script = try loadScript(dialogs)
        let store = try openReading(script)
        return try store.cases(viewer: try viewer(store)).compactMap { record in
            let file = CaseFile(record)
            let found = reasons(record, file, script)
            return found.isEmpty ? nil : ListedCase(record: record, file: file, reasons: found)
        }
    }
}

private func printJSON<Reason>(
    _ cases: [ListedCase<Reason>], _ more: (ListedCase<Reason>, inout JSONWriter) -> Void
) {
    printJSON { writer in
        writer.array { writer in
            for item in cases {
                writer.object { writer in
                    writer.member("number", item.record.number)
                    writer.member("stage", item.file.stage.title)
                    writer.member("unit", item.file.unit)
                    more(item, &writer)
                }
            }
        }
    }
}
