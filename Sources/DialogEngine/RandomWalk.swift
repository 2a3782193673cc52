// SPDX-License-Identifier: Apache-2.0

public import DialogScript
public import IntakeModel
import Understanding

/// A talk that a seed determines, against a desk in memory: to find what no author thought of.
///
/// A *sensible* walker wants to get through: nine answers in ten are of the kind that is expected, the tenth is a word
/// that works everywhere, 不清楚, a side question or something that does not fit. At a menu it takes, at random, an
/// option that it has not taken there before, and when it has taken all, the first. It must come to an end within
/// ``longest`` lines. A *wild* walker says anything at any time, other inputs come in between, and after
/// ``wildLength`` lines it says 退出.
///
/// Of every reply it is checked what ``TestDesk`` checks (nothing forbidden, nothing twice running, a menu where one is
/// expected, the state survives its coding), and that something is expected while the talk goes on. At every question
/// that is new to the walk, and now and then at others, a copy of the desk must come to an end at 退出, and 返回 must be
/// answered there.
public struct RandomWalk: Sendable {
    /// Lines within which a sensible talk must be over.
    public static let longest = 60
    static let wildLength = 60

    public enum Manner: String, Sendable { case sensible, wild }

    /// What came of it.
    public struct Result: Sendable {
        public let seed: UInt64
        public let manner: Manner
        /// What was said, in order.
        public let lines: [String]
        /// Empty when all went well.
        public let problems: [String]
        /// The last reply.
        public let reply: String
        public let receipts: Int
        package let replies: [TestDesk.Reply]
    }

    private let script: Script
    private let seed: UInt64
    private var random: SeededRandom
    private var desk: TestDesk
    private let manner: Manner
    private var lines: [String] = []
    private var problems: [String] = []
    private var replies: [TestDesk.Reply] = []
    /// Options taken, by step.
    private var taken: [UInt32: Set<Int>] = [:]
    private var probed: Set<UInt32> = []

    /// - Parameter today: the day of the talk.
    public init(_ script: Script, seed: UInt64, today: CivilDate) {
        self.script = script
        self.seed = seed
        random = SeededRandom(seed: seed)
        manner = random.one(in: 3) ? .wild : .sensible
        desk = TestDesk(
            script: script, today: today, minuteOfDay: random.below(1440),
            kiosk: random.one(in: 2) ? "2号机" : nil, staff: random.one(in: 3),
            locale: random.one(in: 8) ? random.pick(WalkWords.locales) : nil, columns: random.one(in: 8) ? 40 : nil)
    }

    /// Walks to the end.
    public mutating func run() -> Result {
        var reply = take(random.one(in: 4) ? .say(random.pick(WalkWords.matters)) : .open)
        while !reply.outcome.ended, problems.isEmpty {
            if manner == .wild, lines.count >= Self.wildLength {
                reply = take(.say("退出"))
                if !reply.outcome.ended { problems.append("退出 is no way out") }
                break
            }
            if manner == .sensible, lines.count > Self.longest {
                problems.append("longer than \(Self.longest) lines")
                break
            }
            probe()
            desk.progress = progress()
            reply = take(manner == .wild ? wild(reply) : .say(sensible(reply)))
        }
        return Result(
            seed: seed, manner: manner, lines: lines, problems: problems, reply: reply.text,
            receipts: desk.cases.count, replies: replies)
    }

    private mutating func take(_ input: DialogInput) -> TestDesk.Reply {
        lines.append(input.words)
        let reply = desk.take(input)
        replies.append(reply)
        problems += reply.problems.filter(Self.counts)
        if !reply.outcome.ended {
            if reply.outcome.expect.kind == .none { problems.append("goes on and expects nothing") }
            if desk.openStep == nil { problems.append("goes on and asks nothing") }
        }
        return reply
    }

    /// A name said where no name was asked for is taken as it stands, and so may be in the state.
    private static func counts(_ problem: String) -> Bool { !problem.contains("holds the") }

    /// Whether there is a way out of here, and one back.
    private mutating func probe() {
        guard let step = desk.openStep, probed.insert(step.key).inserted || random.one(in: 20) else { return }
        var copy = desk
        let out = copy.take(.say("退出"))
        if !out.outcome.ended { problems.append("at \(step.id): 退出 is no way out") }
        copy = desk
        let back = copy.take(.say("返回"))
        if back.outcome.ended { problems.append("at \(step.id): 返回 ends the talk") }
        problems += out.problems.filter(Self.counts).map { "at \(step.id), 退出: \($0)" }
        problems += back.problems.filter(Self.counts).map { "at \(step.id), 返回: \($0)" }
    }

    // MARK: What is said

    private mutating func sensible(_ reply: TestDesk.Reply) -> String {
        if random.one(in: 10) {
            switch random.below(5) {
            case 0: return random.pick(WalkWords.everywhere)
            case 1: return random.pick(WalkWords.short)
            case 2: return random.pick(WalkWords.asides)
            case 3: return random.pick(WalkWords.misfits)
            default: return "返回"
            }
        }
        return reply.options > 0 ? option(of: reply.options) : fitting(reply)
    }

