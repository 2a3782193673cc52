// SPDX-License-Identifier: Apache-2.0

/// What lies between two versions of a dialogs folder, in the words of the files: what was added, removed and changed,
/// and what it means for people who are talking. Where a thing stands in its file, and comments, make no difference.
///
/// It compares sources, not programs, so that a version with errors can be compared too.
public struct ScriptDiff: Sendable {
    public enum Sort: String, Sendable, CaseIterable { case added, removed, changed }

    /// One thing that differs.
    public struct Change: Sendable, Hashable {
        public let sort: Sort
        /// `flow.step`, the name of a flow or a slot, the id of an answer …
        public let name: String
        /// In the new version; in the old one for what was removed.
        public let file: String
        /// Counted from 1.
        public let line: Int
        /// What exactly changed; empty for what was added or removed.
        public let details: [Detail]
    }

    /// A part that differs: `options[1].next`, and what stood and stands there (nil: nothing).
    public struct Detail: Sendable, Hashable {
        public let part: String
        public let before: String?
        public let after: String?
    }

    /// A step that a stored conversation may name: an open question, or where a called flow comes back to.
    public struct Place: Sendable, Hashable {
        public enum Standing: String, Sendable, CaseIterable {
            /// The step is as it was.
            case unaffected
            /// Same id and kind, other words or ways: the conversation goes on there as it now is.
            case found
            /// The id is gone or does something else now: a map must say where to go on.
            case lost
        }

        public let step: String
        public let standing: Standing
        /// For a lost one, the step that most likely took its place.
        public let suggestion: String?
    }

    public private(set) var flows: [Change] = []
    public private(set) var steps: [Change] = []
    /// Those removed, or changed in type, take the answers of running conversations with them.
    public private(set) var slots: [Change] = []
    /// What the engine says, and the words that work everywhere (`locales/`).
    public private(set) var texts: [Change] = []
    public private(set) var answers: [Change] = []
    public private(set) var cues: [Change] = []
    /// Office, routing, rules, calendars, examples, by file.
    public private(set) var others: [Change] = []
    /// Every step of the old version that a conversation may stand on, in the order of the files.
    public private(set) var places: [Place] = []

    /// Nothing at all differs.
    public var isEmpty: Bool {
        [flows, steps, slots, texts, answers, cues, others].allSatisfy(\.isEmpty)
    }

    public init(from old: ScriptFolder, to new: ScriptFolder) {
        let before = FlowSources(old)
        let after = FlowSources(new)
        flows = Self.changes(
            before.flows.map { Item($0.name, $0.file, $0.line, nil) },
            after.flows.map { Item($0.name, $0.file, $0.line, nil) })
        steps = Self.changes(Self.items(of: before), Self.items(of: after))
        slots = Self.changes(
            before.slots.sorted { $0.key < $1.key }.map { Item($0.key, $0.value.file, nil, $0.value.source) },
            after.slots.sorted { $0.key < $1.key }.map { Item($0.key, $0.value.file, nil, $0.value.source) })
        texts = Self.changes(Self.texts(old), Self.texts(new))
        answers = Self.changes(Self.items(old, "answers"), Self.items(new, "answers"))
        cues = Self.changes(Self.items(old, "cues"), Self.items(new, "cues"))
        for path in ["office.yaml", "routing.yaml", "rules", "calendars", "examples"] {
            others += Self.changes(Self.items(old, path, byFile: true), Self.items(new, path, byFile: true))
        }
        places = Self.places(before, after)
    }

    // MARK: Things by name

    private struct Item {
        var name: String
        var file: String
        var line: Int
        var source: SourceNode?

        init(_ name: String, _ file: String, _ line: Int?, _ source: SourceNode?) {
            self.name = name
            self.file = file
            self.line = line ?? source?.line ?? 1
            self.source = source
        }
    }

    private static func items(of flows: FlowSources) -> [Item] {
        flows.flows.flatMap(\.steps).compactMap { flows.steps[$0] }.map { Item($0.id, $0.file, $0.line, $0.source) }
    }

    /// What the office's own language says, and by file what others do.
    private static func texts(_ folder: ScriptFolder) -> [Item] {
        let others = folder.files(under: "locales").map(\.path).filter { $0 != ScriptReader.mainLocale }
        return items(folder, ScriptReader.mainLocale) + others.flatMap { items(folder, $0, byFile: true) }
    }

