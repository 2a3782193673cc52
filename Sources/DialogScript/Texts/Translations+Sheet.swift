// SPDX-License-Identifier: Apache-2.0

extension Translations {
    /// What is not translated into a language, as YAML to be filled in; nil when there is no such language.
    func sheet(of tag: String) -> String? {
        guard let file = files.first(where: { languages[$0.index].tag == tag }) else { return nil }
        var out = ""
        for part in Part.allCases {
            let entries = missing[file.index - 1].filter { $0.part == part }
            if entries.isEmpty { continue }
            out += "\(part.rawValue):\n"
            for entry in entries { out += Self.lines(entry) }
        }
        return out
    }

    private static func lines(_ missing: Missing) -> String {
        let original = missing.original
        var out = "  \(missing.name):\n    of: \"\(Fingerprint.of(original.source))\"\n"
        for text in original.texts where missing.fields.contains(text.field) {
            for wording in text.source { out += comment(wording, indent: 4) }
            out += "    \(text.field == whole ? "text" : text.field):\n"
        }
        guard missing.fields.contains("options") else { return out }
        out += "    options:\n"
        for choice in original.choices {
            if let text = choice.source.first { out += comment(text, indent: 6) }
            out += "      \"\(choice.value)\":\n"
        }
        return out
    }

    private static func comment(_ text: String, indent: Int) -> String {
        text.split(separator: "\n").reduce(into: "") { out, line in
            out += String(repeating: " ", count: indent) + "# \(line)\n"
        }
    }
}
