// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DialogScript

@Suite("Difference of two versions")
struct ScriptDiffTests {
    private func folder(_ files: [String: String]) -> ScriptFolder {
        ScriptFolder(
            files: files.sorted { $0.key < $1.key }.map { ScriptFolder.File(path: $0.key, bytes: Array($0.value.utf8)) }
        )
    }

    private func diff(_ change: (inout [String: String]) -> Void) -> ScriptDiff {
        var files = ShippedFiles.texts
        change(&files)
        return ScriptDiff(from: ShippedFiles.folder, to: folder(files))
    }

    private func replace(_ old: String, _ new: String, in path: String) -> ScriptDiff {
        diff { $0[path] = $0[path]?.replacingFirst(old, new) }
    }

    @Test("the same says so; comments and places make no difference")
    func same() {
        #expect(diff { _ in }.isEmpty)
        let moved = diff { $0["flows/done.yaml"] = "\n# 一行\n\n" + ($0["flows/done.yaml"] ?? "") }
        #expect(moved.isEmpty)
        #expect(moved.text == "两个版本没有不同。\n")
        #expect(moved.places.allSatisfy { $0.standing == .unaffected })
        #expect(moved.places.contains { $0.step == "wages.amount" })
    }

    @Test("a wording: which, from what to what, and a person standing there goes on")
    func wording() throws {
        let diff = replace("还有别的事吗？", "还有什么要说的吗？", in: "flows/done.yaml")
        let change = try #require(diff.steps.first)
        #expect(diff.steps.count == 1)
        #expect(change.sort == .changed)
        #expect(change.name == "done.else")
        #expect(change.file == "flows/done.yaml")
        #expect(change.details == [.init(part: "ask.text[0]", before: "还有别的事吗？", after: "还有什么要说的吗？")])
        #expect(
            diff.places.filter { $0.standing != .unaffected } == [
                .init(step: "done.else", standing: .found, suggestion: nil)
            ])
        #expect(diff.text.contains("~ done.else"))
    }

    @Test(
        "an option, a way, a condition",
        arguments: [
            ("flows/done.yaml", "text: 还有一件", "text: 还有一桩", "options[1].text"),
            ("flows/done.yaml", "next: start.fresh", "next: start", "options[1].next"),
            ("flows/wages.yaml", "next: employer", "next: papers", "next"),
            ("flows/start.yaml", "{purpose: 举报}", "{purpose: 建议}", "go[4].if.purpose"),
        ])
    func parts(_ path: String, _ old: String, _ new: String, _ part: String) {
        let diff = replace(old, new, in: path)
        #expect(diff.steps.flatMap(\.details).map(\.part) == [part])
    }

    @Test("a renamed question is lost to those standing there, and the new name is offered")
    func renamed() {
        let diff = diff { files in
            for old in ["id: employer", "next: employer"] {
                files["flows/wages.yaml"] = files["flows/wages.yaml"]?.replacingFirst(old, "\(old)s")
            }
        }
        #expect(diff.steps.map(\.name) == ["wages.amount", "wages.employers", "wages.employer"])
        #expect(diff.steps.map(\.sort) == [.changed, .added, .removed])
        let lost = diff.places.filter { $0.standing == .lost }
        #expect(lost == [.init(step: "wages.employer", standing: .lost, suggestion: "wages.employers")])
        #expect(diff.text.contains("wages.employer → wages.employers？"))
    }

    @Test("a question that became a statement is lost, though its id is there")
    func otherKind() {
        let diff = diff { files in
            files["flows/done.yaml"] = """
                version: 1
                flow: done
                title: 还有别的事吗
                steps:
                  - id: else
                    say: 好。
                    next: bye
                  - id: bye
                    end: 您慢走。
                """
        }
        #expect(diff.places.first { $0.step == "done.else" }?.standing == .lost)
    }

    @Test("where a called flow comes back to must stay too")
    func returns() {
        let diff = replace("id: review\n", "id: readback\n", in: "flows/register.yaml")
        #expect(diff.places.first { $0.step == "register.review" }?.standing == .lost)
    }

    @Test("a flow gone, a slot of another type")
    func flowsAndSlots() {
        let gone = diff { $0["flows/wages.yaml"] = nil }
        #expect(gone.flows.map(\.name) == ["wages"])
        #expect(gone.flows.map(\.sort) == [.removed])
        let typed = replace("employer: {type: text", "employer: {type: place", in: "flows/wages.yaml")
        #expect(typed.slots.map(\.name) == ["employer"])
        #expect(typed.text.contains("答过也会丢的项：employer"))
    }

    @Test("texts, answers, cues and the rest have their own parts")
    func elsewhere() {
        let texts = replace("先空着，往下走", "空着也行", in: "locales/zh-CN.yaml")
        #expect(texts.texts.map(\.name) == ["phrases.stuck.skip"])
        let answers = replace("title: 老板欠工资，找谁", "title: 欠薪找谁", in: "answers/劳动.yaml")
        #expect(answers.answers.map(\.name) == ["answers.欠薪去哪"])
        let cues = replace("deny: 3", "deny: 4", in: "cues/purpose.yaml")
        #expect(cues.cues.map(\.name) == ["groups.话头.举报"])
        let office = replace("phone: \"1234500\"", "phone: \"1234501\"", in: "office.yaml")
        #expect(office.others.map(\.name).first == "office.yaml phone")
        #expect(office.steps.isEmpty)
    }

    @Test("a version that does not even parse can be compared")
    func broken() {
        let diff = diff { $0["flows/wages.yaml"] = "flow: [" }
        #expect(diff.flows.map(\.sort) == [.removed])
    }
}
