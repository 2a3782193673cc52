// SPDX-License-Identifier: Apache-2.0

/// A case as one officer finds it on a day: where it stands, who answers for it, what comes next, and what this officer
/// may do now. Computed each time it is shown.
public struct CaseOutlook: Sendable {
    /// An act that may be tried now.
    public struct Choice: Sendable {
        public let act: CaseAct
        /// What stands against it before any field is given, in plain Chinese; empty when only the fields are open.
        public let missing: [String]
    }

    public let file: CaseFile
    public let owner: CaseOwner
    public let next: CaseNext
    /// In the order of the table.
    public let choices: [Choice]
    /// What is missing for 办结; empty once the case is over.
    public let missingForClosing: [String]
    /// Numbers of matters that came again soon after this one was closed.
    public let cameAgain: [String]

    /// - Parameters:
    ///   - clocks: of this case on `context.today`.
    ///   - fallback: the unit that takes what no rule places.
    public init(
        _ file: CaseFile, clocks: [ClockState], rules: RuleBook, fallback: String, context: CaseContext
    ) {
        self.file = file
        owner = file.owner(fallback: fallback)
        next = file.next(clocks: clocks, rules: rules)
        choices = CaseAct.open(file, context).map { Choice(act: $0, missing: $0.missing(file, context)) }
        cameAgain = CaseAgenda.cameAgain(file, months: context.closing.againMonths)
        missingForClosing = file.stage.isOpen ? file.missingForClosing(context.closing) : []
    }
}

extension CaseAct {
    /// The act that makes entries of this kind.
    public init(_ kind: CaseEvent.Kind) {
        self = Self.making[kind] ?? .note
    }

    private static let making: [CaseEvent.Kind: CaseAct] = Dictionary(
        CaseRule.rows.map { ($0.kind, $0.act) }, uniquingKeysWith: { first, _ in first })
}
