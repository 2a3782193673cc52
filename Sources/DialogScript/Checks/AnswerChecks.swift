// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel
internal import Understanding

/// First-contact answers as they are said: with the facts of the office, and only while they are good.
enum AnswerChecks {
    /// An answer that runs out sooner than this many days from today should be looked at.
    static let notice = 30

    /// Answers as they are said: places filled from the office. A line with a place that the office cannot fill is left
    /// out (`D606`).
    static func render(
        _ answers: [(answer: Answer, map: YAMLMapping)], _ office: Office
    ) -> [String: Program.RenderedAnswer] {
        var all: [String: Program.RenderedAnswer] = [:]
        for (answer, map) in answers { all[answer.id] = render(answer, map, office) }
        return all
    }

    private static func render(_ answer: Answer, _ map: YAMLMapping, _ office: Office) -> Program.RenderedAnswer {
        let place = map["text"] ?? map.value
        // Line for line as written, so that a report finds its line; what falls away stays as an empty one.
        var lines: [String] = []
        var kept: [String] = []
        for line in answer.text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
            let filled = fill(Substring(line), place, office)
            lines.append(filled ?? "")
            if let filled { kept.append(filled) }
        }
        TextChecks.check(
            lines.joined(separator: "\n"), at: place, source: place.text ?? answer.text,
            lines: TextChecks.answerLines)
        // An article that nobody has read yet is not named; its act is.
        let basis = answer.basis.map { $0.isUnverified ? $0.act : $0.act + $0.article }.joined(separator: "、")
        let source = "依据：" + basis
        if !basis.isEmpty, TextChecks.width(source) <= TextChecks.columns { kept.append(source) }
        return Program.RenderedAnswer(text: kept.joined(separator: "\n"), basis: basis)
    }

    private static func fill(_ line: Substring, _ place: YAMLValue, _ office: Office) -> String? {
        guard line.utf8.contains(UInt8(ascii: "{")) else { return String(line) }
        var text = ""
        var rest = line
        var isComplete = true
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            if let value = office.text(of: name) {
                text += value
            } else {
                isComplete = false
                // A place that cannot be written so has its report already.
                guard AnswerLoader.placeholderKinds.contains(String(name.prefix { $0 != "." })) else {
                    rest = rest[rest.index(after: close)...]
                    continue
                }
                place.report(
                    .answerFact, "office.yaml 没给 {\(name)}，这一行就不说了；补上，或者不要这一行",
                    suggestion: Suggestion.nearest(to: name, among: office.placeholders).map { "{\($0)}" },
                    excerpt: "{\(name)}")
            }
            rest = rest[rest.index(after: close)...]
        }
        return isComplete ? text + rest : nil
    }

    /// What will not be said, or not much longer, and what two answers claim.
    static func check(_ answers: [(answer: Answer, map: YAMLMapping)], today: CivilDate) {
        var owners: [String: String] = [:]
        for (answer, map) in answers {
            if answer.approved == nil {
                map.report(.answerUnapproved, at: "id", "答复「\(answer.id)」还没批准，不会说；批了写 approved: 日期")
            } else if answer.expires < today {
                map.report(
                    .answerExpired, at: "id", "答复「\(answer.id)」\(answer.expires.iso8601) 到期了，不会说；核对以后改 expires")
            } else if answer.expires < today.adding(days: notice) {
                map.report(
                    .answerExpiring, at: "id", "答复「\(answer.id)」\(answer.expires.iso8601) 到期，没几天了；核对以后改 expires")
            }
            for example in map.sequence("examples") {
                guard let text = example.string else { continue }
                if let other = owners.updateValue(answer.id, forKey: FoldedLine(text).text), other != answer.id {
                    example.report(.answerAmbiguous, "「\(text)」也是答复「\(other)」的例子，分不出答哪条；留一处")
                }
            }
        }
    }
}
