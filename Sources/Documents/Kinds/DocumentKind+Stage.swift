// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension DocumentKind {
    /// Where the case has to stand for a first document of the kind: where its act may be done, or has just led. nil:
    /// anywhere. One that went out before may be put right at any time.
    var stages: Set<CaseStage>? {
        switch self {
        case .register, .hearing, .delivery, .improvement: nil
        // Where it went is told while somebody works on it; that it went is a need of its own.
        case .whereTo: CaseStage.open
        case .extensionForm: CaseAct.extend.documentStages
        // Those who come again after the last look may be told so without another matter being opened.
        case .bar: CaseAct.bar.documentStages.union([.rechecked, .concluded, .archived])
        // Whoever gave it to be done gets the report also of what is closed.
        case .report: CaseAct.report.documentStages.union([.concluded, .archived])
        default: act?.documentStages
        }
    }
}

extension CaseAct {
    /// From where it may be done, and where it leads.
    fileprivate var documentStages: Set<CaseStage> {
        switch rule.step {
        case .goes(let next), .goesFrom(_, let next), .goesForAll(let next): rule.from.union([next])
        case .stays, .returns, .refolds: rule.from
        }
    }
}
