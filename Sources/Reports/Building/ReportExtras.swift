// SPDX-License-Identifier: Apache-2.0

/// What reports tell that is in no case's ledger.
public struct ReportExtras: Sendable, Hashable {
    /// Of one window.
    public struct Desk: Sendable, Hashable {
        /// Conversations that were shown an answer on the spot (`aside`), said whether it settled the matter (`whole`), and
        /// said yes (`part`). Nil when nothing is known.
        public var answers: Ratio?
        public var waits: WaitTally?

        public init(answers: Ratio? = nil, waits: WaitTally? = nil) {
            self.answers = answers
            self.waits = waits
        }
    }

    public var now: Desk
    public var before: Desk
    public var yearBefore: Desk
    /// Sealed cases filed in the window. Said for whole periods only: from one day to the next a total would tell that one
    /// came, and when.
    public var sealed: Int?
    /// What officers said of topics above their usual level, oldest first.
    public var hot: [HotDecision]

    public init(
        now: Desk = Desk(), before: Desk = Desk(), yearBefore: Desk = Desk(), sealed: Int? = nil,
        hot: [HotDecision] = []
    ) {
        self.now = now
        self.before = before
        self.yearBefore = yearBefore
        self.sealed = sealed
        self.hot = hot
    }
}
