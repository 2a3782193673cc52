// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// Reads one file of `dialogs/rules`: the time limits of one instrument.
extension DeadlineRule {
    static let maximumLength = 3650

    /// The rules of a file, those with errors left out.
    ///
    /// - Parameter names: rule names across all files, so that an id is given once.
    static func load(_ root: YAMLValue, names: inout YAMLNames) -> [DeadlineRule] {
        guard let file = root.mapping(.rules) else { return [] }
        _ = (file.date("in_force"), file.string("source"))
        guard let regime = file.string("regime"), let version = file.string("version"),
            let title = file.string("title")
        else { return [] }
        let head = Head(
            regime: regime, version: version, title: title, counting: counting(file),
            isVerified: file.bool("verified", default: true), isEnabled: file.bool("enabled", default: true))
        let drafts = file.sequence("rules").compactMap { Draft($0, names: &names) }
        var byID: [String: Draft] = [:]
        for draft in drafts { byID[draft.id] = draft }
        return drafts.map { $0.rule(head, among: byID) }
    }

    private static func counting(_ file: YAMLMapping) -> Counting {
        let standard = Counting()
        guard let map = file.mapping("counting", .counting) else { return standard }
        return Counting(
            excludesStartDay: map.bool("exclude_start_day", default: standard.excludesStartDay),
            startCitation: map.string("start_article") ?? standard.startCitation,
            rollsOver: map.bool("roll_over", default: standard.rollsOver),
            rollCitation: map.string("roll_article") ?? standard.rollCitation)
    }

    /// What a file says of all its rules.
    private struct Head {
        var regime: String
        var version: String
        var title: String
        var counting: Counting
        var isVerified: Bool
        var isEnabled: Bool
    }

    /// A rule as written, before the extension it names is looked up.
    private struct Draft {
        let map: YAMLMapping
        let id: String
        let title: String
        let length: Int
        let unit: DayUnit
        let startsOn: String
        let party: Party
        let article: String
        let text: [String]

        init?(_ item: YAMLValue, names: inout YAMLNames) {
            guard let map = item.mapping(.rule) else { return nil }
            // Each is read before any is missed, so that one run reports them all.
            let (id, title, article) = (map.string("id"), map.string("title"), map.string("article"))
            let length = map.int("length", in: 1...DeadlineRule.maximumLength)
            let unit = map.choice("unit", DayUnit.self)
            let (startsOn, party) = (map.string("starts_on"), map.choice("party", Party.self))
            let text = map.stringOrStrings("text")
            if text.isEmpty, let value = map["text"], !value.isNull {
                value.report(.ruleText, "没有条文原句；一字不差地抄上")
            }
            guard let id, names.insert(id, at: map["id"] ?? item), let title, let article, let length, let unit,
                let startsOn, let party, !text.isEmpty
            else { return nil }
            self.map = map
            self.id = id
            self.title = title
            self.length = length
            self.unit = unit
            self.startsOn = startsOn
            self.party = party
            self.article = article
            self.text = text
        }

        func rule(_ head: Head, among drafts: [String: Draft]) -> DeadlineRule {
            let isEnabled = map.bool("enabled", default: head.isEnabled)
            let isVerified = map.bool("verified", default: head.isVerified)
            if isEnabled, !isVerified {
                map.report(
                    .ruleUnverified, at: "enabled",
                    "规则「\(id)」没核实就启用了；核对原文以后写 verified: true，不然写 enabled: false")
            }
            return DeadlineRule(
                id: id, title: title, length: length, unit: unit, startsOn: startsOn, party: party,
                isWindow: map.bool("window", default: false),
                basis: Basis(citation: head.title + article, text: text.joined(separator: "\n")),
                counting: head.counting, extension: `extension`(head, among: drafts),
                excludes: map.strings("excludes"), remindDays: map.int("remind", in: 0...365, default: 3),
                petitionerMaySee: map.bool("petitioner_may_see", default: false), regime: head.regime,
                version: head.version, isEnabled: isEnabled && isVerified, isVerified: isVerified,
                begins: act(map["begins"]), ends: map.sequence("ends").compactMap { act($0) })
        }

        private func act(_ value: YAMLValue?) -> String? {
            guard let value else { return nil }
            guard let text = value.string, DeadlineRule.acts.contains(text) else {
                value.report(
                    .notAChoice, "这里写\(DeadlineRule.acts.joined(separator: "、"))里的一个",
                    suggestion: value.string.flatMap { Suggestion.nearest(to: $0, among: DeadlineRule.acts) })
                return nil
            }
            return text
        }

        private func `extension`(_ head: Head, among drafts: [String: Draft]) -> Extension? {
            guard let name = map.string("extension") else { return nil }
            guard let other = drafts[name], name != id else {
                map.report(
                    .ruleExtension, at: "extension", "这个文件里没有另一条叫「\(name)」的规则",
                    suggestion: Suggestion.nearest(to: name, among: drafts.keys.filter { $0 != id }.sorted()))
                return nil
            }
            guard other.unit == unit else {
                map.report(
                    .ruleUnits, at: "extension",
                    "「\(id)」数\(unit.rawValue)，「\(name)」数\(other.unit.rawValue)；用一种单位")
                return nil
            }
            guard let approver = other.map.string("approver") else {
                other.map.report(.ruleApprover, at: "id", "「\(name)」延长「\(id)」；写上谁批：approver")
                return nil
            }
            return Extension(
                rule: name, maximumDays: other.length, approver: approver, citation: head.title + other.article)
        }
    }
}
