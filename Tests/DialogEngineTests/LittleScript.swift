// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import DialogScript
import Testing

/// The smallest folder there is, with the flow `例` written in the test; every story leads to it.
enum LittleScript {
    /// What the engine says, where a test looks for it; everything else is 好。
    private static let phrases = [
        "misfit": "没看明白。", "misfit.choice": "写数字。", "misfit.idnumber": "有一位对不上。", "stuck": "可以空着。",
        "stuck.choice": "都不合适？", "skipped": "先这样。",
        "noted": "这句记下了。", "person.absent": "没有人在。",
    ]

    static func files(_ steps: String, slots: String = "", others: [String: String] = [:]) -> [String: String] {
        var files = DiagnosticExample.base
        files["flows/例.yaml"] =
            "version: 1\nflow: 例\n" + (slots.isEmpty ? "" : "slots:\n\(slots)") + "steps:\n" + steps
        files["locales/zh-CN.yaml"] = files["locales/zh-CN.yaml"]?
            .split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                let key = line.prefix { $0 != ":" }.drop { $0 == " " }
                return line.hasPrefix("  ")
                    ? phrases[String(key)].map { "  \(key): \($0)" } ?? String(line) : String(line)
            }
            .joined(separator: "\n")
        return files.merging(others) { $1 }
    }

    /// A desk at which somebody has just told a story.
    static func desk(_ steps: String, slots: String = "", others: [String: String] = [:]) throws -> TestDesk {
        let (script, diagnostics) = Script.check(
            files: files(steps, slots: slots, others: others), today: DiagnosticExample.today)
        #expect(diagnostics.filter { $0.severity != .info }.map(\.description) == [])
        var desk = TestDesk(script: try #require(script), today: Shipped.today)
        _ = desk.take(.say("我家的低保停了没人管"))
        return desk
    }
}
