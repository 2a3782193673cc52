// SPDX-License-Identifier: Apache-2.0

/// Breaks text into terminal lines by columns.
///
/// A character is never split. Words, numbers, addresses (`http://…`) and codes in groups (`4729 8163 0552`) stay
/// whole where they fit in a line. No line begins with closing punctuation or ends with opening punctuation where that
/// can be helped.
public enum LineWrapper {
    /// Breaks a text; LF in it ends a line and an empty line stays one.
    /// - Parameters:
    ///   - text: cleaned text (``TextCleaner``).
    ///   - columns: the width of a line; below 2 counts as 2.
    public static func wrap(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        for paragraph in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
            let line = String(paragraph)
            if line.utf8.count <= columns || DisplayWidth.of(line) <= columns {
                // No scalar takes more columns than bytes, so short lines are not even measured.
                lines.append(line)
            } else {
                wrap(Array(paragraph), max(columns, 2), &lines)
            }
        }
        return lines
    }

    /// Punctuation that must not begin a line.
    private static func closes(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "，", "。", "；", "：", "！", "？", "、", "）", "》", "」", "』", "”", "’", "】", "〉", "〕", "］", "｝", "…", "—", "·",
            "％",
            "%", ",", ".", ";", ":", "!", "?", ")", "]", "}", "～", "℃":
            true
        default: false
        }
    }

    /// Punctuation that must not end a line.
    private static func opens(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "（", "《", "「", "『", "“", "‘", "【", "〈", "〔", "［", "｛", "￥", "(", "[", "{": true
        default: false
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    /// Belongs to a word: every narrow printing character.
    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar != " " && DisplayWidth.of(scalar) == 1
    }

    private static func wrap(_ scalars: [Unicode.Scalar], _ columns: Int, _ lines: inout [String]) {
        var line = String.UnicodeScalarView()
        var used = 0
        var position = 0
        var spaces = 0  // spaces waiting to be written before the next unit, dropped at a break
        var isFirst = true

        func flush() {
            lines.append(String(line))
            line = String.UnicodeScalarView()
            used = 0
            spaces = 0
        }

        while position < scalars.count {
            if scalars[position] == " " {
                spaces += 1
                position += 1
                continue
            }
            let end = unitEnd(scalars, position)
            let width = scalars[position..<end].reduce(0) { $0 + DisplayWidth.of($1) }
            if !line.isEmpty, used + spaces + width > columns { flush() }
            // Leading spaces of the paragraph are its indentation and stay.
            if !line.isEmpty || isFirst {
                let room = min(spaces, max(0, columns - 2))
                line.append(contentsOf: repeatElement(" ", count: room))
                used += room
            }
            spaces = 0
            isFirst = false
            for scalar in scalars[position..<end] {
                // Only a unit wider than the line comes to a break in here.
                let width = DisplayWidth.of(scalar)
                if used + width > columns { flush() }
                line.append(scalar)
                used += width
            }
            position = end
        }
        if !line.isEmpty || isFirst { lines.append(String(line)) }
    }

    /// The end of the unit that starts at `start`: opening marks, then a word or one character, then what must follow.
    private static func unitEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
        var end = start
        while end < scalars.count, opens(scalars[end]) { end += 1 }
        if end < scalars.count, scalars[end] != " " {
            if isWord(scalars[end]) {
                end = wordEnd(scalars, end)
            } else {
                end += 1
            }
        }
        // Combining marks belong to the character before them, closing punctuation stays with it.
        while end < scalars.count, scalars[end] != " ", closes(scalars[end]) || DisplayWidth.of(scalars[end]) == 0 {
            end += 1
        }
        return max(end, start + 1)
    }

    /// The end of a word. Groups of digits with single spaces between them are one word of at most four groups.
    private static func wordEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
        var end = start
        var groups = 1
        while end < scalars.count {
            if isWord(scalars[end]) || DisplayWidth.of(scalars[end]) == 0 {
                end += 1
            } else if scalars[end] == " ", groups < 4, isDigitGroup(scalars, before: end),
                isDigitGroup(scalars, after: end)
            {
                groups += 1
                end += 1
            } else {
                break
            }
        }
        return end
    }

    /// Whether the three characters before `space` are digits.
    private static func isDigitGroup(_ scalars: [Unicode.Scalar], before space: Int) -> Bool {
        space >= 3 && scalars[space - 3..<space].allSatisfy(isDigit)
    }

    /// Whether the three characters after `space` are digits.
    private static func isDigitGroup(_ scalars: [Unicode.Scalar], after space: Int) -> Bool {
        space + 3 < scalars.count && scalars[space + 1...space + 3].allSatisfy(isDigit)
    }
}
