// SPDX-License-Identifier: Apache-2.0

/// What happens when the answers to a question do not fit: the question in other words, an example, easier still, and a
/// way out. Whatever a question does not say itself is ``standard``.
package struct Repair: Sendable {
    /// What is done when nothing has helped.
    package enum WayOut: Sendable, Hashable {
        /// A choice: leave it empty, or call a person. What is typed instead is kept as it stands.
        case menu
        /// A person is called; the question stays open meanwhile, with ``menu`` next where there are no options.
        case person
        /// The words stay with the matter for whoever handles it, and the talk goes on.
        case message
        /// The talk goes on without an answer (不清楚).
        case skip
        /// The talk goes on somewhere else.
        case goOn(ScriptStep.Target)
    }

    /// What the question says at the first misfit, at the second, and so on; afterwards, and without it, another wording
    /// of the question and then its example are said.
    package var rungs: TextVariants?
    /// So many answers that do not fit lead to the way out: 1…``most``.
    package var tries: Int
    package var wayOut: WayOut

    package static let most = 9

    /// What a question does that says nothing of it.
    package static func standard(hasOptions: Bool) -> Repair {
        hasOptions ? Repair(tries: 4, wayOut: .person) : Repair(tries: 3, wayOut: .menu)
    }

    /// Names of the ways out in a file; `{next: STEP}` is the last.
    static let names: KeyValuePairs<String, WayOut> = [
        "menu": .menu, "person": .person, "message": .message, "skip": .skip,
    ]
}
