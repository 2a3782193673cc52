// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension Routing {
    /// Reads `routing.yaml`.
    ///
    /// - Parameter topics: gets every topic that a rule names, with its place.
    static func load(
        _ root: YAMLValue, office: Office, topics: inout [(name: String, place: YAMLValue)]
    ) -> Routing {
        guard let map = root.mapping(.routing) else { return Routing(rules: []) }
        _ = map.int("version", in: 1...1)
        let ids = office.units.map(\.id)
        var rules: [Rule] = []
        for item in map.sequence("rules") {
            guard let place = item.mapping(.route), let unit = place.string("unit") else { continue }
            if !ids.contains(unit) {
                place.report(
                    .unknownUnit, at: "unit", "office.yaml 里没有「\(unit)」这个单位",
                    suggestion: Suggestion.nearest(to: unit, among: ids))
            }
            if let topic = place["topic"], let name = topic.string { topics.append((name, topic)) }
            let rule = Rule(
                purposes: FlowReader.purposes(place["purpose"]), topic: place.string("topic"),
                words: place.stringOrStrings("words"), regions: place.stringOrStrings("region"), unit: unit,
                officer: place.string("officer"))
            if let earlier = rules.firstIndex(where: { $0.covers(rule) }) {
                item.report(.routeShadowed, "前面第 \(earlier + 1) 条把这些都接走了，轮不到这一条；挪到它前面，或者删掉")
            }
            rules.append(rule)
        }
        return Routing(rules: rules)
    }
}

extension Routing.Rule {
    /// Whether everything that `other` fits, this one fits, too.
    fileprivate func covers(_ other: Routing.Rule) -> Bool {
        if !purposes.isEmpty, other.purposes.isEmpty || !Set(other.purposes).isSubset(of: purposes) { return false }
        if !topicBytes.isEmpty, !Routing.covers(topicBytes, other.topic ?? "") { return false }
        return Self.covers(words, other.words) && Self.covers(regions, other.regions)
    }

    private static func covers(_ mine: [String], _ others: [String]) -> Bool {
        mine.isEmpty || (!others.isEmpty && Set(others).isSubset(of: mine))
    }
}
