// SPDX-License-Identifier: Apache-2.0

/// Checks over the compiled flows as a whole.
enum FlowChecks {
    static func check(_ flows: FlowReader.Result, _ known: KnownNames, _ diagnostics: Diagnostics) {
        keys(flows, diagnostics)
        guard !flows.steps.isEmpty else { return }
        let graph = StepGraph(flows.steps)
        // Whatever was answered can be asked again to change it.
        let starts =
            [known.start, known.progress, known.change, known.safety] + flows.slots.compactMap(\.step)
            + flows.loose.meant
        let reached = graph.reached(from: starts)
        unreachable(flows, graph, reached, diagnostics)
        circles(graph, diagnostics)
        if diagnostics.keepsWarnings {
            calls(flows, graph, diagnostics)
            acknowledgements(flows, diagnostics)
        }
    }

    static func report(
        _ step: ScriptStep, _ code: DiagnosticCode, _ message: String, _ diagnostics: Diagnostics
    ) {
        diagnostics.add(
            Diagnostic(code, file: step.file, line: step.line, column: step.column, message: message))
    }

    /// Steps that nothing leads to; what only they lead to has the same cause and is not told.
    private static func unreachable(
        _ flows: FlowReader.Result, _ graph: StepGraph, _ reached: [Bool], _ diagnostics: Diagnostics
    ) {
        var told = reached
        var isLedTo = [Bool](repeating: false, count: reached.count)
        for index in reached.indices where !reached[index] {
            for next in graph.next[index] where next != index && reached.indices.contains(next) { isLedTo[next] = true }
        }
        // Steps in a circle lead to each other: the first of them stands for all.
        for index in reached.indices.filter({ !isLedTo[$0] }) + Array(reached.indices) where !told[index] {
            let step = flows.steps[index]
            let flow = flows.flows[step.flow]
            report(
                step, .unreachable,
                index == flow.start
                    ? "没有哪一步走到流程「\(flow.name)」；在别处写 next: \(flow.name) 或者 call: \(flow.name)"
                    : "步骤「\(step.id)」永远走不到；从别处引过来，或者删掉", diagnostics)
            for (later, isReached) in graph.reached(from: [index]).enumerated() where isReached { told[later] = true }
        }
    }

    /// No two names may share the number that states store.
    private static func keys(_ flows: FlowReader.Result, _ diagnostics: Diagnostics) {
        var steps: [UInt32: String] = [:]
        for step in flows.steps {
            if let other = steps.updateValue(step.id, forKey: step.key) {
                report(step, .sharedNumber, "「\(step.id)」和「\(other)」的内部编号撞了；有一个换个名字", diagnostics)
            }
        }
        var slots: [UInt32: String] = [:]
        for (slot, place) in zip(flows.slots, flows.slotPlaces) {
            if let other = slots.updateValue(slot.id, forKey: slot.key) {
                place.report(.sharedNumber, "格子「\(slot.id)」和「\(other)」的内部编号撞了；有一个换个名字")
            }
        }
    }

    /// Circles that nobody gets out of, and circles in which nobody is asked anything. A talk that never comes to an end
    /// comes to such a circle.
    private static func circles(_ graph: StepGraph, _ diagnostics: Diagnostics) {
        for circle in graph.circles() {
            let inside = Set(circle)
            var asks = false
            var acts = false
            var leaves = false
            for index in circle {
                switch graph.steps[index].kind {
                case .ask, .pick: asks = true
                case .say, .go, .end, .answer: break
                case .review, .file, .handOff, .call, .act, .erase, .progress, .set: acts = true
                }
                if graph.leaves[index] || graph.after[index].contains(where: { !inside.contains($0) }) { leaves = true }
            }
            guard let first = circle.first else { continue }
            let names = circle.prefix(4).map { graph.steps[$0].id }.joined(separator: "、")
            switch (asks, leaves) {
            case (true, true): break
            case (true, false):
                report(graph.steps[first], .neverEnds, "\(names) 绕成一圈，怎么答都出不去；引一条路到 end，或者 return", diagnostics)
            case (false, false):
                report(
                    graph.steps[first], .endlessLoop, "\(names) 绕成一圈，中间不问话，也出不去；加一句问话，或者一条出路", diagnostics)
            case (false, true):
                if acts { continue }
                report(
                    graph.steps[first], .idleLoop, "\(names) 绕成一圈，中间不问话，什么也不改，进去就出不来；加一句问话", diagnostics)
            }
        }
    }

    /// Flows that are called and never come back.
    private static func calls(_ flows: FlowReader.Result, _ graph: StepGraph, _ diagnostics: Diagnostics) {
        var comesBack: [Int: Bool] = [:]
        for step in flows.steps {
            guard case .call(let start) = step.kind, graph.steps.indices.contains(start) else { continue }
            let back =
                comesBack[start]
                ?? zip(graph.steps, graph.reached(from: [start])).contains { step, reached in
                    reached && step.targets.contains(.back)
                }
            comesBack[start] = back
            if !back {
                let name = flows.flows[graph.steps[start].flow].name
                report(
                    step, .callWithoutReturn, "流程「\(name)」里没有 return，叫出去就不回来了；加 next: return，或者这里改用 next: \(name)",
                    diagnostics)
            }
        }
    }

    /// Whoever has just told a story is met with a word before the first question.
    private static func acknowledgements(_ flows: FlowReader.Result, _ diagnostics: Diagnostics) {
        var waiting: [Int] = []
        for step in flows.steps {
            guard case .ask(let ask) = step.kind, ask.classifies else { continue }
            for case .step(let next) in step.targets { waiting.append(next) }
        }
        var seen: Set<Int> = []
        while let index = waiting.popLast() {
            guard flows.steps.indices.contains(index), seen.insert(index).inserted else { continue }
            let step = flows.steps[index]
            var goesOn = step.condition != nil ? [step.next] : []
            switch step.kind {
            case .ask(let ask):
                if ask.classifies { break }
                for text in ask.texts.variants.prefix(1) where !acknowledges(text) {
                    report(
                        step, .noAcknowledgement, "他刚说完一件事，先接一句再问，比如「这事记下了。……」；写在问话前头，或者加一步 say",
                        diagnostics)
                }
            case .go, .set: goesOn += step.targets
            case .call(let start): goesOn.append(.step(start))
            // An answer is one; where there is none, something must be said.
            case .answer(_, let none): goesOn.append(none)
            // One that is said on a condition has a counterpart for the rest.
            case .say: goesOn = []
            case .review, .pick, .file, .handOff, .act, .erase, .progress, .end: break
            }
            for case .step(let next) in goesOn { waiting.append(next) }
        }
    }

    /// Whether a sentence comes before the question.
    private static func acknowledges(_ text: TextTemplate) -> Bool {
        let sample = TextChecks.sample(text.pieces).unicodeScalars
        guard let end = sample.firstIndex(where: { $0 == "。" || $0 == "！" }) else { return false }
        let question = sample.firstIndex { $0 == "？" || $0 == "?" } ?? sample.endIndex
        return end < question && sample.distance(from: sample.startIndex, to: end) > 2
    }
}
