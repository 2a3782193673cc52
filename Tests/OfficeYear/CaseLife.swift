// SPDX-License-Identifier: Apache-2.0

import IntakeModel

/// What will be done with one case in the year, and when: a pure function of the seed and the case's place. So a process
/// that was killed goes on where the store stands, and what is expected at the end is known without the store.
struct CaseLife: Sendable {
    enum Hand: Sendable, Hashable {
        /// 首问责任人 of the desk.
        case desk
        /// Another officer of the desk: what wants four eyes.
        case other
        /// Somebody of the unit that has the case.
        case unit(Int)
        case petitioner
    }

    struct Step: Sendable {
        /// From the first day of the year, 0.
        var day: Int
        var act: CaseAct
        var hand: Hand
        var fields: [CaseField: String]
    }

    let index: Int
    let claim: ClaimDraft
    let channel: String
    /// The day it is filed.
    let day: Int
    let unit: Int
    private(set) var steps: [Step] = []

    static let topics = [
        "劳动和社会保障", "城乡建设", "国土资源", "农村农业", "教育文体", "卫生计生", "民政", "环境保护", "交通运输", "政法",
    ]
    private static let channels = ["走访", "走访", "网上", "网上", "网上", "来信", "电话"]

    init(index: Int, day: Int, year: OfficeYear.Plan) {
        var random = SeededRandom(year.seed &* 0x9e37_79b9 &+ UInt64(index))
        self.index = index
        self.day = day
        channel = random.pick(Self.channels)
        let purpose: Purpose =
            switch random.below(100) {
            case ..<68: .relief
            case ..<79: .appeal
            case ..<87: .suggestion
            case ..<94: .inquiry
            case ..<97: .litigation
            default: .report
            }
        let named = random.below(10) < 8
        // Some units have more than others.
        unit = min(random.below(year.units), random.below(year.units))
        claim = ClaimDraft(
            purpose: purpose, topic: random.pick(Self.topics),
            particulars: [.init(key: "index", label: "第几件", text: "\(index)")],
            naming: purpose == .report && !named ? .anonymous : .named, identified: named,
            unit: OfficeYear.unit(unit))
        tell(&random, year)
    }

    /// The steps in order, those of the year only.
    private mutating func tell(_ random: inout SeededRandom, _ year: OfficeYear.Plan) {
        var story = Story(day: day, unit: unit)
        story.forward(&random, year, to: unit)
        if random.below(100) < 4 {
            story.act(.withdraw, .petitioner, after: 1 + random.below(5))
        } else {
            switch claim.purpose {
            case .relief, .appeal: story.claim(&random, year)
            case .suggestion: story.answer(&random, "采纳")
            case .inquiry: story.answer(&random, "已答复")
            case .litigation: story.shown(&random)
            case .report: story.answer(&random, "已答复")
            }
        }
        steps = story.steps.filter { $0.day < year.days }
    }

    // MARK: What is expected of it

    func firstDay(_ act: CaseAct) -> Int? { steps.first { $0.act == act }?.day }

    private struct Story {
        var day: Int
        var unit: Int
        var steps: [Step] = []

        mutating func act(
            _ act: CaseAct, _ hand: Hand, after days: Int = 0, _ fields: [CaseField: String] = [:]
        ) {
            day += days
            steps.append(Step(day: day, act: act, hand: hand, fields: fields))
        }

        mutating func forward(_ random: inout SeededRandom, _ year: OfficeYear.Plan, to unit: Int) {
            let slow = random.below(100) < 5
            act(.forward, .desk, after: slow ? 15 + random.below(12) : random.below(11), [.to: OfficeYear.unit(unit)])
            guard random.below(100) < 7 else { return }
            act(.object, .unit(unit), after: 1 + random.below(4), [.reason: "不属于本单位职权"])
            act(.giveBack, .other, after: 1 + random.below(3), [.reason: "异议成立"])
            self.unit = (unit + 1) % year.units
            act(.forward, .desk, after: random.below(3), [.to: OfficeYear.unit(self.unit)])
        }

        mutating func close(_ random: inout SeededRandom) {
            act(.report, .unit(unit), after: random.below(4), [.text: "已经办完", .noMeeting: "电话里说好了"])
            if random.below(100) < 10 {
                act(.sendBack, .other, after: 1, [.standard: "事实清楚", .reason: "缺现场的情况"])
                act(.report, .unit(unit), after: 2 + random.below(6), [.text: "补齐了"])
            }
            act(
                .examine, .other, after: random.below(3),
                [.facts: "清楚", .character: "准确", .handling: "恰当", .formalities: "完备"])
            act(.conclude, .other)
            if random.below(100) < 35 {
                let words = ["满意", "满意", "基本满意", "不满意"]
                act(
                    .rate, .petitioner, after: random.below(9),
                    [.rateOffice: random.pick(words), .rateUnit: random.pick(words)])
            }
            if random.below(100) < 30 {
                act(
                    .followUp, .desk, after: 5 + random.below(20),
                    [.on: "", .result: random.pick(["满意", "基本满意", "不满意", "联系不上"])])
            }
            if random.below(2) == 0 { act(.archive, .desk, after: 3) }
        }

