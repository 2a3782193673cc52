// SPDX-License-Identifier: Apache-2.0

import DialogScript
public import IntakeModel

/// Lists of cases, a row a case. None of them decides anything: what is on a list is for a person to look at.
public enum CaseList: String, Sendable, Hashable, CaseIterable {
    /// Open cases with a date, the nearest first.
    case due
    /// Open cases, newest first.
    case open
    /// Those that may be brought before a 联席会议.
    case agenda
    /// Those that meet a ground for 督办.
    case supervise
    /// Fresh ones that may be handled the simple way.
    case simple
    /// Ended ones, newest first.
    case ended

    public var title: String {
        switch self {
        case .due: "按期限"
        case .open: "全部在办"
        case .agenda: "可以上会的"
        case .supervise: "够督办情形的"
        case .simple: "可以简易办的"
        case .ended: "办完的"
        }
    }

    /// What the list is, in a sentence.
    public var meaning: String {
        switch self {
        case .due: "本单位要办的期限还在走的，最近的在前；没有期限的，排跟进的日子。"
        case .open: "还没有办完的，新的在前。"
        case .agenda: "有争议、跨部门、涉法涉诉、人多的，列给联席会议参考，上不上会由人定。"
        case .supervise: "条例第四十条第一款的情形，账上看得出来的；督不督办由人定。"
        case .simple: "一个人提的、第一次提的、还没有受理的；用不用简易程序由人定。"
        case .ended: "办结、不予受理、不再受理、撤回、归档的，新的在前。"
        }
    }

    /// One case on a list.
    public struct Row: Sendable, Hashable {
        public var number: String
        public var isSealed: Bool
        public var purpose: String
        public var topic: String
        public var channel: String
        public var unit: String
        public var officer: String
        public var stage: String
        public var receivedOn: CivilDate
        /// The nearest running duty.
        public var rule: String?
        public var nominalDue: CivilDate?
        public var effectiveDue: CivilDate?
        public var provisional = false
        /// Why it stands on the list.
        public var reasons: [String] = []
    }

    /// Rows of a page.
    public static let page = 100
}

extension CaseList.Row {
    /// What does not depend on the day.
    init(_ record: CaseRecord, _ file: CaseFile, _ reasons: [String] = []) {
        let topic = [record.claim.topic, record.claim.subtopic ?? ""].filter { !$0.isEmpty }.joined(separator: " / ")
        self.init(
            number: record.number, isSealed: record.lane == .sealed, purpose: file.purpose.rawValue,
            topic: file.corrections[CaseCorrection.topic.rawValue] ?? topic,
            channel: file.channel.isEmpty ? record.channel : file.channel, unit: file.unit, officer: file.officer,
            stage: file.stage.title, receivedOn: file.receivedOn, reasons: reasons)
    }
}

extension OfficerReading {
    func row(_ record: CaseRecord, _ file: CaseFile, _ reasons: [String]) -> CaseList.Row {
        var row = CaseList.Row(record, file, reasons)
        guard file.stage.isOpen else { return row }
        let running = states(of: record).filter { state in
            guard let rule = script.rules.rule(state.rule) else { return false }
            return !state.status.isFinal && state.effectiveDue != nil && rule.party == .organ && !rule.isWindow
        }
        if let next = running.min(by: { ($0.nominalDue ?? .latest) < ($1.nominalDue ?? .latest) }) {
            row.rule = next.rule == RuleID.track ? next.rule : script.rules.rule(next.rule)?.title ?? next.rule
            row.nominalDue = next.nominalDue
            row.effectiveDue = next.effectiveDue
            row.provisional = next.provisional
        }
        return row
    }
}
