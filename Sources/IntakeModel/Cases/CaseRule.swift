// SPDX-License-Identifier: Apache-2.0

/// One row of the table of acts: who may do it, where the case must stand, what it needs and where it leads.
public struct CaseRule: Sendable {
    /// Where an act takes the case.
    public enum Step: Sendable, Hashable {
        case stays
        case goes(CaseStage)
        /// Only from these stages; in the others it stays.
        case goesFrom(Set<CaseStage>, CaseStage)
        /// There once each of those who share the matter has said so; until then it stays.
        case goesForAll(CaseStage)
        /// Back to the stage that ``CaseFile`` remembers.
        case returns
        /// To where it would be without the entry that counts no more.
        case refolds
    }

    public let act: CaseAct
    /// The entry it makes.
    public let kind: CaseEvent.Kind
    public let who: CaseAuthority
    public let from: Set<CaseStage>
    public let step: Step
    public let needs: [CaseNeed]
    public let conditions: [CaseCondition]
    /// The article; empty where it is good practice.
    public let basis: String
    /// What the petitioner is told of it, in plain words; nil when it is not theirs to know.
    public let tells: String?

    init(
        _ act: CaseAct, _ kind: CaseEvent.Kind, _ who: CaseAuthority, from: Set<CaseStage>, to step: Step = .stays,
        needs: [CaseNeed] = [], if conditions: [CaseCondition] = [], basis: String = "", tells: String? = nil
    ) {
        self.act = act
        self.kind = kind
        self.who = who
        self.from = from
        self.step = step
        self.needs = needs
        self.conditions = conditions
        self.basis = basis
        self.tells = tells
    }
}

extension CaseRule {
    /// Kinds of entries that the petitioner is told of.
    static let telling = Set(rows.lazy.filter { $0.tells != nil }.map(\.kind))
}