    /// The key of an option not yet taken here.
    private mutating func option(of count: Int) -> String {
        guard let step = desk.openStep else { return "1" }
        let before = taken[step.key, default: []]
        let fresh = (0..<count).filter { !before.contains($0) }
        let key = fresh.isEmpty ? 0 : random.pick(fresh)
        taken[step.key, default: []].insert(key)
        return "\(key + 1)"
    }

    /// An answer of the kind that is expected.
    private mutating func fitting(_ reply: TestDesk.Reply) -> String {
        if case .ask(let ask)? = desk.openStep?.kind {
            if ask.classifies { return random.pick(WalkWords.matters) }
            switch ask.type {
            case .receipt: return random.pick(WalkWords.numbers + desk.cases)
            case .code: return random.one(in: 5) ? "472981630553" : TestDesk.code
            case .names: return random.pick(WalkWords.companions)
            default: break
            }
        }
        switch reply.outcome.expect.kind {
        case .phone: return random.pick(WalkWords.phones)
        case .date: return random.pick(WalkWords.dates)
        case .idNumber: return random.pick(WalkWords.idNumbers)
        case .number: return random.pick(WalkWords.counts)
        case .amount: return random.pick(WalkWords.amounts)
        case .place: return random.pick(WalkWords.places)
        case .name: return random.pick(WalkWords.names)
        case .text, .choice, .confirm, .none: return random.pick(WalkWords.texts)
        }
    }

    private mutating func wild(_ reply: TestDesk.Reply) -> DialogInput {
        switch random.below(20) {
        case 0: return random.pick([.open, .resumed, .silence, .nobodyCame, .officerLeft, .say("")])
        case 1:
            desk.staff.toggle()
            desk.owner = random.pick([.bot, .queue])
            return .say(random.pick(WalkWords.everywhere))
        case 2...4: return .say(random.pick(WalkWords.everywhere + ["返回", "修改", "进度"]))
        case 5: return .say(random.pick(WalkWords.short))
        case 6: return .say(random.pick(WalkWords.matters))
        case 7: return .say(random.pick(WalkWords.dangers))
        case 8: return .say(random.pick(WalkWords.corrections))
        case 9: return .say(garbage())
        case 10: return .say(random.pick(WalkWords.misfits + WalkWords.asides))
        case 11: return .say(random.pick(WalkWords.phones + WalkWords.numbers + WalkWords.dates + WalkWords.names))
        case 12: return .say("\(random.below(10))")
        case 13: return .say(long())
        default:
            if reply.options > 0 { return .say("\(random.below(reply.options) + 1)") }
            return .say(fitting(reply))
        }
    }

    private mutating func garbage() -> String {
        var out = String.UnicodeScalarView()
        for _ in 0...random.below(40) {
            let value: UInt32 =
                switch random.below(4) {
                case 0: UInt32(0x20 + random.below(0x5F))
                case 1: UInt32(0x4E00 + random.below(0x5000))
                case 2: UInt32(0x1F300 + random.below(0x200))
                default: UInt32(0xFF01 + random.below(0x5E))
                }
            if let scalar = Unicode.Scalar(value) { out.append(scalar) }
        }
        return String(out)
    }

    private mutating func long() -> String {
        var out = ""
        for _ in 0..<(10 + random.below(60)) { out += random.pick(WalkWords.texts + WalkWords.matters) + "，" }
        return String(out.unicodeScalars.prefix(2000))
    }

    /// What number and code lead to, should they be asked for next.
    private mutating func progress() -> Progress? {
        switch random.below(4) {
        case 0: return .unknown
        case 1: return random.one(in: 4) ? .wait(seconds: 30) : nil
        default:
            let day = desk.today.adding(days: -random.below(90))
            let over = random.below(40) - 20
            let clock = ProgressReport.Clock(
                note: ClockNote(
                    rule: "办结", from: day, nominalDue: day.adding(days: 60), effectiveDue: day.adding(days: 60),
                    provisional: false, article: "信访工作条例第三十四条"),
                status: over > 0 ? "overdue" : "open", daysOver: max(0, over))
            let stage = random.pick(CaseStage.allCases)
            var report = ProgressReport(
                number: "XF202511030000420", filedOn: day, stage: stage,
                stageOn: day, unit: "县交通运输局", unitPhone: random.one(in: 2) ? "1234585" : nil,
                officerBadge: "012", clocks: random.one(in: 3) ? [] : [clock])
            report.next = random.one(in: 2) ? .undated(reason: "") : .due(day.adding(days: 90), what: "", article: "")
            report.acts = CaseAct.voices(at: stage)
            if random.one(in: 3) { report.news = [CaseNews(on: day, text: "已经转送县交通运输局")] }
            return .found(report)
        }
    }
}
