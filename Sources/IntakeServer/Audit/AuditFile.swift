// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
public import IntakeStore
public import LineProtocol

/// An audit trail outside the system: JSON Lines that anybody can look through without the program and without its keys.
/// A first line that tells what it is, a line an entry, a last line with the head.
public enum AuditFile {
    public static func begin(epoch: String, at: Timestamp, by badge: String, to writer: inout JSONWriter) {
        writer.line { writer in
            writer.member("audit", Int64(1))
            writer.member("epoch", epoch)
            writer.member("exported_at", at.iso8601)
            writer.member("by", badge)
        }
    }

    public static func add(_ entry: AuditEntry, to writer: inout JSONWriter) {
        writer.line { members(of: entry, to: &$0) }
    }

    public static func end(_ head: AuditHead, to writer: inout JSONWriter) {
        writer.line { writer in
            writer.key("head")
            writer.object { members(of: head, to: &$0) }
        }
    }

    static func members(of head: AuditHead, to writer: inout JSONWriter) {
        writer.member("id", head.id)
        writer.member("hash", AuditChain.hexadecimal(head.hash))
    }

    /// Writes an entry with all that its hash is made of.
    static func members(of entry: AuditEntry, to writer: inout JSONWriter) {
        writer.member("id", entry.id)
        writer.member("at", entry.at.iso8601)
        writer.member("ms", entry.at.milliseconds)
        writer.member("badge", entry.badge)
        writer.member("act", entry.act)
        writer.member("subject", entry.subject)
        writer.member("reason", entry.reason)
        writer.member("salt", AuditChain.hexadecimal(entry.salt))
        writer.member("hash", AuditChain.hexadecimal(entry.hash))
    }

    /// The next line of a file, as it is read back.
    public enum Line: Sendable, Hashable {
        case begin
        case entry(AuditEntry)
        case end(AuditHead)
    }

    /// nil for a line that is none of such a file.
    public static func line(_ bytes: [UInt8]) -> Line? {
        guard let object = try? JSONReader.read(bytes).object else { return nil }
        if object["audit"]?.integer == 1 { return .begin }
        if let head = object["head"]?.object { return self.head(head).map { .end($0) } }
        return entry(object).map { .entry($0) }
    }

    static func head(_ object: JSONObject) -> AuditHead? {
        guard let id = object["id"]?.integer, let text = object["hash"]?.string,
            let hash = AuditChain.bytes(hexadecimal: text)
        else { return nil }
        return AuditHead(id: id, hash: hash)
    }

    /// An entry as the wire and a file have it.
    public static func entry(_ object: JSONObject) -> AuditEntry? {
        guard let id = object["id"]?.integer, let at = object["ms"]?.integer, let badge = object["badge"]?.string,
            let act = object["act"]?.string, let subject = object["subject"]?.string,
            let reason = object["reason"]?.string,
            let salt = object["salt"]?.string.flatMap(AuditChain.bytes(hexadecimal:)),
            let hash = object["hash"]?.string.flatMap(AuditChain.bytes(hexadecimal:))
        else { return nil }
        return AuditEntry(
            id: id, at: Timestamp(milliseconds: at), badge: badge, act: act, subject: subject, reason: reason,
            salt: salt, hash: hash)
    }
}

extension AuditHead {
    /// `ID:HASH`, as it is printed and written down.
    public init?(written text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = Int64(parts[0]), id >= 0,
            let hash = AuditChain.bytes(hexadecimal: String(parts[1])), hash.count == 32
        else { return nil }
        self.init(id: id, hash: hash)
    }

    public var written: String { "\(id):\(AuditChain.hexadecimal(hash))" }
}

extension AuditEntry {
    /// What was done, as officers say it.
    public var actTitle: String { Self.titles[act] ?? (act.isEmpty ? "打不开" : act) }

    private static let titles = [
        "unmask": "看身份", "open": "打开密件", "print": "打印带姓名的文书", "recode": "补发查询码", "attach": "存附件",
        "file.remove": "撤掉附件", "staff.change": "改人员和权限", "staff.sessions": "让人退出登录",
        "file.open": "打开附件", "erase": "删除没登记的谈话", "audit.export": "导出审计记录", "report.export": "导出报表",
        "search": "按姓名电话查找", "staff.add": "加人、换口令", "staff.set": "改账号", "chain.begin": "开始成链", "login": "登录",
        "login.locked": "试错太多，锁住", "password.changed": "换密码", "totp.enrolled": "加动态口令", "staff.password": "给新密码",
        "staff.totp": "给动态口令", "staff.totp-off": "去掉动态口令", "staff.unlock": "解锁", "staff.disable": "停用",
        "staff.enable": "启用",
        "login.failed": "登录没成", "logout": "退出", "outbox.retry": "重发提醒", "outbox.done": "提醒不用送了",
    ]
}
