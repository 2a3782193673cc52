// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What the store asks when it files a claim inside the transaction: everything that depends on the office's data and
/// the day of filing. Pure functions, given by the server at opening.
public struct FilingPolicy: Sendable {
    public struct Placement: Sendable, Hashable {
        public var unit: String
        public var officer: String
        /// 首问责任人, by badge.
        public var firstContact: String

        public init(unit: String, officer: String, firstContact: String) {
            self.unit = unit
            self.officer = officer
            self.firstContact = firstContact
        }
    }

    /// The competent unit and officer, with the fallback when none is named; never the unit complained of.
    public var place: @Sendable (ClaimDraft, Timestamp) -> Placement
    /// The clocks that the law starts on the day of filing.
    public var clocks: @Sendable (ClaimDraft, CivilDate) -> [ClockNote]
    /// When a case with these clocks wants to be looked at for the first time; nil: after midnight. A time that is past
    /// means at once. No case waits longer than until midnight.
    public var firstLook: @Sendable ([ClockNote]) -> Timestamp?
    /// The injected clock.
    public var now: @Sendable () -> Timestamp
    /// Milliseconds of a clock that nobody can set, from any beginning: a jump of `now` is told by it.
    public var monotonic: @Sendable () -> Int64

    public init(
        place: @escaping @Sendable (ClaimDraft, Timestamp) -> Placement,
        clocks: @escaping @Sendable (ClaimDraft, CivilDate) -> [ClockNote],
        firstLook: @escaping @Sendable ([ClockNote]) -> Timestamp? = { _ in nil },
        now: @escaping @Sendable () -> Timestamp,
        monotonic: @escaping @Sendable () -> Int64 = FilingPolicy.continuousMilliseconds
    ) {
        self.place = place
        self.clocks = clocks
        self.firstLook = firstLook
        self.now = now
        self.monotonic = monotonic
    }

    /// The moment of the first look at a case that is filed now.
    func look(at clocks: [ClockNote], filed at: Timestamp) -> Timestamp {
        let midnight = Timestamp(startOf: CivilDate(at).adding(days: 1))
        return min(firstLook(clocks) ?? midnight, midnight)
    }

    private static let start = ContinuousClock.now

    /// Milliseconds since the process first asked, sleep of the machine included.
    @Sendable public static func continuousMilliseconds() -> Int64 {
        let elapsed = (ContinuousClock.now - start).components
        return elapsed.seconds * 1000 + elapsed.attoseconds / 1_000_000_000_000_000
    }
}
