// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel
public import Understanding

/// Reads `cues/*.yaml`: words that speak for a purpose, a topic, a danger or a structure.
///
/// A file has `version: 1` and any of these keys; what the files hold is put together:
/// - `bias`: what each purpose starts with.
/// - `tree`: the content tree, first level to its second levels.
/// - `groups`: `id`, `cues`, and one of `votes` (purpose to weight), `topic` with `weight`, `safety` with `weight`, or
///   none of them (a group for rules to name). `deny` is how near a negator must stand to deny a cue of the group.
///   A topic group may leave its `id` out.
/// - `flags`: `flag`, `cues`, `deny`, and an `id` where one flag has several groups.
/// - `negators`, `masks`: words that deny, and set phrases that hide the cues inside them.
/// - `rules`: `id`, `all` (group ids, `a|b` for either), `none`, `within`, `ordered`, `votes`, `flags`.
///
/// Every item of `cues`, `negators` and `masks` holds one cue or several with blanks between; see ``CuePattern``.
///
/// Codes: CUE001 a cue that cannot be read, CUE002 a cue twice in a group, CUE003 an unknown purpose, CUE004 a topic that
/// is not in the tree, CUE005 more than one role, CUE006 an unknown group in a rule, CUE007 a group without cues, CUE008
/// a weight out of range, CUE009 a rule that does nothing.
public enum CueLoader {
    /// Weights are logarithms of odds; more than this would silence everything else.
    public static let weights = -10.0...10.0
    /// The widest `deny` and `within`.
    public static let reach = 0...100

    /// Compiles what the files hold, in the order given. What cannot be used is left out and reported.
    public static func load(_ roots: [YAMLValue]) -> CueBook {
        var contents = Contents()
        for root in roots { contents.read(root) }
        contents.checkRules()
        return CueBook(
            groups: contents.groups, rules: contents.rules.map(\.rule), bias: contents.bias, topics: contents.topics)
    }

    private struct Contents {
        var groups: [CueGroup] = []
        var rules: [(rule: CueRule, place: YAMLMapping)] = []
        var bias: [Purpose: Double] = [:]
        var topics: [Topic] = []
        private var groupNames = YAMLNames(of: "group")
        private var ruleNames = YAMLNames(of: "rule")
        private var pendingTopics: [(Topic, YAMLValue)] = []

        mutating func read(_ root: YAMLValue) {
            guard
                let file = root.mapping(
                    required: ["version"],
                    optional: ["bias", "tree", "groups", "flags", "negators", "masks", "rules", "note"])
            else { return }
            _ = file.int("version", in: 1...1)
            for (purpose, weight) in votes(file, "bias") { bias[purpose] = weight }
            for entry in file.entries("tree") {
                topics.append(Topic(level1: entry.name))
                for second in entry.value.isNull ? [] : entry.value.strings ?? [] {
                    topics.append(Topic(level1: entry.name, level2: second))
                }
            }
            for (key, role) in [("negators", CueGroup.Role.negator), ("masks", .mask)] where file[key] != nil {
                groups.append(CueGroup(id: "\(key)@\(root.file)", role: role, cues: patterns(file, key)))
            }
            for item in file.sequence("groups") { readGroup(item) }
            for item in file.sequence("flags") { readFlag(item) }
            for item in file.sequence("rules") { readRule(item) }
        }

        private mutating func readGroup(_ item: YAMLValue) {
            guard
                let map = item.mapping(
                    required: ["cues"], optional: ["id", "votes", "topic", "safety", "weight", "deny", "note"])
            else { return }
            let roles = ["votes", "topic", "safety"].filter { map[$0] != nil }
            if roles.count > 1 {
                item.error(
                    "CUE005", "a group has one of votes, topic and safety, not \(roles.joined(separator: " and "))")
                return
            }
            let weight = map.double("weight", in: CueLoader.weights) ?? 1
            var role = CueGroup.Role.structure
            var id = map.string("id")
            if map["votes"] != nil {
                role = .purpose(votes(map, "votes"))
            } else if map["topic"] != nil {
                guard let name = map.string("topic"), let topic = Topic(rawValue: name) else { return }
                if let value = map["topic"] { pendingTopics.append((topic, value)) }
                role = .topic(topic, weight: weight)
                if id == nil { id = "\(name)*\(weight)" }
            } else if map["safety"] != nil {
                guard let kind = map.choice("safety", SafetyKind.self) else { return }
                role = .safety(kind, weight: weight)
            }
            guard let id else {
                item.error("YAML012", "a group needs an id, unless it is one of a topic")
                return
            }
            groupNames.insert(id, at: item)
            append(CueGroup(id: id, role: role, negationReach: map.int("deny", in: CueLoader.reach), cues: []), map)
        }

