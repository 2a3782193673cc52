// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// What stands beside a case on the wire: how its words are understood and which open cases may be the same matter. Helps
/// to reading, and shown as that; a server that sends neither gives no lines.
extension CaseSheet {
    /// So many purposes and topics are worth a look.
    private static let mostShares = 2
    /// So many reasons fit beside the rest of a case; the server sends the weightiest first.
    static let mostReasons = 8

    /// What the case's words are taken for, and by which of them.
    static func understanding(_ object: JSONObject) -> [String] {
        guard let heard = object["understanding"]?.object else { return [] }
        let kinds = heard["safety"]?.array?.compactMap { $0.string.map { TextCleaner.clean($0) } } ?? []
        let said = shares(heard.objects("purposes")) + shares(heard.objects("topics")) + kinds
        guard !said.isEmpty else { return [] }
        var lines = ["", "听出来的（供参考，以登记的为准）", "  " + said.joined(separator: "，")]
        for reason in heard.objects("reasons").prefix(mostReasons) {
            guard let label = reason.shown("label"), let text = reason.shown("text") else { continue }
            lines.append("  \(label) ← 「\(text)」" + (reason.shown("rule").map { "（\($0)）" } ?? ""))
        }
        return lines
    }

    /// Open cases to compare with this one, and why.
    static func repeats(_ object: JSONObject) -> [String] {
        var lines: [String] = []
        for like in object.objects("repeats") {
            guard let number = like.shown("number") else { continue }
            let filed = like["filed_at"]?.string.flatMap(Timestamp.init(wire:)).map { "  \(CivilDate($0)) 登记" } ?? ""
            let score = like["score"].flatMap(percent).map { "  像 \($0)" } ?? ""
            lines.append("  \(number)\(filed)  \(DeskWords.stage(like.shown("state") ?? ""))\(score)")
            var why = like["same_person"]?.bool == true ? ["同一个电话或者证件号"] : []
            why += texts(like, "names").map { "都提到\($0)" } + texts(like, "words").map { "都说「\($0)」" }
            if !why.isEmpty { lines.append("    " + why.joined(separator: "；")) }
        }
        return lines.isEmpty ? [] : ["", "可能是同一件事（对照着看，是不是重复由人来定）"] + lines
    }

    private static func shares(_ objects: [JSONObject]) -> [String] {
        objects.prefix(mostShares).compactMap { share in
            guard let label = share.shown("label"), let score = share["score"].flatMap(percent) else { return nil }
            return "\(label) \(score)"
        }
    }

    private static func texts(_ object: JSONObject, _ key: String) -> [String] {
        object[key]?.array?.compactMap { $0.string.map { TextCleaner.clean($0) } } ?? []
    }

    /// A share in whole percent; nil for what is none.
    private static func percent(_ value: JSONValue) -> String? {
        let share: Double? =
            switch value {
            case .double(let share): share
            case .int(let share): share >= 0 && share <= 1 ? Double(share) : nil
            case .null, .bool, .string, .array, .object: nil
            }
        guard let share, share >= 0, share <= 1 else { return nil }
        return "\(Int(share * 100 + 0.5))%"
    }
}
