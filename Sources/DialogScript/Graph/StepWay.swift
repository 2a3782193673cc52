// SPDX-License-Identifier: Apache-2.0

/// One way out of a step: what the graph draws as an arrow and coverage counts as a branch.
package struct StepWay: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// There is nothing to choose.
        case next
        /// An option of a menu, by position.
        case option(Int)
        /// Words that fit no option, where they are an answer too.
        case words
        /// A branch of `go`, by position.
        case branch(Int)
        case found, notFound
        /// Into the flow that is called; `next` is where it comes back to.
        case called
        /// The `if` of the step does not hold.
        case skipped
        /// Where a question leads that was not answered however it was put.
        case wayOut

        /// Whether there are other ways beside it, so that a test may have missed it.
        package var isBranch: Bool {
            switch self {
            case .next, .called, .wayOut: false
            case .option, .words, .branch, .found, .notFound, .skipped: true
            }
        }
    }

    package var kind: Kind
    package var target: ScriptStep.Target
}

extension ScriptStep {
    /// Every way out of the step, in the order in which they are written; the one past a condition comes last.
    package var ways: [StepWay] {
        var all: [StepWay]
        switch kind {
        case .go(let branches):
            all = branches.enumerated().map { StepWay(kind: .branch($0.offset), target: $0.element.next) }
        case .answer(let found, let none):
            all = [StepWay(kind: .found, target: found), StepWay(kind: .notFound, target: none)]
        case .progress(_, _, let found, let unknown):
            all = [StepWay(kind: .found, target: found), StepWay(kind: .notFound, target: unknown)]
        case .ask(let ask):
            all = ask.options.enumerated().map {
                StepWay(kind: .option($0.offset), target: $0.element.next ?? next)
            }
            if ask.options.isEmpty {
                all.append(StepWay(kind: .next, target: next))
            } else if ask.takesWords {
                all.append(StepWay(kind: .words, target: next))
            }
            if case .goOn(let target) = ask.repair.wayOut { all.append(StepWay(kind: .wayOut, target: target)) }
        case .call(let start):
            all = [StepWay(kind: .called, target: .step(start)), StepWay(kind: .next, target: next)]
        case .end, .erase: all = []
        case .act(_, _, let refused):
            all =
                refused == next
                ? [StepWay(kind: .next, target: next)]
                : [StepWay(kind: .found, target: next), StepWay(kind: .notFound, target: refused)]
        case .say, .review, .pick, .file, .handOff, .set: all = [StepWay(kind: .next, target: next)]
        }
        if condition != nil { all.append(StepWay(kind: .skipped, target: next)) }
        return all
    }
}
