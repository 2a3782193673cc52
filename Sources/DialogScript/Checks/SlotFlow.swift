// SPDX-License-Identifier: Apache-2.0

/// Which slots have an answer when a step is come to: on some way (may), and on every way (must).
///
/// A forward analysis over the compiled steps to a fixed point. A question fills its slot whichever way it goes on; a
/// condition that holds, or does not, tells about the slots it names; registering and another claim empty what belongs to
/// the matter. A call is followed into its flow, and what that flow fills on all its ways back, and may empty, is put
/// together once per flow. What interrupts (进度, 修改, danger) may come at any moment: nothing is certain there, and
/// anything possible.
struct SlotFlow {
    private let steps: [ScriptStep]
    private let slots: [SlotInfo]
    private let flows: [FlowInfo]
    /// Slots that entering a flow empties.
    private let fresh: [SlotSet]
    private let people: Int
    /// Slots that may be filled in passing, at any time.
    private let passing: SlotSet
    private let matter: SlotSet
    private(set) var may: [SlotSet?]
    private(set) var must: [SlotSet?]
    private var summaries: [Int: Summary] = [:]
    /// The ways on from each step, found once; those of calls change with the summaries.
    private var ways: [[Edge]?]

    private struct Summary: Hashable {
        /// nil: the flow does not come back.
        var fills: SlotSet?
        /// Filled on some way through it.
        var perhaps: SlotSet
        var empties: SlotSet
    }

    private struct Edge {
        var to: ScriptStep.Target
        var fills: SlotSet
        /// Filled only perhaps.
        var perhaps: SlotSet
        var empties: SlotSet
    }

    /// - Parameters:
    ///   - alwaysPossible: slots that may be filled at any moment without being asked.
    ///   - findsCertain: whether ``must`` is wanted, too; empty otherwise.
    init(_ flows: FlowReader.Result, _ known: KnownNames, alwaysPossible: SlotSet, findsCertain: Bool) {
        steps = flows.steps
        slots = flows.slots
        self.flows = flows.flows
        fresh = flows.flows.map { flow in
            var set = SlotSet(count: flows.slots.count)
            for slot in flow.fresh { set.insert(slot) }
            return set
        }
        people = known.people
        passing = alwaysPossible
        var matter = SlotSet(count: flows.slots.count)
        for (index, slot) in flows.slots.enumerated() where slot.scope != .person { matter.insert(index) }
        self.matter = matter
        may = []
        must = []
        ways = [[Edge]?](repeating: nil, count: flows.steps.count)
        let empty = SlotSet(count: slots.count)
        let entries = [known.start, known.progress, known.change, known.safety]
        var calls: [Int: Int] = [:]
        for step in steps {
            if case .call(let start) = step.kind { calls[start] = calls.count }
        }
        for start in calls.keys {
            summaries[start] = Summary(fills: nil, perhaps: empty, empties: SlotSet(count: slots.count, all: true))
        }
        // Flows that call each other settle after a few rounds; unsettled ones stay on the safe side.
        for _ in 0..<4 {
            var isSettled = true
            for start in calls.keys.sorted() {
                let new = summary(of: start, empty)
                if new != summaries[start] { isSettled = false }
                summaries[start] = new
            }
            if isSettled { break }
        }
        if findsCertain { must = run(entries.map { ($0, empty) }, all: true).states }
        let anything = SlotSet(count: slots.count, all: true)
        may =
            run(
                [(known.start, passing)] + entries.dropFirst().map { ($0, anything) }
                    // Asked again in order to change it.
                    + flows.slots.compactMap(\.step).map { ($0, empty) },
                all: false
            ).states
    }

    private mutating func summary(of start: Int, _ empty: SlotSet) -> Summary {
        let (states, back) = run([(start, empty)], all: true)
        var summary = Summary(fills: back, perhaps: empty, empties: empty)
        for (index, state) in states.enumerated() where state != nil {
            for edge in knownEdges(index) {
                summary.empties.formUnion(edge.empties)
                summary.perhaps.formUnion(edge.fills)
                summary.perhaps.formUnion(edge.perhaps)
            }
        }
        return summary
    }

    /// The states before each step that is come to, and after all ways back.
    ///
    /// - Parameter all: what holds on all ways, not on some.
    private mutating func run(_ entries: [(Int, SlotSet)], all: Bool) -> (states: [SlotSet?], back: SlotSet?) {
        var states = [SlotSet?](repeating: nil, count: steps.count)
        var back: SlotSet?
        var waiting: [Int] = []
        func merge(_ old: inout SlotSet?, _ new: SlotSet) -> Bool {
            guard var merged = old else {
                old = new
                return true
            }
            if all { merged.formIntersection(new) } else { merged.formUnion(new) }
            if merged == old { return false }
            old = merged
            return true
        }
        for (index, state) in entries where steps.indices.contains(index) {
            if merge(&states[index], state) { waiting.append(index) }
        }
        while let index = waiting.popLast() {
            guard let state = states[index] else { continue }
            for edge in knownEdges(index) {
                var next = state
                var empties = edge.empties
                var fills = edge.fills
                if case .step(let to) = edge.to, let entered = entry(from: index, to) {
                    empties.formUnion(fresh[entered])
                    fills.subtract(fresh[entered])
                }
                // What is emptied here may also have been there: on some way it still is only when nothing empties it.
                next.subtract(empties)
                next.formUnion(fills)
                if !all {
                    next.formUnion(edge.perhaps)
                    next.formUnion(passing)
                }
                switch edge.to {
                case .step(let to): if steps.indices.contains(to), merge(&states[to], next) { waiting.append(to) }
                case .back: _ = merge(&back, next)
                case .none: break
                }
            }
        }
        return (states, back)
    }

