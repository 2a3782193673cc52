// SPDX-License-Identifier: Apache-2.0

/// What a look at the clocks of one case comes to. The store writes all of it in one transaction.
public struct ClockReview: Sendable, Hashable {
    /// A stage of a clock that has been reached. The store keeps the key (case, rule, stage, due) for good, so that what
    /// is told is told once, whatever crashes and however often the server starts.
    public struct Notice: Sendable, Hashable {
        /// Rule id.
        public var rule: String
        /// `due_soon`, `overdue`; further stages have names of their own.
        public var stage: String
        /// The date that the stage was counted from: when it moves, the stage is told anew.
        public var due: CivilDate
        /// What staff are told; nil for a stage that was passed over and is only noted.
        public var event: DeskEvent?
        /// Whom it leaves the system for; nil for what is told to those who watch only.
        public var addressee: Addressee?

        public init(rule: String, stage: String, due: CivilDate, event: DeskEvent?, addressee: Addressee? = nil) {
            self.rule = rule
            self.stage = stage
            self.due = due
            self.event = event
            self.addressee = addressee
        }
    }

    /// Who gets a reminder: the rung of the plan, and the badge where one is known.
    public struct Addressee: Sendable, Hashable {
        public var rung: String
        public var badge: String

        public init(rung: String, badge: String) {
            self.rung = rung
            self.badge = badge
        }
    }

    /// Clocks that run now, in the order in which they started.
    public var open: [OpenClock] = []
    /// Clocks that have ended since the last look, with the verdict that is kept from now on.
    public var ended: [ClockVerdict] = []
    public var notices: [Notice] = []
    /// Entries for the case's ledger: dates that moved because rules or calendar changed.
    public var moved: [String] = []
    /// When the case is to be looked at again if nothing happens to it before; nil for not before something does.
    public var nextLook: Timestamp?
    /// Nothing can come any more: the case is over and no clock runs.
    public var isDone = false

    public init() {}
}

/// What a store knew about the clocks of a case at the last look.
public struct ClockSheet: Sendable, Hashable {
    public var open: [OpenClock]
    /// Rules or calendar have changed since then.
    public var isOutdated: Bool

    public init(open: [OpenClock] = [], isOutdated: Bool = false) {
        self.open = open
        self.isOutdated = isOutdated
    }
}

/// What tending some cases came to.
public struct ClockTending: Sendable, Hashable {
    /// Cases looked at.
    public var looked = 0
    /// Events told.
    public var told = 0
    /// Dates that moved.
    public var moved = 0
    /// Whether more cases wait to be looked at now.
    public var more = false

    public init() {}
}
