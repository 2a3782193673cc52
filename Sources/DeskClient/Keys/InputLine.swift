// SPDX-License-Identifier: Apache-2.0

import LineProtocol

/// The line that is being typed. One character is one step of the cursor, however many bytes or columns it has.
public struct InputLine: Sendable, Hashable {
    public private(set) var characters: [Character] = []
    /// Characters before the cursor.
    public private(set) var cursor = 0

    public init(_ text: String = "") {
        characters = Array(text)
        cursor = characters.count
    }

    public var text: String { String(characters) }
    public var isEmpty: Bool { characters.isEmpty }

    public mutating func insert(_ text: String) {
        let new = Array(text)
        characters.insert(contentsOf: new, at: cursor)
        cursor += new.count
    }

    public mutating func clear() { self = InputLine() }

    /// Takes a key that edits; false when the key does something else.
    public mutating func edit(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .paste(let text): insert(text)
        case .backspace:
            if cursor > 0 {
                cursor -= 1
                characters.remove(at: cursor)
            }
        case .delete: if cursor < characters.count { characters.remove(at: cursor) }
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(characters.count, cursor + 1)
        case .home: cursor = 0
        case .end: cursor = characters.count
        case .control("u"): clear()
        case .enter, .escape, .tab, .up, .down, .pageUp, .pageDown, .control: return false
        }
        return true
    }

    /// What of the line is seen in so many columns, with the cursor in it; a line end shows as ↵.
    public func shown(columns: Int) -> (text: String, cursorColumn: Int) {
        let texts = characters.map { $0 == "\n" || $0 == "\r\n" ? "↵" : String($0) }
        let widths = texts.map { DisplayWidth.of($0) }
        let room = max(1, columns - 1)
        var start = cursor
        var before = 0
        while start > 0, before + widths[start - 1] <= room {
            start -= 1
            before += widths[start]
        }
        var end = cursor
        var used = before
        while end < texts.count, used + widths[end] <= room {
            used += widths[end]
            end += 1
        }
        return (texts[start..<end].joined(), before)
    }
}