    /// The flow that is entered on the way from a step to another; nil when none is.
    private func entry(from index: Int, _ to: Int) -> Int? {
        guard steps.indices.contains(to), flows.indices.contains(steps[to].flow) else { return nil }
        let flow = steps[to].flow
        guard flows[flow].start == to else { return nil }
        if case .call(to) = steps[index].kind { return flow }
        return steps[index].flow == flow ? nil : flow
    }

    // MARK: One step

    private mutating func knownEdges(_ index: Int) -> [Edge] {
        if case .call = steps[index].kind { return edges(index) }
        if let known = ways[index] { return known }
        let found = edges(index)
        ways[index] = found
        return found
    }

    private func edges(_ index: Int) -> [Edge] {
        let step = steps[index]
        let empty = SlotSet(count: slots.count)
        var plain = Edge(to: step.next, fills: empty, perhaps: empty, empties: empty)
        var all: [Edge] = []
        if let condition = step.condition {
            var skip = plain
            skip.fills = facts(condition, holds: false)
            all.append(skip)
            plain.fills = facts(condition, holds: true)
        }
        func to(_ target: ScriptStep.Target, _ change: (inout Edge) -> Void = { _ in }) {
            var edge = plain
            edge.to = target
            change(&edge)
            all.append(edge)
        }
        switch step.kind {
        case .say, .review, .pick, .handOff: to(step.next)
        case .act(_, _, let refused):
            to(step.next)
            if refused != step.next { to(refused) }
        case .ask(let ask):
            plain.perhaps = also(ask)
            let fill: (inout Edge) -> Void = { if let slot = ask.slot { $0.fills.insert(slot) } }
            for option in ask.options { to(option.next ?? step.next, fill) }
            if ask.options.isEmpty { to(step.next, fill) } else if ask.takesWords { to(step.next) }
            if case .goOn(let target) = ask.repair.wayOut { to(target) }
        case .answer(let found, let none):
            to(found)
            to(none)
        case .file: to(step.next) { $0.empties = matter }
        case .call(let start):
            to(.step(start))
            guard let summary = summaries[start], let fills = summary.fills else { break }
            to(step.next) {
                $0.empties = summary.empties
                if steps.indices.contains(start) { $0.empties.formUnion(fresh[steps[start].flow]) }
                $0.fills.subtract($0.empties)
                $0.fills.formUnion(fills)
                $0.perhaps.formUnion(summary.perhaps)
            }
        case .progress(_, _, let found, let unknown):
            to(found)
            to(unknown)
        case .set(let assignments): to(step.next) { apply(assignments, &$0) }
        case .go(let branches):
            var known = plain.fills
            for branch in branches {
                to(branch.next) { edge in
                    edge.fills = known
                    if let condition = branch.condition { edge.fills.formUnion(facts(condition, holds: true)) }
                }
                if let condition = branch.condition { known.formUnion(facts(condition, holds: false)) }
            }
        case .erase, .end: break
        }
        return all
    }

    private func also(_ ask: Ask) -> SlotSet {
        var perhaps = SlotSet(count: slots.count)
        if let also = ask.also { perhaps.insert(also) }
        return perhaps
    }

    private func apply(_ assignments: [ScriptStep.Assignment], _ edge: inout Edge) {
        for assignment in assignments {
            switch assignment {
            case .value(let slot, _):
                edge.fills.insert(slot)
                edge.empties.remove(slot)
            case .clear(let slot):
                edge.empties.insert(slot)
                edge.fills.remove(slot)
            case .newClaim:
                edge.empties = matter
                edge.fills.subtract(matter)
            case .purpose, .topic, .flag, .naming, .seal: break
            }
        }
    }

    /// Slots that have an answer for certain when the condition holds, or does not.
    private func facts(_ condition: Condition, holds: Bool) -> SlotSet {
        var found = SlotSet(count: slots.count)
        func together(_ parts: [Condition], _ every: Bool) {
            if every {
                for part in parts { found.formUnion(facts(part, holds: holds)) }
            } else if let first = parts.first {
                found = parts.dropFirst().reduce(into: facts(first, holds: holds)) {
                    $0.formIntersection(facts($1, holds: holds))
                }
            }
        }
        switch condition {
        case .all(let parts): together(parts, holds)
        case .any(let parts): together(parts, !holds)
        case .not(let inner): return facts(inner, holds: !holds)
        case .has(let slot), .asked(let slot), .value(let slot, _), .past(let slot, _):
            if holds { found.insert(slot) }
        case .people: if holds { found.insert(people) }
        case .purpose, .topic, .said, .flag, .kiosk, .channel, .office, .safety, .filed, .staff, .queued, .sealed,
            .may, .shared:
            break
        }
        return found
    }
}
