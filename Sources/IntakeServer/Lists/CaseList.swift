// SPDX-License-Identifier: Apache-2.0

import DialogScript
public import IntakeModel
public import IntakeStore

/// Lists of cases, a row a case. None of them decides anything: what is on a list is for a person to look at.
public enum CaseList: String, Sendable, Hashable, CaseIterable {
    /// Running duties, nearest date first.
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
        case .due: "本单位要办的期限还在走的，最近的在前。"
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

    /// Rows that a page shows at most.
    public static let most = 500
}

extension OfficerReading {
    /// - Returns: at most ``CaseList/most`` rows, and how many there are in all; nil where only the first ones were looked for.
    public func rows(_ board: CaseList) throws(StoreError) -> (rows: [CaseList.Row], total: Int?) {
        guard board != .due else { return (try nearest(), nil) }
        var rows: [CaseList.Row] = []
        try forEachCase { record in
            let file = CaseFile(record)
            let found: [String]? =
                switch board {
                case .due: nil
                case .open: file.stage.isOpen ? [] : nil
                case .ended: file.stage.isOpen ? nil : []
                case .agenda: CaseAgenda.reasons(record, file).nonEmpty
                case .simple: CaseAgenda.simple(record, file).map { [$0] }
                case .supervise:
                    CaseTrigger.all(record, file, clocks: states(of: record), rules: script.rules, today: today)
                        .map { "\($0.ground)：\($0.why)" }.nonEmpty
                }
            if let found { rows.append(row(record, file, found)) }
            return true
        }
        return (Array(rows.reversed().prefix(CaseList.most)), rows.count)
    }

    /// A case once, by its nearest date.
    private func nearest() throws(StoreError) -> [CaseList.Row] {
        var rows: [CaseList.Row] = []
        var seen: Set<String> = []
        for due in try store.nearestDues(limit: CaseList.most, viewer: viewer) where seen.insert(due.number).inserted {
            guard let record = try store.caseRecord(number: due.number, viewer: viewer) else { continue }
            rows.append(row(record, CaseFile(record), []))
        }
        return rows
    }

    func row(_ record: CaseRecord, _ file: CaseFile, _ reasons: [String]) -> CaseList.Row {
        let topic = [record.claim.topic, record.claim.subtopic ?? ""].filter { !$0.isEmpty }.joined(separator: " / ")
        var row = CaseList.Row(
            number: record.number, isSealed: record.lane == .sealed, purpose: file.purpose.rawValue,
            topic: file.corrections[CaseCorrection.topic.rawValue] ?? topic,
            channel: file.channel.isEmpty ? record.channel : file.channel, unit: file.unit, officer: file.officer,
            stage: file.stage.title, receivedOn: file.receivedOn, reasons: reasons)
        guard file.stage.isOpen else { return row }
        let running = states(of: record).filter { state in
            guard let rule = script.rules.rule(state.rule) else { return false }
            return !state.status.isFinal && state.effectiveDue != nil && rule.party == .organ && !rule.isWindow
        }
        if let next = running.min(by: { ($0.nominalDue ?? .latest) < ($1.nominalDue ?? .latest) }) {
            row.rule = script.rules.rule(next.rule)?.title ?? next.rule
            row.nominalDue = next.nominalDue
            row.effectiveDue = next.effectiveDue
            row.provisional = next.provisional
        }
        return row
    }
}

extension Array {
    fileprivate var nonEmpty: [Element]? { isEmpty ? nil : self }
}