        /// 建议, 咨询, 举报: taken on, answered, closed.
        mutating func answer(_ random: inout SeededRandom, _ outcome: String) {
            act(.notify, .unit(unit), after: 1 + random.below(9), [.method: "网上"])
            act(.accept, .unit(unit), after: random.below(3))
            if random.below(100) < 6 { return }
            act(.reply, .unit(unit), after: 2 + random.below(25), [.outcome: outcome, .text: "已经答复"])
            close(&random)
        }

        /// 涉法涉诉: told where it belongs.
        mutating func shown(_ random: inout SeededRandom) {
            act(.notify, .unit(unit), after: 1 + random.below(9), [.method: "当面"])
            close(&random)
        }

        /// 申诉, 求决.
        mutating func claim(_ random: inout SeededRandom, _ year: OfficeYear.Plan) {
            let slow = random.below(100) < 6
            act(.notify, .unit(unit), after: slow ? 16 + random.below(8) : 1 + random.below(10), [.method: "邮寄"])
            if random.below(100) < 12 { act(.urge, .petitioner, after: random.below(3)) }
            if random.below(100) < 15 {
                act(.guide, .unit(unit), after: random.below(4), [.way: "\(1 + random.below(5))", .to: "县法院"])
                guard random.below(100) < 70 else { return }
                act(.opine, .desk, after: 10, [.opinion: "同意"])
                return close(&random)
            }
            act(.accept, .unit(unit), after: random.below(5), [.way: "6"])
            if random.below(3) > 0 {
                act(.visit, .unit(unit), after: 2 + random.below(8), [.on: "", .place: "现场", .text: "看过了"])
            }
            if random.below(100) < 3 {
                act(.postpone, .unit(unit), after: 1, [.reason: "等上级的文件", .due: "+20"])
                act(.resume, .unit(unit), after: 15, [.reason: "文件到了"])
            }
            switch random.below(100) {
            case ..<5: act(.remind, .desk, after: 40, [.method: "函"])
            case ..<15:
                act(
                    .extend, .unit(unit), after: 25 + random.below(10),
                    [.days: "\(10 + random.below(21))", .approver: "局长", .reason: "情况复杂", .document: "延告〔2026〕1号"])
            default: break
            }
            if random.below(100) < 6 { return }
            act(
                .reply, .unit(unit), after: random.below(100) < 8 ? 50 + random.below(30) : 4 + random.below(34),
                [.outcome: random.pick(["支持", "部分支持", "不支持"]), .document: "处〔2026〕1号", .basis: "有关规定", .text: "见意见书"])
            act(
                .deliver, .desk, after: 1 + random.below(4),
                [.paper: "处理意见书", .method: "邮寄", .result: "签收", .on: ""])
            if random.below(100) < 7 { appeal(&random) }
            act(.settle, .unit(unit), after: random.below(4), [.measure: "解决问题到位", .evidence: "照片"])
            act(.opine, .desk, after: random.below(3), [.opinion: random.pick(["同意", "不同意", "无明确意见"])])
            close(&random)
        }

        /// 复查, and sometimes 复核.
        mutating func appeal(_ random: inout SeededRandom) {
            act(.askReview, .petitioner, after: 3 + random.below(25), [.on: ""])
            act(
                .review, .other, after: 5 + random.below(28), [.outcome: "维持", .document: "复查〔2026〕1号", .basis: "有关规定"])
            act(.deliver, .desk, after: 2, [.paper: "复查意见书", .method: "当面", .result: "签收", .on: ""])
            guard random.below(3) == 0 else { return }
            act(.askRecheck, .petitioner, after: 3 + random.below(25), [.on: ""])
            act(
                .pause, .desk, after: 2,
                [.rule: RuleID.recheckOpinion, .from: "+3", .through: "+6", .reason: "听证"])
            act(
                .recheck, .other, after: 10 + random.below(20),
                [.outcome: "维持", .document: "复核〔2026〕1号", .basis: "有关规定"])
            act(.deliver, .desk, after: 2, [.paper: "复核意见书", .method: "当面", .result: "签收", .on: ""])
        }
    }
}

/// Splitmix64: the same seed, the same year.
struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// 0 up to but not `bound`.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }
}