        private mutating func readFlag(_ item: YAMLValue) {
            guard let map = item.mapping(required: ["flag", "cues"], optional: ["id", "deny", "note"]),
                let flag = map.string("flag")
            else { return }
            let id = map.string("id") ?? "flag.\(flag)"
            groupNames.insert(id, at: item)
            append(
                CueGroup(id: id, role: .flag(flag), negationReach: map.int("deny", in: CueLoader.reach), cues: []), map)
        }

        private mutating func readRule(_ item: YAMLValue) {
            guard
                let map = item.mapping(
                    required: ["id", "all"], optional: ["none", "within", "ordered", "votes", "flags", "note"]),
                let id = map.string("id")
            else { return }
            ruleNames.insert(id, at: item)
            let rule = CueRule(
                id: id,
                all: map.strings("all").map { $0.split(separator: "|").map(String.init) },
                none: map.strings("none"),
                within: map.int("within", in: CueLoader.reach),
                ordered: map.bool("ordered", default: false),
                votes: votes(map, "votes"),
                flags: map.strings("flags"))
            if rule.all.isEmpty || (rule.votes.isEmpty && rule.flags.isEmpty) {
                item.error("CUE009", "a rule needs groups in \"all\", and votes or flags")
                return
            }
            if rule.within != nil || rule.ordered, rule.all.count < 2 {
                item.error("CUE009", "\"within\" and \"ordered\" compare the first two groups of \"all\"; name two")
                return
            }
            rules.append((rule, map))
        }

        /// Names of groups and topics can be checked only when every file has been read.
        mutating func checkRules() {
            let known = groups.map(\.id) + CueBook.computedGroups
            let ids = Set(known)
            for (rule, map) in rules {
                for (key, names) in [("all", rule.all.flatMap { $0 }), ("none", rule.none)] {
                    for name in names where !ids.contains(name) {
                        map.error(
                            "CUE006", at: key, "no group \"\(name)\"" + Suggestion.phrase(for: name, among: known))
                    }
                }
            }
            guard !topics.isEmpty else { return }
            let tree = Set(topics)
            let names = topics.map(\.rawValue)
            for (topic, value) in pendingTopics where !tree.contains(topic) {
                value.error(
                    "CUE004",
                    "the tree has no \"\(topic.rawValue)\"" + Suggestion.phrase(for: topic.rawValue, among: names))
            }
        }

        private mutating func append(_ group: CueGroup, _ map: YAMLMapping) {
            var group = group
            group.cues = patterns(map, "cues")
            groups.append(group)
        }

        private func votes(_ map: YAMLMapping, _ key: String) -> [Purpose: Double] {
            var result: [Purpose: Double] = [:]
            for entry in map.entries(key) {
                guard let purpose = Purpose(rawValue: entry.name) else {
                    let names = Purpose.allCases.map(\.rawValue)
                    entry.key.error(
                        "CUE003", "no purpose \"\(entry.name)\"" + Suggestion.phrase(for: entry.name, among: names))
                    continue
                }
                if let weight = entry.value.double(in: CueLoader.weights) { result[purpose] = weight }
            }
            return result
        }

        private func patterns(_ map: YAMLMapping, _ key: String) -> [CuePattern] {
            var result: [CuePattern] = []
            var seen: Set<[CuePattern.Slot]> = []
            for item in map.sequence(key) {
                guard let line = item.string else { continue }
                for source in line.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" }).map(String.init) {
                    do {
                        let pattern = try CuePattern(source)
                        if seen.insert(pattern.slots).inserted {
                            result.append(pattern)
                        } else {
                            item.warning("CUE002", "\"\(source)\" is in this group already; take one away")
                        }
                    } catch {
                        item.error("CUE001", "\"\(source)\": \(CueLoader.explain(error))")
                    }
                }
            }
            if result.isEmpty { map.error("CUE007", at: key, "no usable cue in here; write some or take it away") }
            return result
        }
    }

    private static func explain(_ failure: CuePattern.Failure) -> String {
        switch failure {
        case .empty: "a part is empty; words must stand on both sides of … and of |"
        case .brackets: "alternatives are written (甲|乙), not nested"
        case .tooMany:
            "at most \(CuePattern.mostSlots) parts and \(CuePattern.mostAlternatives) alternatives; make it two cues"
        }
    }
}
