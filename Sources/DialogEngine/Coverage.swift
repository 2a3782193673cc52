// SPDX-License-Identifier: Apache-2.0

public import DialogScript

/// Which steps and which branches conversations took, and which they did not.
///
/// A step counts once it did its work: a question was put, a sentence said. A branch is a way that has others beside it:
/// an option of a menu (words that fit none, where they are an answer too), a branch of `go`, found or not of `answer`
/// and `progress`, and both sides of an `if`. Rungs of the repair ladder and words that work everywhere do not count;
/// they are the same at every step.
public struct Coverage: Sendable {
    /// So many of so many.
    public struct Tally: Sendable, Hashable {
        public var covered: Int
        public var total: Int

        /// 0…100; 100 of nothing.
        public var percent: Double { total == 0 ? 100 : Double(covered) * 100 / Double(total) }
    }

    /// Something that no conversation took.
    public struct Missing: Sendable, Hashable {
        /// As the loader was given it: `flows/start.yaml`.
        public var file: String
        /// Counted from 1.
        public var line: Int
        /// `flow.step`.
        public var step: String
        /// The branch, as in the file; nil when the step itself was never reached.
        public var branch: String?
    }

    private struct Branch: Hashable {
        var step: Int
        /// nil: the `if` of the step holds.
        var way: StepWay.Kind?
    }

    private let script: Script
    private let branchList: [Branch]
    private var reached: Set<Int> = []
    private var taken: Set<Branch> = []

    public init(_ script: Script) {
        self.script = script
        var all: [Branch] = []
        for (index, step) in script.program.steps.enumerated() {
            if step.condition != nil { all.append(Branch(step: index, way: nil)) }
            for way in step.ways where way.kind.isBranch { all.append(Branch(step: index, way: way.kind)) }
        }
        branchList = all
    }

    /// Counts what led to a reply.
    public mutating func add(_ reply: TestDesk.Reply) {
        for event in reply.events {
            switch event {
            case .reached(let step):
                taken.insert(Branch(step: step, way: nil))
                switch script.program.steps[step].kind {
                // Passed over when the answer is there already; `opened` tells when it is not.
                case .ask, .pick: break
                default: reached.insert(step)
                }
            case .opened(let step):
                reached.insert(step)
                taken.insert(Branch(step: step, way: nil))
            case .skipped(let step): taken.insert(Branch(step: step, way: .skipped))
            case .way(let step, let way): taken.insert(Branch(step: step, way: way))
            case .word, .reply, .rung, .kept, .danger, .aside: break
            }
        }
    }

    public var steps: Tally { Tally(covered: reached.count, total: script.program.steps.count) }

    public var branches: Tally {
        Tally(covered: branchList.count { taken.contains($0) }, total: branchList.count)
    }

    /// What no conversation took, by file and line. The branches of a step that was never reached are not told one by
    /// one.
    public var missing: [Missing] {
        let sources = script.flowSources
        var all: [Missing] = []
        for (index, step) in script.program.steps.enumerated() where !reached.contains(index) {
            all.append(Missing(file: step.file, line: step.line, step: step.id, branch: nil))
        }
        for branch in branchList where reached.contains(branch.step) || branch.way == .skipped {
            if taken.contains(branch) { continue }
            let step = script.program.steps[branch.step]
            let source = sources.steps[step.id]
            let way = branch.way
            all.append(
                Missing(
                    file: step.file, line: way.flatMap { source?.line(of: $0) } ?? step.line, step: step.id,
                    branch: way.map { source?.label(of: $0) ?? "" } ?? "if"))
        }
        return all.sorted { ($0.file, $0.line, $0.branch ?? "") < ($1.file, $1.line, $1.branch ?? "") }
    }
}

extension Coverage.Missing: CustomStringConvertible {
    /// `flows/wages.yaml:29: wages.offer 2. 先不用，我自己去`.
    public var description: String {
        "\(file):\(line): \(step)" + (branch.map { "：没走过「\($0)」" } ?? "：没走到过")
    }
}
