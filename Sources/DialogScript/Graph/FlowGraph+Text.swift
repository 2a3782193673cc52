// SPDX-License-Identifier: Apache-2.0

extension FlowGraph {
    /// DOT, a cluster a flow: `shouwen graph | dot -Tsvg`.
    public var dot: String {
        var out = "digraph dialogs {\n  rankdir=LR;\n  node [shape=box, fontsize=10];\n  edge [fontsize=9];\n"
        for (index, panel) in panels.enumerated() {
            out += "  subgraph cluster_\(index) {\n    label=\(quoted(panel.title));\n"
            for node in panel.nodes {
                let lines = [node.id, node.words] + (countWords(node.id).map { [$0] } ?? [])
                out += "    \(quoted(node.id)) [label=\(quoted(lines.joined(separator: "\n")))"
                switch node.shape {
                case .question: out += ", style=rounded"
                case .filing: out += ", style=bold"
                case .end: out += ", shape=ellipse"
                case .decision: out += ", shape=diamond"
                case .statement: break
                }
                out += "];\n"
            }
            out += "  }\n"
        }
        for panel in panels {
            for edge in panel.edges {
                let label = words(edge, panel.edges).joined(separator: "\n")
                out += "  \(quoted(edge.from)) -> \(quoted(edge.to))"
                out += label.isEmpty ? ";\n" : " [label=\(quoted(label))];\n"
            }
        }
        return out + "}\n"
    }

    /// Mermaid, a subgraph a flow: for pages that draw it themselves.
    public var mermaid: String {
        var names: [String: String] = [:]
        func name(_ id: String) -> String {
            if let known = names[id] { return known }
            let new = "n\(names.count)"
            names[id] = new
            return new
        }
        var out = "flowchart TD\n"
        for (index, panel) in panels.enumerated() {
            out += "  subgraph f\(index)[\(Self.mermaid(panel.title))]\n"
            for node in panel.nodes {
                let text = Self.mermaid(
                    ([node.id, node.words] + (countWords(node.id).map { [$0] } ?? [])).joined(separator: "\n"))
                let shaped: String =
                    switch node.shape {
                    case .question: "(\(text))"
                    case .statement: "[\(text)]"
                    case .decision: "{\(text)}"
                    case .filing: "[[\(text)]]"
                    case .end: "([\(text)])"
                    }
                out += "    \(name(node.id))\(shaped)\n"
            }
            out += "  end\n"
        }
        let drawn = Set(panels.flatMap { $0.nodes.map(\.id) })
        for id in outside(drawn) { out += "  \(name(id))([\(Self.mermaid(id))])\n" }
        for panel in panels {
            for edge in panel.edges {
                let label = words(edge, panel.edges).joined(separator: "\n")
                out += "  \(name(edge.from)) -->\(label.isEmpty ? "" : "|\(Self.mermaid(label))|") \(name(edge.to))\n"
            }
        }
        return out
    }

    /// What arrows lead to and no panel draws, in the order of the arrows.
    private func outside(_ drawn: Set<String>) -> [String] {
        var all: [String] = []
        for edge in panels.flatMap(\.edges) where !drawn.contains(edge.to) && !all.contains(edge.to) {
            all.append(edge.to)
        }
        return all
    }

    /// Text in quotation marks; what means something to Mermaid by its number.
    private static func mermaid(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": out += "<br/>"
            case "\"", "#", "<", ">", "&", ";", "|", "`", "\\": out += "#\(scalar.value);"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// What stands at an arrow, a line each; long lists of ways are cut.
    func words(_ edge: Edge, _ edges: [Edge]) -> [String] {
        var lines = edge.labels.count > 4 ? edge.labels.prefix(3) + ["……共 \(edge.labels.count) 种"] : edge.labels[...]
        if let count = count(of: edge, among: edges) { lines.append("\(count) 人") }
        return Array(lines)
    }
}
