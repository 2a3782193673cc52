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
        _ answers: [(answer: Answer, map: YAMLMapping)], _ office: Office, _ translations: Translations
    ) -> [String: Program.RenderedAnswer] {
        var all: [String: Program.RenderedAnswer] = [:]
        for (answer, map) in answers {
            var rendered = render(answer, map, office)
            for (file, value) in translations.entries(.answers, answer.id) {
                guard let place = Wording(value, shape: .phraseTexts).forms.first?.place, let text = place.string else {
                    continue
                }
                let said = filled(text, place, office, isChinese: file.isChinese)
                rendered.others.append((file.index, (said + [rendered.source]).compactMap(\.self)))
            }
            var original = Translations.Original()
            original.add(Translations.whole, [answer.text])
            translations.close(.answers, answer.id, original)
            all[answer.id] = Program.RenderedAnswer(
                text: (rendered.lines + [rendered.source]).compactMap(\.self).joined(separator: "\n"),
                basis: rendered.basis,
                others: rendered.others.map { .init(language: $0.language, text: $0.lines.joined(separator: "\n")) })
        }
        return all
    }

    /// An answer before it is put together.
    private struct Rendering {
        var lines: [String?]
        var basis: String
        /// The line that names the basis; nil when there is no room for it.
        var source: String?
        var others: [(language: Int, lines: [String])] = []
    }

    private static func render(_ answer: Answer, _ map: YAMLMapping, _ office: Office) -> Rendering {
        let lines = filled(answer.text, map["text"] ?? map.value, office)
        // An article that nobody has read yet is not named; its act is.
        let basis = answer.basis.map { $0.isUnverified ? $0.act : $0.act + $0.article }.joined(separator: "、")
        let source = "依据：" + basis
        let hasRoom = !basis.isEmpty && TextChecks.width(source) <= TextChecks.columns
        return Rendering(lines: lines, basis: basis, source: hasRoom ? source : nil)
    }

    /// The lines of a text with the facts of the office; nil for one that falls away. The whole is checked.
    private static func filled(
        _ text: String, _ place: YAMLValue, _ office: Office, isChinese: Bool = true
    ) -> [String?] {
        var rest = text.unicodeScalars[...]
        while let last = rest.last, last == "\n" || last == " " { rest.removeLast() }
        // Line for line as written, so that a report finds its line; what falls away stays as an empty one.
        let lines = rest.split(separator: "\n", omittingEmptySubsequences: false)
            .map { fill(Substring($0), place, office) }
        TextChecks.check(
            lines.map { $0 ?? "" }.joined(separator: "\n"), at: place, source: place.text ?? text,
            lines: TextChecks.answerLines, isChinese: isChinese)
        return lines
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
