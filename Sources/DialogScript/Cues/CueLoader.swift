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
public enum CueLoader {
    /// Weights are logarithms of odds; more than this would silence everything else.
    public static let weights = -10.0...10.0
    /// The widest `deny` and `within`.
    public static let reach = 0...100

    /// Compiles what the files hold, in the order given. What cannot be used is left out and reported.
    public static func load(_ roots: [YAMLValue]) -> CueBook { read(roots).book }

    /// The same, with every flag that a cue or a rule may raise.
    static func read(_ roots: [YAMLValue]) -> (book: CueBook, flags: Set<String>) {
        var contents = Contents()
        for root in roots { contents.read(root) }
        contents.checkRules()
        let book = CueBook(
            groups: contents.groups, rules: contents.rules.map(\.rule), bias: contents.bias, topics: contents.topics)
        return (book, contents.flags.union(contents.rules.flatMap(\.rule.flags)))
    }

    private struct Contents {
        var groups: [CueGroup] = []
        var rules: [(rule: CueRule, place: YAMLMapping)] = []
        var bias: [Purpose: Double] = [:]
        var topics: [Topic] = []
        var flags: Set<String> = []
        private var groupNames = YAMLNames(of: "关键词组")
        private var ruleNames = YAMLNames(of: "规则")
        private var pendingTopics: [(Topic, YAMLValue)] = []

        mutating func read(_ root: YAMLValue) {
            guard let file = root.mapping(.cues) else { return }
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
            guard let map = item.mapping(.group) else { return }
            let roles = ["votes", "topic", "safety"].filter { map[$0] != nil }
            if roles.count > 1 {
                item.report(.cueRoles, "一组只写 votes、topic、safety 里的一个，这里写了 \(roles.joined(separator: "、"))；分成两组")
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
                item.report(.missingKey, "少了键「id」；只有写了 topic 的组可以没有名字")
                return
            }
            groupNames.insert(id, at: item)
            append(CueGroup(id: id, role: role, negationReach: map.int("deny", in: CueLoader.reach), cues: []), map)
        }

        private mutating func readFlag(_ item: YAMLValue) {
            guard let map = item.mapping(.mark),
                let flag = map.string("flag")
            else { return }
            flags.insert(flag)
            let id = map.string("id") ?? "flag.\(flag)"
            groupNames.insert(id, at: item)
            append(
                CueGroup(id: id, role: .flag(flag), negationReach: map.int("deny", in: CueLoader.reach), cues: []), map)
        }

        private mutating func readRule(_ item: YAMLValue) {
            guard let map = item.mapping(.combination), let id = map.string("id") else { return }
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
                item.report(.idleRule, "规则要有 all 里的组，还要有 votes 或者 flags；不然什么也不做")
                return
            }
            if rule.within != nil || rule.ordered, rule.all.count < 2 {
                item.report(.idleRule, "within 和 ordered 比的是 all 里头两组；写两组")
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
                        (map[key] ?? map.value).report(
                            .unknownGroup, "没有「\(name)」这个关键词组",
                            suggestion: Suggestion.nearest(to: name, among: known))
                    }
                }
            }
            guard !topics.isEmpty else { return }
            let tree = Set(topics)
            let names = topics.map(\.rawValue)
            for (topic, value) in pendingTopics where !tree.contains(topic) {
                value.report(
                    .unknownTopic, "分类里没有「\(topic.rawValue)」",
                    suggestion: Suggestion.nearest(to: topic.rawValue, among: names))
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
                    entry.key.report(
                        .unknownPurpose, "没有「\(entry.name)」这种目的；可以写 \(names.joined(separator: "、"))",
                        suggestion: Suggestion.nearest(to: entry.name, among: names))
                    continue
                }
                if let weight = entry.value.double(in: CueLoader.weights) { result[purpose] = weight }
            }
            return result
        }

        private func patterns(_ map: YAMLMapping, _ key: String) -> [CuePattern] {
            var result: [CuePattern] = []
            var seen: Set<CuePattern.Meaning> = []
            for item in map.sequence(key) {
                guard let line = item.string else { continue }
                for source in CueLoader.parts(of: line) {
                    do {
                        let pattern = try CuePattern(source)
                        if seen.insert(pattern.meaning).inserted {
                            result.append(pattern)
                        } else {
                            item.report(.cueTwice, "「\(source)」这一组里已经有了；去掉一个", excerpt: source)
                        }
                    } catch {
                        item.report(.cuePattern, "「\(source)」读不懂：\(CueLoader.explain(error))", excerpt: source)
                    }
                }
            }
            if result.isEmpty { map.report(.groupWithoutCues, at: key, "这里没有能用的关键词；写上几个，或者整组去掉") }
            return result
        }
    }

    /// The cues of one item, which blanks and line ends separate.
    static func parts(of line: String) -> [String] {
        line.utf8.split { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }.map { String(Substring($0)) }
    }

    static func explain(_ failure: CuePattern.Failure) -> String {
        switch failure {
        case .empty: "有一段是空的；… 和 | 的两边都要有字"
        case .brackets: "括号不成对；几样里任一样写成 (甲|乙)，不能套着写"
        case .tooMany: "最多 \(CuePattern.mostSlots) 段、\(CuePattern.mostAlternatives) 种；拆成两个"
        }
    }
}
