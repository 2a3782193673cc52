// SPDX-License-Identifier: Apache-2.0

public import DialogScript
public import IntakeModel

/// Many random walks, and what they found.
public struct RandomWalks: Sendable {
    public private(set) var walks = 0
    /// Lines that petitioners said.
    public private(set) var turns = 0
    /// Talks that got a receipt.
    public private(set) var registered = 0
    /// Lines of the longest sensible talk.
    public private(set) var longest = 0
    /// Walks that went wrong, the first ``kept`` of them.
    public private(set) var failures: [RandomWalk.Result] = []
    /// All that went wrong, kept or not.
    public private(set) var failed = 0
    /// What they took.
    public private(set) var coverage: Coverage

    /// So many failures are kept: more of them tell nothing new.
    public static let kept = 20

    private let script: Script
    private let today: CivilDate

    public init(_ script: Script, today: CivilDate) {
        self.script = script
        self.today = today
        coverage = Coverage(script)
    }

    /// Walks with the seeds `seed`, `seed + 1` …, so that any one can be walked again alone.
    public mutating func run(_ count: Int, seed: UInt64) {
        for index in 0..<max(0, count) {
            var walk = RandomWalk(script, seed: seed &+ UInt64(index), today: today)
            let result = walk.run()
            walks += 1
            turns += result.lines.count
            if result.receipts > 0 { registered += 1 }
            if result.manner == .sensible { longest = max(longest, result.lines.count) }
            for reply in result.replies { coverage.add(reply) }
            guard !result.problems.isEmpty else { continue }
            failed += 1
            if failures.count < Self.kept { failures.append(result) }
        }
    }
}

extension RandomWalk.Result: CustomStringConvertible {
    /// The seed, what went wrong, what had been said, the last reply.
    public var description: String {
        "seed \(seed) (\(manner.rawValue)): \(problems.joined(separator: "; "))\n  \(lines.joined(separator: " / "))\n"
            + reply.split(separator: "\n").map { "    | \($0)" }.joined(separator: "\n")
    }
}
