// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
public import IntakeStore
import Synchronization

/// A year of an office on an injected clock: cases come by season and weekday, officers act on them through the table of
/// acts, clocks are tended every morning, all in a real store. Everything follows from the seed.
public final class OfficeYear {
    public struct Plan: Sendable {
        public var seed: UInt64
        public var cases: Int
        public var units: Int
        public var first: CivilDate
        /// Days that are lived.
        public var days: Int

        public init(seed: UInt64, cases: Int, units: Int = 30, first: CivilDate, days: Int = 365) {
            self.seed = seed
            self.cases = cases
            self.units = units
            self.first = first
            self.days = days
        }
    }

    public struct Failure: Error, CustomStringConvertible {
        public var description: String

        init(_ what: String) { description = what }
    }

    /// The clock of the year, for the store's policy.
    public final class Clock: Sendable {
        private let time = Mutex(Timestamp(milliseconds: 0))

        public init() {}

        public var now: Timestamp {
            get { time.withLock { $0 } }
            set { time.withLock { $0 = newValue } }
        }

        /// Runs with `now`: nobody sets this clock.
        public var monotonic: Int64 { now.milliseconds }
    }

    /// Turns of one commit.
    static let turnsAtOnce = 200

    public let plan: Plan
    let store: any IntakeStore
    private let clock: Clock
    private let tend: (any IntakeStore, Timestamp) throws -> Bool
    let lives: [CaseLife]
    /// What the year knows of a case: where its ledger stands, and how many steps of its life are done.
    var states: [Int: State] = [:]
    /// Steps by day: the case and which of its steps.
    private var calendar: [[(index: Int, step: Int)]]
    private var arrivals: [[Int]]
    private var tick: Int64 = 0
    /// Ids of what officers do are told apart in it.
    private var scope = LegID(0)
    /// Acts done, those of former runs not counted.
    public private(set) var acts = 0

    struct State {
        var file: CaseFile
        var conversation: ConversationID
        var version: Int64
        var done: Int
    }

    public static func unit(_ index: Int) -> String { "第\(index + 1)单位" }

    /// - Parameter tend: one pass over the clocks that are due; whether more wait.
    public init(
        _ plan: Plan, store: any IntakeStore, clock: Clock, tend: @escaping (any IntakeStore, Timestamp) throws -> Bool
    ) {
        self.plan = plan
        self.store = store
        self.clock = clock
        self.tend = tend
        lives = Self.days(plan).enumerated().map { CaseLife(index: $0.offset, day: $0.element, year: plan) }
        calendar = Array(repeating: [], count: plan.days)
        arrivals = Array(repeating: [], count: plan.days)
        for life in lives {
            arrivals[life.day].append(life.index)
            for (step, entry) in life.steps.enumerated() { calendar[entry.day].append((life.index, step)) }
        }
    }

    /// The day on which each case comes: more in winter, on Mondays, hardly any on Sundays.
    private static func days(_ plan: Plan) -> [Int] {
        var random = SeededRandom(plan.seed ^ 0x5eed)
        var sums: [Int] = []
        var sum = 0
        for day in 0..<plan.days {
            let date = plan.first.adding(days: day)
            let season = [12, 6, 10, 10, 9, 9, 8, 8, 10, 9, 12, 13][date.month - 1]
            let weekday =
                switch date.weekday {
                case .monday: 14
                case .tuesday, .wednesday, .thursday: 11
                case .friday: 9
                case .saturday: 4
                case .sunday: 3
                }
            sum += season * weekday
            sums.append(sum)
        }
        return (0..<plan.cases).map { _ in
            let drawn = random.below(sum)
            return sums.firstIndex { drawn < $0 } ?? 0
        }.sorted()
    }

    /// Filings and acts up to the end of a day.
    public func actsThrough(_ day: CivilDate) -> Int {
        lives.reduce(0) { sum, life in
            sum + (date(life.day) <= day ? 1 : 0) + life.steps.count { date($0.day) <= day }
        }
    }

    public func date(_ day: Int) -> CivilDate { plan.first.adding(days: day) }

    // MARK: Living

    /// Lives the days from `start` on, with what a former run has left in the store.
    ///
    /// - Parameters:
    ///   - begins: told before each day.
    ///   - stopAfter: acts and filings after which the year breaks off in the middle of a day; nil for never.
    /// - Returns: whether it came to its end.
    public func live(from start: Int = 0, stopAfter: Int? = nil, begins: (Int) throws -> Void = { _ in }) throws -> Bool
    {
        scope = try store.ensureLeg(LegName(name: "staff", conv: "012")).id
        try resume()
        for day in start..<plan.days {
            try begins(day)
            clock.now = Timestamp(startOf: date(day)).adding(milliseconds: 8 * 3_600_000)
            var passes = 0
            while try tend(store, clock.now) {
                passes += 1
                guard passes < 100_000 else { throw Failure("clocks are tended without end on \(date(day))") }
            }
            tick = clock.now.milliseconds + 3_600_000
            if let stopAfter, acts >= stopAfter { return false }
            try file(arrivals[day].filter { states[$0] == nil })
            if let stopAfter, acts >= stopAfter { return false }
            try act(day, limit: stopAfter)
            if let stopAfter, acts >= stopAfter { return false }
        }
        return true
    }

    private func advance() {
        tick += 50
        clock.now = Timestamp(milliseconds: tick)
    }

