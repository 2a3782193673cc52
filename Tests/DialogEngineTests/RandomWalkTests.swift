// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import DialogScript
import IntakeModel
import Testing

@Suite("Random walks")
struct RandomWalkTests {
    /// Seeds count up from here; `shouwen test --walks 1 --seed N` walks one again.
    static let seed: UInt64 = 20_261_123

    @Test("no crash, no dead end, nothing twice running, an end within sixty lines", arguments: 0..<10)
    func walks(_ part: Int) throws {
        var walks = RandomWalks(try Shipped.script(), today: Shipped.today)
        walks.run(12, seed: Self.seed + UInt64(part) * 12)
        #expect(walks.walks == 12)
        #expect(walks.longest <= RandomWalk.longest)
        for failure in walks.failures { Issue.record("\(failure)") }
    }

    @Test("seeds that found something once", arguments: [108_352])
    func found(_ seed: UInt64) throws {
        var walk = RandomWalk(try Shipped.script(), seed: seed, today: Shipped.today)
        let result = walk.run()
        #expect(result.problems == [], "\(result)")
    }

    @Test("the same seed walks the same way, another one another")
    func determined() throws {
        let script = try Shipped.script()
        func lines(_ seed: UInt64) -> [String] {
            var walk = RandomWalk(script, seed: seed, today: Shipped.today)
            return walk.run().lines
        }
        #expect(lines(7) == lines(7))
        #expect(lines(7) != lines(8))
    }

    @Test("a flow that turns in a circle is found, with its seed")
    func circle() throws {
        let diagnostics = Diagnostics()
        var files: [String: String] = [:]
        for file in ScriptFolder.read(Shipped.directory, diagnostics).files {
            files[file.path] = String(decoding: file.bytes, as: UTF8.self)
        }
        // Whatever is answered, the question comes again; only words that work everywhere lead out.
        files["flows/done.yaml"] = """
            version: 1
            flow: done
            steps:
              - id: else
                ask: [还有别的事吗？, 别的还有要说的吗？, 您还有事吗？]
                next: again
              - id: again
                go:
                  - {if: {staff: true}, next: bye}
                  - {next: else}
              - id: bye
                end: 您慢走。
            """
        let script = try #require(Script.load(files: files).script)
        var walks = RandomWalks(script, today: Shipped.today)
        walks.run(60, seed: 1)
        let failure = try #require(walks.failures.first)
        #expect(failure.manner == .sensible)
        #expect(failure.problems == ["longer than 60 lines"])
        #expect(failure.description.hasPrefix("seed \(failure.seed) (sensible): longer than 60 lines\n"))
    }
}
