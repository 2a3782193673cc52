// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel
public import Understanding

/// Reads `answers/*.yaml`: first-contact answers and who vouches for them.
///
/// A file has `version: 1`, optionally `approval` (`scope`, `approver`, `approved`, `expires`) for all its answers, and
/// `answers`: each with `id`, `title`, `examples`, `text`, `basis` (`act`, `article`, `unverified`), optionally `cues`
/// and the four keys of `approval` again. An answer without `approved` anywhere is read, checked and never given. Instead
/// of answers, or beside them, a file may have `elsewhere`: kinds of questions that no answer covers, each with `about` and
/// `examples`.
public enum AnswerLoader {
    /// What a placeholder may ask the office for, before the point.
    public static let placeholderKinds = ["phone", "address", "hours", "name"]

    /// What the files hold.
    struct Found {
        /// In the order given, each with the place it is written at.
        var answers: [(answer: Answer, map: YAMLMapping)] = []
        /// Questions that no answer covers, by kind.
        var elsewhere: [[String]] = []

        var book: AnswerBook { AnswerBook(answers: answers.map(\.answer), elsewhere: elsewhere) }
    }

    /// The answers of the files, in the order given. What cannot be used is left out and reported.
    public static func load(_ roots: [YAMLValue]) -> [Answer] { read(roots).answers.map(\.answer) }

    /// The same, to be asked.
    public static func book(_ roots: [YAMLValue]) -> AnswerBook { read(roots).book }

    static func read(_ roots: [YAMLValue]) -> Found {
        var ids = YAMLNames(of: "答复")
        var found = Found()
        for root in roots {
            guard let file = root.mapping(.answers) else { continue }
            _ = file.int("version", in: 1...1)
            let approval = file.mapping("approval", .approval)
            for item in file.sequence("answers") {
                guard let map = item.mapping(.answer) else { continue }
                if let id = map.string("id") { ids.insert(id, at: map["id"] ?? item) }
                if let answer = answer(map, approval) { found.answers.append((answer, map)) }
            }
            for item in file.sequence("elsewhere") {
                guard let map = item.mapping(.elsewhere) else { continue }
                _ = map.string("about")
                found.elsewhere.append(map.strings("examples"))
            }
        }
        return found
    }

    private static func answer(_ map: YAMLMapping, _ approval: YAMLMapping?) -> Answer? {
        let examples = map.strings("examples")
        if examples.isEmpty, map["examples"] != nil {
            map.report(.answerExample, at: "examples", "至少写一句群众会怎么问")
        }
        let basis = bases(map)
        if basis.isEmpty, map["basis"] != nil { map.report(.answerBasis, at: "basis", "写上凭的是哪部法、哪一条") }
        func given(_ key: String) -> YAMLMapping? {
            if map[key] != nil { return map }
            return approval?[key] != nil ? approval : nil
        }
        func required(_ key: String) -> YAMLMapping? {
            if let source = given(key) { return source }
            map.value.report(.answerApproval, "没有「\(key)」：这里没写，文件开头的 approval 也没写")
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
            map.report(.answerDates, at: "expires", "到期（\(expires.iso8601)）比批准（\(approved.iso8601)）还早")
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
            guard let basis = item.mapping(.basis),
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
            for source in CueLoader.parts(of: item.string ?? "") {
                do {
                    result.append(try CuePattern(source))
                } catch {
                    item.report(.cuePattern, "「\(source)」读不懂：\(CueLoader.explain(error))", excerpt: source)
                }
            }
        }
        return result
    }

    private static func check(_ answer: Answer, _ map: YAMLMapping) {
        guard let place = map["text"] else { return }
        for name in answer.placeholders {
            let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count != 2 || parts[1].isEmpty || !placeholderKinds.contains(String(parts[0])) {
                place.report(
                    .answerPlace, "{\(name)} 不行；写成 {\(placeholderKinds.joined(separator: ".单位}、{")).单位}",
                    suggestion: parts.count == 2
                        ? Suggestion.nearest(to: String(parts[0]), among: placeholderKinds).map {
                            "{\($0).\(parts[1])}"
                        }
                        : nil, excerpt: "{\(name)}")
            }
        }
        if answer.text.utf8.contains(UInt8(ascii: "[")) {
            place.report(
                .answerBrackets, "答复里没有 [ ] 这种写法，会原样念出来；去掉方括号，office.yaml 没给的事实那一行本来就整行不说", excerpt: "[")
        }
        let opening = answer.text.unicodeScalars.count { $0 == "{" }
        if opening != answer.text.unicodeScalars.count(where: { $0 == "}" }) {
            place.report(.markup, "「{」和「}」不成对")
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
