// SPDX-License-Identifier: Apache-2.0

/// The flows as boxes and arrows: the steps and ways of the compiled program, with the words that the author wrote for
/// them. Drawn by ``dot``, ``mermaid`` and ``svg``.
public struct FlowGraph: Sendable {
    /// How many people went through a step: what a store can tell.
    public struct Count: Sendable, Hashable {
        /// So many came to the step.
        public var entered: Int
        /// So many left the talk there.
        public var left: Int
        /// So many went on to each step, by `flow.step`, as far as it is known.
        public var to: [String: Int]

        public init(entered: Int, left: Int, to: [String: Int] = [:]) {
            self.entered = entered
            self.left = left
            self.to = to
        }
    }

    package struct Node: Sendable {
        package enum Shape: Sendable { case question, statement, decision, filing, end }

        /// `flow.step`.
        package var id: String
        package var shape: Shape
        /// The beginning of what it says, or what it does.
        package var words: String
    }

    package struct Edge: Sendable {
        package var from: String
        /// `flow.step`, or ``goesBack``.
        package var to: String
        /// One for every way that leads there; empty when there is nothing to choose.
        package var labels: [String]
    }

    /// A flow.
    package struct Panel: Sendable {
        package var name: String
        package var title: String
        package var nodes: [Node]
        package var edges: [Edge]
    }

    /// Where the steps lead that go back to who called the flow.
    package static let goesBack = "return"

    package let panels: [Panel]
    package let titles: [String: String]
    package var counts: [String: Count]

    /// - Parameters:
    ///   - flow: only this one; all when nil.
    ///   - counts: by `flow.step`.
    /// - Returns: nil when there is no such flow.
    public init?(_ script: Script, flow: String? = nil, counts: [String: Count] = [:]) {
        let program = script.program
        if let flow, !program.flows.contains(where: { $0.name == flow }) { return nil }
        let sources = script.flowSources
        titles = Dictionary(program.flows.map { ($0.name, $0.title) }) { first, _ in first }
        self.counts = counts
        panels = program.flows.enumerated().compactMap { index, info in
            if let flow, info.name != flow { return nil }
            let steps = program.steps.filter { $0.flow == index }
            return Panel(
                name: info.name, title: info.title, nodes: steps.map { Self.node($0, sources.steps[$0.id]) },
                edges: steps.flatMap { Self.edges($0, sources.steps[$0.id], program) })
        }
    }

    private static func node(_ step: ScriptStep, _ source: FlowSources.Step?) -> Node {
        let shape: Node.Shape =
            switch source?.kind {
            case "ask", "classify", "pick": .question
            case "go", "answer", "progress": .decision
            case "file", "act", "handoff": .filing
            case "end", "erase": .end
            default: .statement
            }
        return Node(id: step.id, shape: shape, words: brief(source?.words ?? "", columns: 56))
    }

    private static func edges(_ step: ScriptStep, _ source: FlowSources.Step?, _ program: Program) -> [Edge] {
        var edges: [Edge] = []
        for way in step.ways {
            let to: String
            switch way.target {
            case .step(let index): to = program.steps[index].id
            case .back: to = goesBack
            case .none: continue
            }
            let label = brief(source?.label(of: way.kind) ?? "", columns: 32)
            if let known = edges.firstIndex(where: { $0.to == to }) {
                if !label.isEmpty, !edges[known].labels.contains(label) { edges[known].labels.append(label) }
            } else {
                edges.append(Edge(from: step.id, to: to, labels: label.isEmpty ? [] : [label]))
            }
        }
        return edges
    }

    /// The beginning of a text on one line, no wider than so many columns of a terminal.
    static func brief(_ text: String, columns: Int) -> String {
        var out = ""
        var width = 0
        for scalar in text.unicodeScalars {
            let scalar: Unicode.Scalar = scalar == "\n" ? " " : scalar
            width += scalar.value < 0x80 ? 1 : 2
            if width > columns { return out + "…" }
            out.unicodeScalars.append(scalar)
        }
        return out
    }

    /// How many went along an arrow; nil when nothing tells.
    package func count(of edge: Edge, among edges: [Edge]) -> Int? {
        guard let count = counts[edge.from] else { return nil }
        if let known = count.to[edge.to] { return known }
        // With one way out, whoever did not leave took it.
        return count.to.isEmpty && edges.count(where: { $0.from == edge.from }) == 1
            ? max(0, count.entered - count.left) : nil
    }

    /// `进 120 · 走 5`; nil for a step of which nothing is known.
    package func countWords(_ id: String) -> String? {
        counts[id].map { "进 \($0.entered) · 走 \($0.left)" }
    }
}

extension Script {
    /// All flows as a graph in DOT.
    public var graph: String { FlowGraph(self)?.dot ?? "" }
}
