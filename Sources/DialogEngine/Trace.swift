// SPDX-License-Identifier: Apache-2.0

package import DialogScript
package import IntakeModel

/// Why one step went as it went, in the order in which things happened. Written only when a tool asks for it; a step in
/// service carries none.
package final class Trace {
    /// Steps and slots are positions in the program that ran.
    package enum Event: Sendable, Hashable {
        /// A step came up and did its work, or its question was answered already.
        case reached(Int)
        /// A step was passed over: its `if` does not hold.
        case skipped(Int)
        /// A question was put.
        case opened(Int)
        /// Which of several ways a step took.
        case way(Int, StepWay.Kind)
        /// The line was a word that works everywhere.
        case word(GlobalWord)
        /// The line was a short answer: 不清楚, 没有.
        case reply(ReplyWord)
        /// The line did not fit: the rung of the repair ladder, counted from 1.
        case rung(Int)
        /// An answer was kept, asked for or picked up in passing.
        case kept(slot: Int, inPassing: Bool)
        /// Danger was heard.
        case danger(SafetyKind)
        /// A question beside the open one was answered, and how well the answer fits (0…1).
        case aside(answer: String, score: Double)
    }

    package private(set) var events: [Event] = []

    package init() {}

    package func add(_ event: Event) { events.append(event) }
}
