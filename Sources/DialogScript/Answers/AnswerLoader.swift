// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel
public import Understanding

/// Reads `answers/*.yaml`: first-contact answers and who vouches for them.
///
/// A file has `version: 1`, optionally `approval` (`scope`, `approver`, `approved`, `expires`) for all its answers, and
/// `answers`: each with `id`, `title`, `examples`, `text`, `basis` (`act`, `article`, `unverified`), optionally `cues`
/// and the four keys of `approval` again. An answer without `approved` anywhere is read, checked and never given.
///
/// Codes: ANS001 a cue that cannot be read, ANS002 a line wider than a kiosk, ANS003 a placeholder that cannot be filled,
/// ANS004 approval and expiry that contradict each other, ANS005 a key of the approval is missing, ANS006 no example,
/// ANS007 no basis.
public enum AnswerLoader {
    /// The columns of a kiosk; a Han character takes two.
    public static let columns = 80
    /// What a placeholder may ask the office for, before the point.
    public static let placeholderKinds = ["phone", "address", "hours", "name"]

    /// The answers of the files, in the order given. What cannot be used is left out and reported.
    public static func load(_ roots: [YAMLValue]) -> [Answer] {
        var ids = YAMLNames(of: "answer")
        var answers: [Answer] = []
        for root in roots {
            guard let file = root.mapping(required: ["version", "answers"], optional: ["approval", "note"]) else {
                continue
            }
            _ = file.int("version", in: 1...1)
            let approval = file.mapping(
                "approval", required: [], optional: ["scope", "approver", "approved", "expires"])
            for item in file.sequence("answers") {
                guard
                    let map = item.mapping(
                        required: ["id", "title", "examples", "text", "basis"],
                        optional: ["cues", "scope", "approver", "approved", "expires", "note"])
                else { continue }
                if let id = map.string("id") { ids.insert(id, at: item) }
                if let answer = answer(map, approval) { answers.append(answer) }
            }
        }
        return answers
    }

    private static func answer(_ map: YAMLMapping, _ approval: YAMLMapping?) -> Answer? {
        let examples = map.strings("examples")
        if examples.isEmpty { map.error("ANS006", at: "examples", "write at least one question as people put it") }
        let basis = bases(map)
        if basis.isEmpty { map.error("ANS007", at: "basis", "name the act it rests on") }
        func given(_ key: String) -> YAMLMapping? {
            if map[key] != nil { return map }
            return approval?[key] != nil ? approval : nil
        }
        func required(_ key: String) -> YAMLMapping? {
            if let source = given(key) { return source }
            map.value.error("ANS005", "\"\(key)\" is given neither here nor in the approval of the file")
            return nil
        }
        let scope = required("scope")?.string("scope")
        let approver = required("approver")?.string("approver")
        let expires = required("expires")?.date("expires")
        let approved = given("approved")?.date("approved")
        guard let id = map.string("id"), let title = map.string("title"), let text = map.string("text"), let scope,
            let approver, let expires, !examples.isEmpty, !basis.isEmpty
        else { return nil }
        if let approved, expires < approved {
            map.error("ANS004", at: "expires", "it expires before it is approved")
            return nil
        }
        let answer = Answer(
            id: id, title: title, cues: cues(map), examples: examples, text: text.trimmingLineEnds(), basis: basis,
            scope: scope, approver: approver, approved: approved, expires: expires)
        check(answer, map)
        return answer
    }

    private static func bases(_ map: YAMLMapping) -> [Answer.Basis] {
        map.sequence("basis").compactMap { item in
            guard let basis = item.mapping(required: ["act"], optional: ["article", "unverified"]),
                let act = basis.string("act")
            else { return nil }
            return Answer.Basis(
                act: act, article: basis.string("article") ?? "",
                isUnverified: basis.bool("unverified", default: false))
        }
    }

    private static func cues(_ map: YAMLMapping) -> [CuePattern] {
        var result: [CuePattern] = []
        for item in map.sequence("cues") {
            for source in (item.string ?? "").split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init) {
                do {
                    result.append(try CuePattern(source))
                } catch {
                    item.error("ANS001", "\"\(source)\" cannot be read as a cue: an empty part or unpaired brackets")
                }
            }
        }
        return result
    }

    private static func check(_ answer: Answer, _ map: YAMLMapping) {
        for line in answer.text.split(separator: "\n") where columns(of: line) > columns {
            map.error("ANS002", at: "text", "a line of \(columns(of: line)) columns, \(columns) fit: \(line)")
        }
        for name in answer.placeholders {
            let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count != 2 || parts[1].isEmpty || !placeholderKinds.contains(String(parts[0])) {
                map.error(
                    "ANS003", at: "text",
                    "{\(name)}: a placeholder is one of \(placeholderKinds.joined(separator: ", ")), a point and a name"
                )
            }
        }
        let opening = answer.text.unicodeScalars.count { $0 == "{" }
        if opening != answer.text.unicodeScalars.count(where: { $0 == "}" }) {
            map.error("ANS003", at: "text", "braces do not pair")
        }
    }

    /// Columns a line takes on a terminal: two for everything from the CJK blocks and full-width forms.
    static func columns(of line: some StringProtocol) -> Int {
        line.unicodeScalars.reduce(0) { sum, scalar in
            switch scalar.value {
            case 0x2010...0x2027, 0x2030...0x205E, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
                0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
                sum + 2
            default: sum + 1
            }
        }
    }
}

extension String {
    /// Without line ends at its end, which block scalars bring along.
    fileprivate func trimmingLineEnds() -> String {
        var view = unicodeScalars[...]
        while let last = view.last, last == "\n" || last == " " { view.removeLast() }
        return String(view)
    }
}
