// SPDX-License-Identifier: Apache-2.0

public import DialogScript
import IntakeModel

/// How many came to each step, where they went and where they left, told from the states that a store keeps.
///
/// A state says which question was open after a turn. Between two questions people went by the shortest way of the script
/// from the one to the other, through steps that wait for nobody; where no such way is (a word that works everywhere, an
/// answer changed, another version of the dialogs), they came to the second one from outside. Who never answered a
/// question again, and whose talk did not end by the script, left there.
public struct StepCounts: Sendable {
    /// By `flow.step`.
    public private(set) var counts: [String: FlowGraph.Count] = [:]
    /// Conversations counted.
    public private(set) var conversations = 0

    private let program: Program
    /// Ways looked for before: they are the same for everybody in the same place.
    private var known: [Place: [Int]?] = [:]

    private struct Place: Hashable {
        var from: Int
        /// Where calls come back to, outermost first.
        var stack: [Int]
        /// Step to come to; nil: one that ends the talk.
        var to: Int?
    }

    public init(_ script: Script) { program = script.program }

    /// Counts one conversation.
    ///
    /// - Parameters:
    ///   - states: ``DialogState/encode()`` after each of its turns, oldest first. One that cannot be read is passed over.
    ///   - ended: whether the talk is over.
    public mutating func add(states: [[UInt8]], ended: Bool) {
        conversations += 1
        var at: (step: Int, stack: [Int])?
        for bytes in states {
            guard let state = try? DialogState(decoding: bytes), let step = program.step(key: state.at) else {
                continue
            }
            // The same question still: what came was no answer, or the last one, after which nothing was asked.
            if step == at?.step { continue }
            let stack = state.frames.filter { $0.kind == .call }.compactMap { program.step(key: $0.step) }
            defer { at = (step, stack) }
            if let at {
                if let way = way(Place(from: at.step, stack: at.stack, to: step)) {
                    follow(way)
                    continue
                }
            } else {
                // The first question lies behind what is said at the beginning.
                let start = program.known.start
                if start != step, let way = way(Place(from: start, stack: [], to: step)) {
                    enter(start)
                    follow(way)
                    continue
                }
            }
            enter(step)
        }
        guard let at else { return }
        if ended, let way = way(Place(from: at.step, stack: at.stack, to: nil)) {
            follow(way)
        } else {
            counts[program.steps[at.step].id, default: .init(entered: 0, left: 0)].left += 1
        }
    }

    private mutating func enter(_ step: Int) {
        counts[program.steps[step].id, default: .init(entered: 0, left: 0)].entered += 1
    }

    /// Steps in the order in which they were passed, the first one left.
    private mutating func follow(_ way: [Int]) {
        for (from, to) in zip(way, way.dropFirst()) {
            let name = program.steps[to].id
            counts[program.steps[from].id, default: .init(entered: 0, left: 0)].to[name, default: 0] += 1
            enter(to)
        }
    }

    /// The shortest way: breadth first over steps that wait for nobody, calls and returns followed.
    private mutating func way(_ place: Place) -> [Int]? {
        if let found = known[place] { return found }
        struct Point: Hashable {
            var step: Int
            var stack: [Int]
        }
        let start = Point(step: place.from, stack: place.stack)
        var queue = [start]
        var before: [Point: Point] = [:]
        var seen: Set<Point> = [start]
        var head = 0
        var end: Point?
        search: while head < queue.count, queue.count < 5_000 {
            let point = queue[head]
            head += 1
            let step = program.steps[point.step]
            // A question on the way would have been asked.
            if head > 1, step.waits { continue }
            for way in step.ways {
                var next = point
                switch way.target {
                case .step(let index): next.step = index
                case .back:
                    guard let back = next.stack.popLast() else { continue }
                    next.step = back
                case .none: continue
                }
                if case .called = way.kind, case .step(let back) = step.next { next.stack.append(back) }
                // A call comes back by the flow that was called, not past it.
                if case .call = step.kind, case .next = way.kind { continue }
                guard next.stack.count <= DialogState.deepestFrames, seen.insert(next).inserted else { continue }
                before[next] = point
                if place.to.map({ $0 == next.step }) ?? program.steps[next.step].ends {
                    end = next
                    break search
                }
                queue.append(next)
            }
        }
        var steps: [Int] = []
        while let point = end {
            steps.append(point.step)
            end = before[point]
        }
        let found = steps.isEmpty ? nil : Array(steps.reversed())
        known[place] = found
        return found
    }
}

extension ScriptStep {
    /// Whether the step puts a question.
    fileprivate var waits: Bool {
        switch kind {
        case .ask, .pick: true
        default: false
        }
    }

    fileprivate var ends: Bool {
        switch kind {
        case .end, .erase: true
        default: false
        }
    }
}
