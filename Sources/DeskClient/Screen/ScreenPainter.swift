// SPDX-License-Identifier: Apache-2.0

/// Turns screens into what is written to the terminal: only the lines that changed.
public struct ScreenPainter: Sendable {
    /// Alternate screen and bracketed paste on, so that the officer's shell is as it was afterwards.
    public static let enter = "\u{1B}[?1049h\u{1B}[?2004h\u{1B}[2J"
    public static let leave = "\u{1B}[?2004l\u{1B}[?25h\u{1B}[0m\u{1B}[?1049l"
    public static let bell = "\u{7}"

    private var shown: [ScreenLine] = []

    public init() {}

    /// Forgets what is on the terminal: the next screen is painted whole.
    public mutating func forget() { shown = [] }

    public mutating func paint(_ screen: DeskScreen) -> String {
        var out = "\u{1B}[?25l"
        if shown.count != screen.lines.count {
            out += "\u{1B}[0m\u{1B}[2J"
            shown = []
        }
        for (row, line) in screen.lines.enumerated() where row >= shown.count || shown[row] != line {
            out += "\u{1B}[\(row + 1);1H\u{1B}[0m\u{1B}[2K" + line.styled
        }
        shown = screen.lines
        if let cursor = screen.cursor { out += "\u{1B}[\(cursor.row + 1);\(cursor.column + 1)H\u{1B}[?25h" }
        return out
    }
}
