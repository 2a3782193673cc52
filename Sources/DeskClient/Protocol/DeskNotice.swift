// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
import LineProtocol

/// An event of the desk as an officer's client hears it.
public struct DeskNotice: Sendable, Hashable {
    public var seq: Int64
    public var at: Timestamp
    /// nil for an event that this client does not know.
    public var kind: DeskEvent.Kind?
    public var name: String
    public var caseNumber: String?
    public var conv: String?
    /// Further fields, texts only.
    public var fields: [String: String]

    public init(
        seq: Int64, at: Timestamp, kind: DeskEvent.Kind, caseNumber: String? = nil, conv: String? = nil,
        fields: [String: String] = [:]
    ) {
        self.seq = seq
        self.at = at
        self.kind = kind
        self.name = kind.rawValue
        self.caseNumber = caseNumber
        self.conv = conv
        self.fields = fields
    }

    init?(_ object: JSONObject) {
        guard let seq = object["seq"]?.integer, let name = object.shown("event"),
            let at = object["at"]?.string.flatMap(Timestamp.init(wire:))
        else { return nil }
        self.seq = seq
        self.at = at
        self.name = name
        kind = DeskEvent.Kind(rawValue: name)
        caseNumber = object.shown("case")
        conv = object.shown("conv")
        fields = [:]
        let known: Set<String> = ["type", "seq", "at", "event", "case", "conv"]
        for member in object.members where !known.contains(member.key) {
            if let text = member.value.string { fields[member.key] = TextCleaner.clean(text) }
        }
    }

    /// Kiosk label or relay name.
    public var place: String { fields["kiosk"] ?? fields["relay"] ?? fields["place"] ?? "" }

    /// Whom a reminder is for: `请科长 015`.
    private var urged: String? {
        fields["for"].map { "请\($0)" + (fields["badge"].map { " \($0)" } ?? "") }
    }

    /// One line for people.
    public var text: String {
        let number = caseNumber ?? conv ?? ""
        let due = DeskWords.date(fields["due"]) ?? ""
        return switch kind {
        case .handoffWaiting: "\(place) 有人等：\(DeskWords.reason(fields["reason"] ?? ""))"
        case .handoffClaimed: "\(conv ?? "") 由 \(fields["badge"] ?? "?") 号接了"
        case .handoffReleased: "\(conv ?? "") 放回来了"
        case .caseFiled: DeskWords.join("新登记", number, fields["purpose"], fields["unit"])
        case .caseChanged: "\(number) 有变动"
        case .caseDueSoon where fields["rule"] == RuleID.track:
            DeskWords.join("\(number) 快到跟进的日子，\(due)", fields["unit"], urged)
        case .caseOverdue where fields["rule"] == RuleID.track:
            DeskWords.join("\(number) 该跟进了，\(due)到的日子", fields["unit"], urged)
        case .caseDueSoon: DeskWords.join("\(number) 快到期，\(due)", fields["rule"], fields["unit"], urged)
        case .caseOverdue: DeskWords.join("\(number) 已超期，\(due)", fields["rule"], fields["unit"], urged)
        case .safetyAlert: DeskWords.join(at.clockText, place, fields["kind"], conv)
        case .calendarMissing: "缺 \(fields["year"] ?? "下一") 年的放假安排，期限先按暂定日历算"
        case .clockJumped: "服务器时钟跳了 \(fields["seconds"] ?? "?") 秒，请管理员核对"
        case .backupStale: "好久没有备份了，请管理员看看"
        case .outboxFailed:
            DeskWords.join("\(number) 的提醒没送到", fields["for"], fields["rule"], fields["error"])
        case .dialogsTaken: "问答脚本换成了新版本 \(fields["version"] ?? "")，正在说的人不受影响"
        case .dialogsRefused:
            "改过的问答脚本有 \(fields["errors"] ?? "?") 处错，没有启用，照旧版本接待：\(fields["first"] ?? "")"
        case nil: name
        }
    }
}
