// SPDX-License-Identifier: Apache-2.0

extension ClockNote {
    /// The clock as a receipt or a list shows it.
    public init(_ deadline: Deadline) {
        self.init(
            rule: deadline.rule.id, from: deadline.from, nominalDue: deadline.nominalDue,
            effectiveDue: deadline.effectiveDue, provisional: deadline.provisional, article: deadline.article)
    }
}
