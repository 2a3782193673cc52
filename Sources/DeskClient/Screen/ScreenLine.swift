// SPDX-License-Identifier: Apache-2.0

/// A line of the screen, without any control character; how it is shown is said apart.
public struct ScreenLine: Sendable, Hashable {
    public enum Style: Sendable, Hashable {
        case plain
        case title
        case alarm
        case selected
        case dim
        case note
        case officer
    }

    public var text: String
    public var style: Style

    public init(_ text: String, _ style: Style = .plain) {
        self.text = text
        self.style = style
    }

    /// With the escape sequences (ECMA-48, SGR) of its style. Nothing is told by colour alone.
    public var styled: String {
        let code =
            switch style {
            case .plain: ""
            case .title: "7"
            case .alarm: "1;37;41"
            case .selected: "7"
            case .dim: "2"
            case .note: "1"
            case .officer: "36"
            }
        return code.isEmpty ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
