// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import DialogScript

/// What is found when the flow `例` has these steps; everything else is right.
private func check(_ steps: String, slots: String = "") -> [Diagnostic] {
    var files = DiagnosticExample.base
    files["flows/例.yaml"] =
        "version: 1\nflow: 例\n" + (slots.isEmpty ? "" : "slots:\n\(slots)") + "steps:\n" + steps
    return Script.check(files: files, today: DiagnosticExample.today).diagnostics
}

@Suite("Flow checks") struct FlowCheckTests {
    @Test("a slip in one name is told once: what lay behind it is not called out of reach") func oneSlip() {
        let found = check(
            "  - {id: one, say: 记下了。, next: tow}\n  - {id: two, say: 好的。, next: three}\n  - {id: three, say: 行。, next: done}\n"
        )
        #expect(found.map(\.brief) == ["flows/例.yaml:4:32 D101"])
        #expect(found.first?.suggestion == "two")
        #expect(found.first?.endColumn == 35)
    }

    @Test("a circle is told once, at its first step, and what leads into it is not") func circle() {
        let found = check(
            "  - {id: 零, say: 记下了。, next: 一}\n  - {id: 一, say: 好。, next: 二}\n  - {id: 二, say: 行。, next: 一}\n")
        #expect(found.map(\.brief) == ["flows/例.yaml:5:5 D109"])
    }

    @Test("a circle through a call is a circle of the caller") func circleThroughCall() {
        let found = check("  - {id: 一, call: progress, next: 二}\n  - {id: 二, say: 记下了。, next: 一}\n")
        #expect(found.map(\.brief) == ["flows/例.yaml:4:5 D109"])
    }

    @Test("a place in a block text has its own line and column") func blocks() {
        let found = check(
            """
              - id: 一
                say:
                  - |
                    这事记下了。
                    已经报警了，您等着。
                next: done

            """)
        #expect(found.map(\.brief) == ["flows/例.yaml:8:9 D406"])
        #expect(found.first?.endColumn == 13)
    }

    @Test("officialese, promises and threats, each with its code") func manners() {
        let found = check(
            "  - {id: 一, say: 请知悉。, next: 二}\n  - {id: 二, say: 一定给您解决, next: 三}\n  - {id: 三, say: 诬告要负责。, next: done}\n"
        )
        #expect(found.map(\.code) == [.officialese, .forbidden, .forbidden])
    }

    @Test("what is cited may say 你 and ask") func quotes() {
        #expect(check("  - {id: 一, say: 他问「你来干什么？你是谁？」，记下了。, next: done}\n").isEmpty)
    }

    @Test("at most four lines, and eighty columns exactly fit") func size() {
        let wide = String(repeating: "字", count: 40)
        #expect(check("  - {id: 一, say: \(wide), next: done}\n").isEmpty)
        #expect(check("  - {id: 一, say: \"\(wide)a\", next: done}\n").map(\.code) == [.tooWide])
    }

    @Test("a key that does nothing in a step is told at the key") func misplaced() {
        let found = check("  - {id: 一, say: 记下了。, options: [], next: done}\n")
        #expect(found.map(\.brief) == ["flows/例.yaml:4:24 D105"])
    }

    @Test("with a condition every step may have a next") func conditionalEnd() {
        #expect(check("  - {id: 一, if: {kiosk: true}, end: 您慢走。, next: done}\n").isEmpty)
    }

    @Test("a fork only needs one way that always holds") func fork() {
        #expect(
            check("  - {id: 一, if: {kiosk: true}, go: [{if: {staff: true}, next: done}, {next: done}], next: done}\n")
                .isEmpty)
    }

    @Test("many thousand steps in a row are checked without running out of stack") func long() {
        var steps = ""
        for index in 0..<3000 { steps += "  - {id: s\(index), say: 记下了。, next: s\(index + 1)}\n" }
        steps += "  - {id: s3000, say: 记下了。, next: s1}\n"
        #expect(check(steps).filter { $0.code != .sharedNumber }.map(\.brief) == ["flows/例.yaml:5:5 D109"])
    }

    @Test("a phrase that is missing is named, and the one that stands for it") func phrases() {
        var files = ShippedFiles.texts
        files["locales/zh-CN.yaml"] = files["locales/zh-CN.yaml"]?.replacingFirst("  silence:", "  silense:")
        let codes = Script.load(files: files).diagnostics.filter { $0.file.hasPrefix("locales") }.map(\.code)
        #expect(codes.sorted { $0.rawValue < $1.rawValue } == [.phraseMissing, .phraseUnknown])
    }

    @Test("the shipped dialogs have no error, and the check makes the same script as the load") func shipped() throws {
        let (script, diagnostics) = Script.check(files: ShippedFiles.texts)
        #expect(diagnostics.filter { $0.severity == .error }.map(\.description) == [])
        #expect(try #require(script).hash == ShippedFiles.loaded.script?.hash)
    }

    @Test("damaged copies of the shipped flows are told, never trapped on", arguments: [UInt64](1...4))
    func damage(_ seed: UInt64) throws {
        var state = seed
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(1, count)
        }
        for _ in 0..<4 {
            var files = DiagnosticExample.base
            let names = files.keys.sorted()
            let name = names[next(names.count)]
            var lines = try #require(files[name]).split(separator: "\n", omittingEmptySubsequences: false)
            lines.remove(at: next(lines.count))
            let other = next(lines.count)
            lines[other] = lines[other].dropLast(next(4))
            files[name] = lines.joined(separator: "\n")
            let (script, found) = Script.check(files: files, today: DiagnosticExample.today)
            #expect((script == nil) == found.contains { $0.severity == .error }, "seed \(seed) \(name)")
        }
    }
}