    /// The named things in the files under `path`: items of lists by their `id`, entries of mappings by their keys,
    /// everything else by the key it stands under. Where the same name comes again, it is counted.
    private static func items(_ folder: ScriptFolder, _ path: String, byFile: Bool = false) -> [Item] {
        var all: [Item] = []
        var seen: [String: Int] = [:]
        let diagnostics = Diagnostics()
        for file in folder.files(under: path) {
            guard let value = YAMLValue.parse(file.bytes, file: file.path, diagnostics) else { continue }
            func add(_ name: String, _ source: SourceNode) {
                // Approvals stand in many files under the same key.
                let full = byFile || name.hasPrefix("approval") ? "\(file.path) \(name)" : name
                let count = seen[full, default: 0] + 1
                seen[full] = count
                all.append(Item(count == 1 ? full : "\(full) (\(count))", file.path, source.line, source))
            }
            for entry in SourceNode(value).entries where entry.key != "version" && entry.key != "note" {
                let items = entry.value.items
                if !items.isEmpty, items.allSatisfy({ $0["id"]?.text != nil }) {
                    for item in items { add("\(entry.key).\(item["id"]?.text ?? "")", item) }
                } else if case .map(let entries) = entry.value.content {
                    for inner in entries { add("\(entry.key).\(inner.key)", inner.value) }
                } else {
                    add(entry.key, entry.value)
                }
            }
        }
        return all
    }

    /// In the order of the new version; what was removed comes last.
    private static func changes(_ old: [Item], _ new: [Item]) -> [Change] {
        let before = Dictionary(old.map { ($0.name, $0) }) { first, _ in first }
        let names = Set(new.map(\.name))
        var all: [Change] = []
        for item in new {
            guard let was = before[item.name] else {
                all.append(Change(sort: .added, name: item.name, file: item.file, line: item.line, details: []))
                continue
            }
            guard was.source != item.source else { continue }
            let details = details(was.source, item.source, "")
            all.append(Change(sort: .changed, name: item.name, file: item.file, line: item.line, details: details))
        }
        for item in old where !names.contains(item.name) {
            all.append(Change(sort: .removed, name: item.name, file: item.file, line: item.line, details: []))
        }
        return all
    }

    // MARK: What exactly

    private static func details(_ old: SourceNode?, _ new: SourceNode?, _ part: String) -> [Detail] {
        if old == new { return [] }
        func inner(_ key: String) -> String { part.isEmpty ? key : "\(part).\(key)" }
        switch (old?.content, new?.content) {
        case (.map(let before)?, .map(let after)?):
            var keys = after.map(\.key)
            for entry in before where !keys.contains(entry.key) { keys.append(entry.key) }
            return keys.flatMap { key in
                details(before.first { $0.key == key }?.value, after.first { $0.key == key }?.value, inner(key))
            }
        case (.list(let before)?, .list(let after)?): return details(before, after, part)
        default: return [Detail(part: part, before: old?.words, after: new?.words)]
        }
    }

    /// Two lists: what is the same at both ends is left out, what lies between is compared in pairs.
    private static func details(_ old: [SourceNode], _ new: [SourceNode], _ part: String) -> [Detail] {
        var start = 0
        while start < old.count, start < new.count, old[start] == new[start] { start += 1 }
        var end = 0
        while end < old.count - start, end < new.count - start, old[old.count - 1 - end] == new[new.count - 1 - end] {
            end += 1
        }
        let before = old[start..<(old.count - end)]
        let after = new[start..<(new.count - end)]
        return (0..<max(before.count, after.count)).flatMap { index in
            details(
                index < before.count ? before[start + index] : nil, index < after.count ? after[start + index] : nil,
                "\(part)[\(start + index)]")
        }
    }

    // MARK: Running conversations

    /// Kinds of steps that wait for an answer.
    private static let waiting: Set<String> = ["ask", "classify", "pick"]

    private static func places(_ old: FlowSources, _ new: FlowSources) -> [Place] {
        var returns: Set<String> = []
        for step in old.steps.values where step.kind == "call" || step.kind == "pick" {
            guard let next = step.source["next"]?.text else { continue }
            // A name without a flow is one of this flow.
            let full = "\(step.flow).\(next)"
            if old.steps[full] != nil { returns.insert(full) }
            if old.steps[next] != nil { returns.insert(next) }
            if let flow = old.flows.first(where: { $0.name == next }), let first = flow.steps.first {
                returns.insert(first)
            }
        }
        return old.flows.flatMap(\.steps).compactMap { old.steps[$0] }.compactMap { step in
            let waits = waiting.contains(step.kind)
            guard waits || returns.contains(step.id) else { return nil }
            guard let now = new.steps[step.id], now.kind == step.kind || !waits else {
                return Place(step: step.id, standing: .lost, suggestion: suggestion(step, old, new))
            }
            let isSame = now.source == step.source
            return Place(step: step.id, standing: isSame ? .unaffected : .found, suggestion: nil)
        }
    }

    /// A step that is new and asks the same, says the same, or is called nearly the same.
    private static func suggestion(_ step: FlowSources.Step, _ old: FlowSources, _ new: FlowSources) -> String? {
        let all = new.flows.flatMap(\.steps).compactMap { new.steps[$0] }.filter { $0.kind == step.kind }
        let fresh = all.filter { old.steps[$0.id] == nil }
        if let slot = step.source["slot"]?.text, let same = fresh.first(where: { $0.source["slot"]?.text == slot }) {
            return same.id
        }
        if let same = fresh.first(where: { $0.source[$0.kind] == step.source[step.kind] }) { return same.id }
        return Suggestion.nearest(to: step.id, among: fresh.map(\.id))
    }
}
