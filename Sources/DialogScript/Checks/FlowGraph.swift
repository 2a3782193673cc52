// SPDX-License-Identifier: Apache-2.0

/// The compiled steps as a graph: where each may lead by itself.
struct FlowGraph {
    let steps: [ScriptStep]
    /// Steps that follow a step, each once; a call leads both into the flow that is called and on to its own next.
    private(set) var next: [[Int]] = []
    /// The same, but that a call leads to its own next only, as if the flow came back.
    private(set) var after: [[Int]] = []
    /// Whether the talk can stop at a step, or go back to whoever called, or leads where nobody knows (which has a report
    /// of its own).
    private(set) var leaves: [Bool] = []

    init(_ steps: [ScriptStep]) {
        self.steps = steps
        next.reserveCapacity(steps.count)
        leaves.reserveCapacity(steps.count)
        for step in steps {
            var targets: [Int] = []
            var leaving: Bool
            switch step.kind {
            case .end, .erase: leaving = true
            default: leaving = false
            }
            for target in step.targets {
                switch target {
                case .step(let index): if !targets.contains(index) { targets.append(index) }
                case .back, .none: leaving = true
                }
            }
            if case .call = step.kind, case .step(let own) = step.next {
                after.append([own])
            } else {
                after.append(targets)
            }
            next.append(targets)
            leaves.append(leaving)
        }
    }

    /// Steps that can be come to from `starts`.
    func reached(from starts: [Int]) -> [Bool] {
        var seen = [Bool](repeating: false, count: steps.count)
        var waiting = starts
        while let index = waiting.popLast() {
            guard steps.indices.contains(index), !seen[index] else { continue }
            seen[index] = true
            waiting += next[index]
        }
        return seen
    }

    /// The sets of steps that lead to one another in circles, calls taken as one step, each in rising order (Tarjan, without recursion: a script
    /// may have many thousand steps in a row).
    func circles() -> [[Int]] {
        var index = [Int](repeating: -1, count: steps.count)
        var low = index
        var onStack = [Bool](repeating: false, count: steps.count)
        var stack: [Int] = []
        var count = 0
        var found: [[Int]] = []
        for root in steps.indices where index[root] < 0 {
            var work: [(step: Int, edge: Int)] = [(root, 0)]
            while let (step, edge) = work.last {
                if edge == 0 {
                    index[step] = count
                    low[step] = count
                    count += 1
                    stack.append(step)
                    onStack[step] = true
                }
                if edge < after[step].count {
                    work[work.count - 1].edge += 1
                    let to = after[step][edge]
                    guard steps.indices.contains(to) else { continue }
                    if index[to] < 0 {
                        work.append((to, 0))
                    } else if onStack[to] {
                        low[step] = min(low[step], index[to])
                    }
                    continue
                }
                work.removeLast()
                if let parent = work.last?.step { low[parent] = min(low[parent], low[step]) }
                guard low[step] == index[step] else { continue }
                var circle: [Int] = []
                while let top = stack.popLast() {
                    onStack[top] = false
                    circle.append(top)
                    if top == step { break }
                }
                if circle.count > 1 || after[step].contains(step) { found.append(circle.sorted()) }
            }
        }
        return found
    }
}
