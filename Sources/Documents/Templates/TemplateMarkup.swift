// SPDX-License-Identifier: Apache-2.0

/// The signs at the beginnings of a template's lines, and what keeps a value from being taken for them.
///
/// - `@ ` addressee, `# ` heading, `| ` row with `|` between its cells, `* ` note, `~ ` place for signatures; every other
///   line is a paragraph, empty lines are nothing.
enum TemplateMarkup {
    /// Signs stand for themselves inside values: each is carried through as a character of the private use area, which
    /// values are rid of first.
    private static let signs: [Unicode.Scalar] = ["@", "#", "|", "*", "~", "\n", "{", "}"]
    private static let privateBase: UInt32 = 0xE000

    static func isPrivate(_ scalar: Unicode.Scalar) -> Bool {
        (0xE000...0xF8FF).contains(scalar.value) || scalar.value >= 0xF0000
    }

    /// A value as it goes into a template.
    static func carried(_ value: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            if isPrivate(scalar) || scalar == "\r" { continue }
            if let index = signs.firstIndex(of: scalar),
                let other = Unicode.Scalar(privateBase + UInt32(index))
            {
                out.append(other)
            } else {
                out.append(scalar)
            }
        }
        return String(out)
    }

    /// The text of a block, with its values' own signs again.
    static func restored(_ text: some StringProtocol) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let index = Int(scalar.value) - Int(privateBase)
            out.append(signs.indices.contains(index) ? signs[index] : scalar)
        }
        return String(out)
    }

    /// Reads what a template gave.
    static func blocks(_ rendered: String) -> [DocumentPage.Block] {
        var blocks: [DocumentPage.Block] = []
        for line in rendered.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" }) {
            let line = trimmed(line)
            guard let first = line.first else { continue }
            let rest = trimmed(line.dropFirst())
            switch first {
            case "@": blocks.append(.addressee(restored(rest)))
            case "#": blocks.append(.heading(restored(rest)))
            case "*": blocks.append(.note(restored(rest)))
            case "~": blocks.append(.signature(restored(rest)))
            case "|":
                var cells = rest.split(separator: "|", omittingEmptySubsequences: false).map { restored(trimmed($0)) }
                if cells.last == "" { cells.removeLast() }
                blocks.append(.row(cells))
            default:
                // A value of several lines is several paragraphs.
                for part in restored(line).split(separator: "\n") where !trimmed(part).isEmpty {
                    blocks.append(.paragraph(String(trimmed(part))))
                }
            }
        }
        return blocks
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var rest = text
        while let last = rest.last, last == " " || last == "\t" || last == "　" { rest.removeLast() }
        while let first = rest.first, first == " " || first == "\t" || first == "　" { rest.removeFirst() }
        return rest
    }
}
