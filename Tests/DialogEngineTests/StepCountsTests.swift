// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import DialogScript
import IntakeModel
import Testing

@Suite("Counting steps")
struct StepCountsTests {
    /// The smallest dialogs, with a flow that calls another one.
    private static func small() throws -> Script {
        var files = DiagnosticExample.base
        let start = try #require(files["flows/start.yaml"])
        let head = String(start[..<(try #require(start.firstRange(of: "steps:\n")).lowerBound)])
        files["flows/start.yaml"] =
            head + """
                steps:
                  - {id: hello, say: 您好。, next: what}
                  - {id: what, classify: [遇上什么事？, 想说哪件事？, 您说，什么事？], slot: story, next: sort}
                  - id: sort
                    go:
                      - {if: {purpose: 咨询}, next: bye}
                      - {next: call}
                  - {id: call, call: 例, next: bye}
                  - {id: bye, end: 您慢走。}

                """
        files["flows/例.yaml"] = """
            version: 1
            flow: 例
            steps:
              - {id: where, ask: [在哪儿？, 是在什么地方？, 地方在哪儿？], slot: place, next: noted}
              - {id: noted, say: 记下了。, next: return}
            """
        let (script, diagnostics) = Script.load(files: files)
        #expect(diagnostics.map(\.description) == [])
        return try #require(script)
    }

    private func states(_ lines: [String], _ script: Script) -> [[UInt8]] {
        var desk = TestDesk(script: script, today: Shipped.today)
        _ = desk.take(.open)
        var states = [desk.storedState]
        for line in lines {
            _ = desk.take(.say(line))
            states.append(desk.storedState)
        }
        return states
    }

    @Test("calls and returns are followed; who answers no more left there; who was led to the end did not")
    func small() throws {
        let script = try Self.small()
        var counts = StepCounts(script)
        counts.add(states: states(["老板欠我工资", "城关镇平安路 1 号"], script), ended: true)
        counts.add(states: states(["老板欠我工资"], script), ended: false)
        counts.add(states: states([], script), ended: false)
        #expect(counts.conversations == 3)
        let found = counts.counts
        #expect(found["start.hello"] == .init(entered: 3, left: 0, to: ["start.what": 3]))
        #expect(found["start.what"] == .init(entered: 3, left: 1, to: ["start.sort": 2]))
        #expect(found["start.sort"] == .init(entered: 2, left: 0, to: ["start.call": 2]))
        #expect(found["start.call"] == .init(entered: 2, left: 0, to: ["例.where": 2]))
        #expect(found["例.where"] == .init(entered: 2, left: 1, to: ["例.noted": 1]))
        #expect(found["例.noted"] == .init(entered: 1, left: 0, to: ["start.bye": 1]))
        #expect(found["start.bye"] == .init(entered: 1, left: 0))
    }

    @Test("over the shipped dialogs nobody appears or vanishes", arguments: 0..<6)
    func walks(_ part: Int) throws {
        let script = try Shipped.script()
        var counts = StepCounts(script)
        var walks = 0
        for seed in UInt64(part * 5)..<UInt64(part * 5 + 5) {
            var walk = RandomWalk(script, seed: seed, today: Shipped.today)
            let states = states(walk.run().lines, script)
            counts.add(states: states, ended: false)
            walks += 1
        }
        #expect(counts.conversations == walks)
        for (step, count) in counts.counts {
            let went = count.to.values.reduce(0, +)
            #expect(went + count.left <= count.entered, "\(step): \(count), seeds from \(part * 5)")
        }
        #expect(counts.counts.values.reduce(0) { $0 + $1.left } == walks)
    }

    @Test("what cannot be read, or is of another script, is passed over")
    func strangers() throws {
        let script = try Shipped.script()
        var counts = StepCounts(script)
        counts.add(states: [[9, 9, 9], []], ended: false)
        #expect(counts.counts.isEmpty)
        #expect(counts.conversations == 1)
    }
}