    private func file(_ indices: [Int]) throws {
        var rest = indices[...]
        while !rest.isEmpty {
            let group = rest.prefix(Self.turnsAtOnce)
            rest = rest.dropFirst(group.count)
            advance()
            let ids = try store.reserveIDs(group.count)
            let turns = zip(group, ids).map { index, id in
                let life = lives[index]
                return Turn(
                    conversation: ConversationID(id), version: 0,
                    opening: Turn.Opening(channel: life.channel, place: "1号机", locale: nil, script: "s"), leg: nil,
                    key: nil, source: .petitioner, input: "第 \(index) 件", messages: [], expect: Expectation(.text),
                    owner: .bot, state: [1],
                    changes: (life.claim.purpose == .report ? [.seal] : []) + [.file([life.claim])], ended: false)
            }
            for (index, result) in zip(group, try store.commit(turns)) {
                guard case .committed(let stored) = result, let number = stored.cases.last,
                    let record = try store.caseRecord(number: number, viewer: .desk)
                else { throw Failure("case \(index) was not filed: \(result)") }
                states[index] = State(
                    file: CaseFile(record), conversation: stored.conversation, version: stored.version, done: 0)
                acts += 1
            }
        }
    }

    private func act(_ day: Int, limit: Int?) throws {
        var group: [(turn: Turn, index: Int)] = []
        for (index, step) in calendar[day] {
            guard let state = states[index] else { throw Failure("case \(index) is not there on \(date(day))") }
            guard step >= state.done else { continue }
            group.append((try turn(index, step, day), index))
            if group.count == Self.turnsAtOnce { try commit(&group) }
            if let limit, acts >= limit { return }
        }
        try commit(&group)
    }

    /// The step as a turn; the case in memory goes on with it.
    private func turn(_ index: Int, _ step: Int, _ day: Int) throws -> Turn {
        guard var state = states[index] else { throw Failure("case \(index) is not there") }
        let entry = lives[index].steps[step]
        advance()
        let actor = actor(entry.hand)
        var given = entry.fields
        for (field, text) in given {
            if text.isEmpty { given[field] = date(day).iso8601 }
            if text.first == "+", let days = Int(text) { given[field] = date(day).adding(days: days).iso8601 }
        }
        let decided = entry.act.decide(state.file, given: given, CaseContext(actor: actor, today: date(day)))
        guard case .success(let made) = decided else {
            throw Failure("seed \(plan.seed), case \(index), \(entry.act.rawValue) on \(date(day)): \(decided)")
        }
        let scope = actor.badge == nil ? nil : scope
        let turn = Turn(
            conversation: state.conversation, version: state.version,
            key: scope.map { Turn.IdempotencyKey(scope: $0, id: "\(index)-\(step)") },
            source: actor.badge.map { .officer(badge: $0) } ?? .petitioner, messages: [], expect: Expectation(.text),
            owner: .bot, state: [1],
            changes: [.caseAct(CaseDecision(number: state.file.number, basedOn: state.file.version, entry: made))])
        state.file.apply(
            CaseEvent(made.kind, at: clock.now, by: actor.badge, text: made.text, fields: made.fields))
        state.version += 1
        state.done += 1
        states[index] = state
        return turn
    }

    private func commit(_ group: inout [(turn: Turn, index: Int)]) throws {
        guard !group.isEmpty else { return }
        for (item, result) in zip(group, try store.commit(group.map(\.turn))) {
            guard case .committed = result else { throw Failure("case \(item.index): \(result)") }
            acts += 1
        }
        group = []
    }

    func actor(_ hand: CaseLife.Hand) -> CaseActor {
        switch hand {
        case .desk: .officer(badge: "012", unit: "县信访局", roles: [.intake, .cases, .admin])
        case .other: .officer(badge: "021", unit: "县信访局", roles: [.cases, .admin])
        case .unit(let index): .officer(badge: "\(300 + index)", unit: Self.unit(index), roles: [.cases])
        case .petitioner: .petitioner
        }
    }

    // MARK: Going on

    /// Reads where every case stands. What the year itself did last is done again under its id: nothing may come of it.
    private func resume() throws {
        states = [:]
        var last: String?
        while true {
            let page = try store.cases(after: last, limit: 500, viewer: .desk)
            guard let next = page.last?.number else { break }
            for record in page { try resume(record) }
            last = next
        }
    }

    private func resume(_ record: CaseRecord) throws {
        guard let index = record.claim.particulars.first.flatMap({ Int($0.text) }), lives.indices.contains(index),
            let conversation = try store.conversation(record.conversation, viewer: .desk)
        else { throw Failure("\(record.number) is none of this year") }
        let done = record.events.count { $0.kind != .filed && $0.kind != .redated }
        let file = CaseFile(record)
        states[index] = State(file: file, conversation: record.conversation, version: conversation.version, done: done)
        guard done > 0, lives[index].steps[done - 1].hand != .petitioner, index % 8 == 0 else { return }
        var again = Turn(
            conversation: record.conversation, version: conversation.version,
            key: Turn.IdempotencyKey(scope: scope, id: "\(index)-\(done - 1)"), source: .officer(badge: "012"),
            messages: [], expect: Expectation(.text), owner: .bot, state: [1])
        again.changes = [
            .caseAct(CaseDecision(number: record.number, basedOn: file.version, entry: CaseEntry(kind: .noted)))
        ]
        guard case .duplicate? = try store.commit([again]).first else {
            throw Failure("what was done to case \(index) was done a second time")
        }
    }
}
