// SPDX-License-Identifier: Apache-2.0

/// Checks over the compiled flows as a whole; codes at ``FlowReader``.
enum FlowChecks {
    static func check(_ flows: FlowReader.Result, _ known: KnownNames, _ diagnostics: Diagnostics) {
        keys(flows, diagnostics)
        guard !flows.steps.isEmpty else { return }
        reached(flows, known, diagnostics)
        ends(flows, diagnostics)
    }

    private static func report(_ step: ScriptStep, _ code: String, _ message: String, _ diagnostics: Diagnostics) {
        diagnostics.add(
            Diagnostic(.error, code: code, file: step.file, line: step.line, column: step.column, message: message))
    }

    /// No two names may share the number that states store.
    private static func keys(_ flows: FlowReader.Result, _ diagnostics: Diagnostics) {
        var steps: [UInt32: String] = [:]
        for step in flows.steps {
            if let other = steps.updateValue(step.id, forKey: step.key) {
                report(
                    step, "FLOW010", "\"\(step.id)\" and \"\(other)\" share a stored number; rename one", diagnostics)
            }
        }
        var slots: [UInt32: String] = [:]
        for slot in flows.slots {
            if let other = slots.updateValue(slot.id, forKey: slot.key) {
                diagnostics.error(
                    "FLOW010", file: "flows",
                    "the slots \"\(slot.id)\" and \"\(other)\" share a stored number; rename one")
            }
        }
    }

    /// Every step can be reached from the beginning, or from what interrupts.
    private static func reached(_ flows: FlowReader.Result, _ known: KnownNames, _ diagnostics: Diagnostics) {
        var seen = [Bool](repeating: false, count: flows.steps.count)
        var waiting = [known.start, known.progress, known.change, known.safety]
        // Whatever was answered can be asked again to change it.
        waiting += flows.slots.compactMap(\.step)
        while let index = waiting.popLast() {
            guard flows.steps.indices.contains(index), !seen[index] else { continue }
            seen[index] = true
            for case .step(let next) in flows.steps[index].targets { waiting.append(next) }
        }
        for (index, step) in flows.steps.enumerated() where !seen[index] {
            report(step, "FLOW008", "the step \"\(step.id)\" is never reached; lead to it or delete it", diagnostics)
        }
    }

    /// From every step the talk can come to an end or go back to who called.
    private static func ends(_ flows: FlowReader.Result, _ diagnostics: Diagnostics) {
        var ending = [Bool](repeating: false, count: flows.steps.count)
        var changed = true
        while changed {
            changed = false
            for (index, step) in flows.steps.enumerated() where !ending[index] {
                let ends: Bool =
                    switch step.kind {
                    case .end, .erase: true
                    case .call: reaches(step.next, ending)
                    default: step.targets.contains { reaches($0, ending) }
                    }
                if ends {
                    ending[index] = true
                    changed = true
                }
            }
        }
        for (index, step) in flows.steps.enumerated() where !ending[index] {
            report(
                step, "FLOW009", "from \"\(step.id)\" the talk never ends; lead to an end or to \"return\"", diagnostics
            )
        }
    }

    private static func reaches(_ target: ScriptStep.Target, _ ending: [Bool]) -> Bool {
        switch target {
        case .back: true
        case .step(let index): ending.indices.contains(index) && ending[index]
        case .none: false
        }
    }
}
