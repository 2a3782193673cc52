// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import LineProtocol

/// A conversation as its petitioner may read it in a browser: always the whole of it, out of the store, so that a page
/// can be drawn anew at any moment.
public struct Talk: Sendable, Hashable {
    public enum State: Sendable, Hashable {
        /// Nobody has said anything: the greeting, which is not kept.
        case greeting
        case open
        /// It is over; a further matter begins another one.
        case ended
        /// It goes on at another window or in another browser; what was said is not shown here any more.
        case elsewhere
        /// It was erased as the petitioner wished.
        case gone
    }

    /// One exchange: what the petitioner said (nil when something came unasked), and what was answered.
    public struct Exchange: Sendable, Hashable {
        public var seq: Int64
        public var said: String?
        public var messages: [TalkMessage]
        public var isPush: Bool
    }

    /// Who speaks with the petitioner.
    public enum Speaker: Sendable, Hashable {
        case program
        /// The program, while a person is being called.
        case queue
        case officer(badge: String)
    }

    public enum Answer: Sendable, Hashable {
        case text, choice, number, phone, short, nothing
    }

    public var state: State
    public var exchanges: [Exchange]
    public var speaker: Speaker
    /// What kind of answer is awaited.
    public var answer: Answer
    /// Nobody who looks over a shoulder may read it.
    public var isSecret: Bool
    /// `seq` of the petitioner's last answered message: what a form answers. Two answers to one question carry the same
    /// number, and only the first of them counts.
    public var base: Int64
    /// `seq` of the last thing said, asked or not.
    public var last: Int64
    /// A receipt was given in it.
    public var isFiled: Bool
    /// Number and code were given in it.
    public var isKept: Bool
    /// More was said before than is shown.
    public var isCut: Bool

    init(state: State, exchanges: [Exchange], expect: Expectation, owner: Owner) {
        self.state = state
        self.exchanges = exchanges
        speaker =
            switch owner {
            case .bot: .program
            case .queue: .queue
            case .officer(let badge): .officer(badge: badge)
            }
        answer =
            switch expect.kind {
            case .text: .text
            case .choice, .confirm: .choice
            case .number, .amount: .number
            case .phone: .phone
            case .date, .place, .name, .idNumber: .short
            case .none: .nothing
            }
        isSecret = expect.secret
        base = exchanges.last { !$0.isPush }?.seq ?? 0
        last = exchanges.last?.seq ?? 0
        let messages = exchanges.flatMap(\.messages)
        isFiled = messages.contains { if case .receipt = $0.kind { true } else { false } }
        isKept = isFiled || messages.contains { if case .draft = $0.kind { true } else { false } }
        isCut = false
    }
}
