// SPDX-License-Identifier: Apache-2.0

/// A CSV text read as RFC 4180 has it, each cell with its place. Line ends may be CR LF or LF; a byte order mark is no part
/// of it.
public struct CSVText: Sendable, Hashable {
    public struct Cell: Sendable, Hashable {
        /// Without the quotes, and without blanks around it.
        public var text: String
        /// Line and character of its beginning, from 1.
        public var line: Int
        public var column: Int
    }

    public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        public var line: Int
        public var column: Int
        public var text: String

        public init(line: Int, column: Int, _ text: String) {
            self.line = line
            self.column = column
            self.text = text
        }

        public var description: String { "\(line):\(column): \(text)" }
    }

    /// Lines that hold something, each with its cells.
    public private(set) var rows: [[Cell]] = []

    /// - Throws: a quote that is not closed, or something after a closing one.
    public init(_ text: String) throws(Problem) {
        var reader = Reader(text)
        while let row = try reader.row() {
            if row.contains(where: { !$0.text.isEmpty }) { rows.append(row) }
        }
    }

    private struct Reader {
        private let characters: [Character]
        private var place = 0
        private var line = 1
        private var column = 1

        init(_ text: String) {
            characters = Array(text.first == "\u{FEFF}" ? text.dropFirst() : text[...])
        }

        private var next: Character? { characters.indices.contains(place) ? characters[place] : nil }

        private mutating func step() {
            if let character = next, character.isNewline {
                line += 1
                column = 1
            } else {
                column += 1
            }
            place += 1
        }

        /// nil at the end.
        mutating func row() throws(Problem) -> [Cell]? {
            guard next != nil else { return nil }
            var cells: [Cell] = []
            while true {
                cells.append(try cell())
                guard let end = next else { return cells }
                step()
                if end != "," { return cells }
            }
        }

        private mutating func cell() throws(Problem) -> Cell {
            while next == " " { step() }
            let (atLine, atColumn) = (line, column)
            var text = ""
            if next == "\"" {
                step()
                while true {
                    guard let character = next else {
                        throw Problem(line: atLine, column: atColumn, "引号没有收尾")
                    }
                    step()
                    if character == "\"" {
                        guard next == "\"" else { break }
                        step()
                    }
                    text.append(character == "\r\n" ? "\n" : character)
                }
                while next == " " { step() }
                if let after = next, after != ",", !after.isNewline {
                    throw Problem(line: line, column: column, "引号后面还有字；整格要用引号括起来，格里的引号写两遍")
                }
            } else {
                while let character = next, character != ",", !character.isNewline {
                    text.append(character)
                    step()
                }
            }
            while text.last == " " || text.last == "\t" { text.removeLast() }
            return Cell(text: text, line: atLine, column: atColumn)
        }
    }
}
