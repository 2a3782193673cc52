// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// Reading what the desk answers, and the words that officers are shown for its codes.
extension JSONObject {
    func text(_ key: String) -> String { self[key]?.string ?? "" }

    /// nil when it is not there, or empty.
    func optional(_ key: String) -> String? { self[key]?.string.flatMap { $0.isEmpty ? nil : $0 } }

    func flag(_ key: String) -> Bool { self[key]?.bool ?? false }

    func number(_ key: String) -> Int64 { self[key]?.integer ?? 0 }

    func objects(_ key: String) -> [JSONObject] { self[key]?.array?.compactMap(\.object) ?? [] }

    func texts(_ key: String) -> [String] { self[key]?.array?.compactMap(\.string) ?? [] }

    /// A time of the wire.
    func time(_ key: String) -> Timestamp? { self[key]?.string.flatMap { Timestamp(wire: $0) } }
}

extension Timestamp {
    /// `2026-11-23T09:05:00+08:00` as the wire writes it; nil for anything else.
    init?(wire text: String) {
        let parts = text.split(separator: "T", maxSplits: 1)
        guard parts.count == 2, let date = try? CivilDate(iso8601: String(parts[0])), parts[1].hasSuffix("+08:00")
        else {
            return nil
        }
        let clock = parts[1].prefix(8).split(separator: ":").compactMap { Int64($0) }
        guard clock.count == 3 else { return nil }
        let seconds = clock.reduce(0) { $0 * 60 + $1 }
        self.init(milliseconds: Timestamp(startOf: date).milliseconds + seconds * 1000)
    }
}

/// Chinese words for the codes of the wire.
enum DeskText {
    static func reason(_ code: String) -> String {
        switch HandoffReason(rawValue: code) {
        case .asked: "要人工"
        case .stuck: "谈不下去"
        case .safety: "有危险"
        case .passed: "同事转来"
        case .dropped: "同事断线"
        case nil: code
        }
    }

    /// 2026-11-23 as 11月23日.
    static func date(_ text: String) -> String {
        guard let date = try? CivilDate(iso8601: text) else { return text }
        return "\(date.month)月\(date.day)日"
    }

    /// A topic with its level, as 劳动和社会保障 · 工资福利.
    static func topic(_ text: String) -> String { text.replacing("_", with: " · ") }

    static func list(_ list: BoardList) -> String {
        switch list {
        case .overdue: "已超期"
        case .today: "今天到期"
        case .soon: "三天内"
        case .unsent: "没转送"
        case .returned: "退回、异议"
        case .unowned: "没人经办"
        case .waiting: "等群众"
        case .open: "全部在办"
        }
    }
}
