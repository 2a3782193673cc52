// SPDX-License-Identifier: Apache-2.0

/// All deadline rules of an office, by id.
public struct RuleBook: Sendable, Hashable {
    /// Regimes, their versions and the content in one text, `信访工作条例 1@1f3a9c2e`; equal rules give equal versions.
    public let version: String

    /// In the order of their files.
    public let rules: [DeadlineRule]

    private let index: [String: Int]

    /// The rules in force that an act ends and begins, by the act's name; only acts that a rule names.
    private let named: [String: Named]

    /// Ids of rules that begin with the closing of a case, whether in force or not.
    let afterClosing: [String]

    /// Ids of rules.
    struct Named: Sendable, Hashable {
        var ended: [String] = []
        var begun: [String] = []
    }

    public static let empty = RuleBook([])

    /// - Parameter rules: of two rules with one id the first counts; loaders report the second.
    public init(_ rules: [DeadlineRule]) {
        var index: [String: Int] = [:]
        var kept: [DeadlineRule] = []
        var regimes: [String] = []
        var print = Fingerprint()
        var named: [String: Named] = [:]
        for rule in rules where index[rule.id] == nil {
            index[rule.id] = kept.count
            kept.append(rule)
            let regime = "\(rule.regime) \(rule.version)"
            if rule.isEnabled, !regimes.contains(regime) { regimes.append(regime) }
            print.add(rule)
            guard rule.isEnabled else { continue }
            for act in rule.ends where named[act]?.ended.last != rule.id {
                named[act, default: Named()].ended.append(rule.id)
            }
            if let act = rule.begins { named[act, default: Named()].begun.append(rule.id) }
        }
        self.rules = kept
        self.index = index
        self.named = named
        afterClosing = kept.filter { $0.begins == CaseAct.conclude.rawValue }.map(\.id)
        version = regimes.joined(separator: ", ") + "@" + print.text
    }

    /// The same rules, those of these regimes in force beside what is.
    public func enabling(_ regimes: [String]) -> RuleBook {
        guard !regimes.isEmpty else { return self }
        return RuleBook(rules.map { regimes.contains($0.regime) && !$0.isEnabled ? $0.enabled() : $0 })
    }

    /// The rule with this id if it is enabled.
    public subscript(id: String) -> DeadlineRule? {
        rule(id).flatMap { $0.isEnabled ? $0 : nil }
    }

    /// What of the rules in force an act ends and begins; nil for most acts.
    func named(_ act: CaseAct) -> Named? { named[act.rawValue] }

    /// The rule with this id, enabled or not.
    public func rule(_ id: String) -> DeadlineRule? {
        index[id].map { rules[$0] }
    }
}

extension Fingerprint {
    /// What changes a date or what is said of it.
    fileprivate mutating func add(_ rule: DeadlineRule) {
        let texts =
            [
                rule.id, rule.regime, rule.version, rule.unit.rawValue, rule.party.rawValue, rule.basis.citation,
                rule.basis.text, rule.counting.startCitation, rule.counting.rollCitation,
            ] + rule.excludes
        for text in texts + (rule.begins.map { [$0] } ?? []) + rule.ends {
            add(text)
        }
        for number in [
            rule.length, rule.counting.excludesStartDay ? 1 : 0, rule.counting.rollsOver ? 1 : 0,
            rule.extension?.maximumDays ?? 0, rule.isEnabled ? 1 : 0,
            rule.isWindow ? 1 : 0,
        ] {
            add(number)
        }
    }
}
