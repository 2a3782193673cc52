// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol
import Testing

@testable import Reports

/// An office with weekends and nothing else off, and cases told in a line.
enum ReportFixture {
    static func day(_ text: String) -> CivilDate { (try? CivilDate(iso8601: text)) ?? .earliest }

    private static func rule(_ id: String, _ length: Int, _ article: String) -> DeadlineRule {
        DeadlineRule(
            id: id, title: id, length: length, unit: .natural, startsOn: "收到",
            basis: .init(citation: article, text: "原文"),
            extension: id == RuleID.conclude
                ? .init(rule: RuleID.extend, maximumDays: 30, approver: "负责人", citation: "第三十四条") : nil,
            regime: "测试条例", version: "1")
    }

    static let rules = RuleBook([
        rule(RuleID.forward, 15, "第二十二条"), rule(RuleID.notify, 15, "第二十三条"), rule(RuleID.conclude, 60, "第三十四条"),
    ])

    static func basis(sealed: Bool = false, minimum: Int = 1) -> ReportBasis {
        ReportBasis(
            office: .petitionOffice, officeName: "某县信访局", rules: rules, calendar: .weekendsOnly, regions: ["东街", "西乡"],
            minimum: minimum, includesSealed: sealed)
    }

    static func at(_ day: String, hour: Int64 = 10) -> Timestamp {
        Timestamp(startOf: self.day(day)).adding(milliseconds: hour * 3_600_000)
    }

    static func event(
        _ kind: CaseEvent.Kind, _ entered: String, on: String? = nil, _ fields: CaseFields = [:]
    ) -> CaseEvent {
        var fields = fields
        fields[.on] = on
        return CaseEvent(kind, at: at(entered), by: "012", fields: fields)
    }

    static func record(
        _ sequence: Int, filed: String, purpose: Purpose = .relief, topic: String = "城乡建设", subtopic: String? = nil,
        unit: String = "县住建局", place: String? = "东街 3 号", lane: Lane = .general, _ events: [CaseEvent] = []
    ) -> CaseRecord {
        let claim = ClaimDraft(
            purpose: purpose, topic: topic, subtopic: subtopic,
            particulars: [.init(key: "fact", label: "事情", text: "张三说的话")], place: place, identified: true)
        return CaseRecord(
            number: ReceiptNumber(date: day(filed), sequence: sequence)?.description ?? "", lane: lane,
            filed: at(filed),
            claim: claim, unit: unit, events: events)
    }

    static func collect(
        _ records: [CaseRecord], _ window: ReportWindow, _ basis: ReportBasis = basis(), sample: CaseSample? = nil
    ) -> ReportCollector {
        var collector = ReportCollector(basis, window, by: ReportDimension.allCases, sample: sample)
        for record in records { collector.add(record) }
        return collector
    }

    static func month(_ day: String) -> ReportWindow { ReportWindow(.month, asOf: self.day(day)) }
}

extension CaseRecord {
    fileprivate init(
        number: String, lane: Lane, filed: Timestamp, claim: ClaimDraft, unit: String, events: [CaseEvent]
    ) {
        self.init(
            number: number, conversation: ConversationID(1), lane: lane, channel: "走访", filedAt: filed, claim: claim,
            unit: unit, officer: "", firstContact: "012", events: [CaseEvent(.filed, at: filed)] + events)
    }
}

/// Splitmix64: random tests print the seed and can be run again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
