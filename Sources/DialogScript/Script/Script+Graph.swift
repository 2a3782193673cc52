// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension Script {
    /// The flows as a graph in DOT, a cluster a flow; drawn from the compiled steps that run.
    public var graph: String {
        let steps = program.steps
        var out = "digraph dialogs {\n  rankdir=LR;\n  node [shape=box, fontsize=10];\n"
        for (index, flow) in program.flows.enumerated() {
            out += "  subgraph cluster_\(index) {\n    label=\(quoted(flow.title));\n"
            for step in steps where step.flow == index {
                out += "    \(quoted(step.id)) [label=\(quoted(name(step)))\(shape(step))];\n"
            }
            out += "  }\n"
        }
        for step in steps {
            var drawn: Set<String> = []
            for (target, label) in edges(step) {
                let to: String
                switch target {
                case .step(let next): to = steps[next].id
                case .back: to = "return"
                case .none: continue
                }
                guard drawn.insert("\(to)\u{0}\(label)").inserted else { continue }
                out += "  \(quoted(step.id)) -> \(quoted(to))\(label.isEmpty ? "" : " [label=\(quoted(label))]");\n"
            }
        }
        return out + "}\n"
    }

    private func edges(_ step: ScriptStep) -> [(ScriptStep.Target, String)] {
        if case .ask(let ask) = step.kind, !ask.options.isEmpty {
            return ask.options.enumerated().map { ($0.element.next ?? step.next, "\($0.offset + 1)") }
                + (step.condition == nil ? [] : [(step.next, "")])
        }
        return step.targets.map { ($0, "") }
    }

    private func name(_ step: ScriptStep) -> String {
        let kind: String =
            switch step.kind {
            case .say: "say"
            case .ask(let ask): ask.classifies ? "classify" : "ask \(ask.slot.map { program.slots[$0].id } ?? "")"
            case .answer: "answer"
            case .review: "review"
            case .pick: "pick"
            case .file: "file"
            case .handOff(let reason): "handoff \(reason.rawValue)"
            case .call: "call"
            case .act(let act, _): "act \(act.rawValue)"
            case .erase: "erase"
            case .progress: "progress"
            case .set: "set"
            case .go: "go"
            case .end: "end"
            }
        return step.id + "\\n" + kind
    }

    private func shape(_ step: ScriptStep) -> String {
        switch step.kind {
        case .ask, .pick: ", style=rounded"
        case .file: ", style=bold"
        case .end, .erase: ", shape=ellipse"
        case .go: ", shape=diamond"
        default: ""
        }
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"") + "\""
    }
}