@Suite("Slots on the way") struct SlotFlowTests {
    private static let day = "  哪天: {type: date, label: 哪天}\n"
    private static let ask = "{id: 问, ask: [记下了。哪天的事？, 是哪一天？], example: 比如「11月3号」。, slot: 哪天, next: 说}\n"
    private static let say = "  - {id: 说, say: \"{哪天}，记下了。\", next: done}\n"

    private func codes(_ steps: String) -> [DiagnosticCode] { check(steps, slots: Self.day).map(\.code) }

    @Test("asked before: nothing to say") func asked() { #expect(codes("  - " + Self.ask + Self.say) == []) }

    @Test("a condition on the slot is as good as asking") func condition() {
        let fork = "  - {id: 岔, go: [{if: {has: 哪天}, next: 说}, {next: 问}]}\n  - "
        #expect(codes(fork + Self.ask + Self.say) == [])
        #expect(
            codes("  - {id: 岔, go: [{if: {not: {asked: 哪天}}, next: 问}, {next: 说}]}\n  - " + Self.ask + Self.say) == [])
        #expect(
            codes(
                "  - {id: 岔, go: [{if: {any: [{has: 哪天}, {kiosk: true}]}, next: 说}, {next: 问}]}\n  - " + Self.ask
                    + Self.say)
                == [.slotNotAlwaysSet])
    }

    @Test("a question that is passed over leaves the slot empty, unless it is passed over because it was answered")
    func skipped() {
        let ask = Self.ask.replacingFirst("id: 问,", "id: 问, if: {kiosk: true},")
        #expect(codes("  - " + ask + Self.say) == [.slotNotAlwaysSet])
        let known = Self.ask.replacingFirst("id: 问,", "id: 问, if: {not: {asked: 哪天}},")
        #expect(codes("  - " + known + Self.say) == [])
    }

    @Test("registering and clearing empty it again") func emptied() {
        let clear = "  - {id: 清, set: {clear: 哪天}, next: 完}\n  - {id: 完, say: \"{哪天}，记下了。\", next: done}\n"
        let ask = "  - " + Self.ask.replacingFirst("next: 说", "next: 清")
        #expect(codes(ask + clear) == [.slotNeverSet])
        #expect(codes(ask + clear.replacingFirst("set: {clear: 哪天}", "file: true")) == [.slotNeverSet])
        #expect(codes(ask + clear.replacingFirst("set: {clear: 哪天}", "set: {new_claim: true}")) == [.slotNeverSet])
    }

    @Test("what a called flow asks is known afterwards") func called() {
        var files = DiagnosticExample.base
        files["flows/例.yaml"] = "version: 1\nflow: 例\nsteps:\n  - {id: 叫, call: 查日子, next: 说}\n" + Self.say
        let other = "version: 1\nflow: 查日子\nslots:\n\(Self.day)steps:\n  - "
        files["flows/查日子.yaml"] = other + Self.ask.replacingFirst("next: 说", "next: return")
        #expect(Script.check(files: files).diagnostics.map(\.description) == [])
        files["flows/查日子.yaml"] =
            other
            + Self.ask.replacingFirst("id: 问,", "id: 问, if: {kiosk: true},").replacingFirst("next: 说", "next: return")
        #expect(Script.check(files: files).diagnostics.map(\.code) == [.slotNotAlwaysSet])
    }

    @Test("within [ ] it need only be possible") func optional() {
        let say = Self.say.replacingFirst("{哪天}，", "[{哪天}，]")
        #expect(codes("  - " + Self.ask.replacingFirst("id: 问,", "id: 问, if: {kiosk: true},") + say) == [])
        #expect(codes(say) == [.slotNeverSet])
    }
}
