// SPDX-License-Identifier: Apache-2.0

import LineProtocol

/// Texts cut and filled by columns.
enum ScreenText {
    /// The beginning of a text that fits, with `~` where something was cut off.
    static func fit(_ text: String, columns: Int) -> String {
        guard columns > 0 else { return "" }
        guard DisplayWidth.of(text) > columns else { return text }
        var fitted = String.UnicodeScalarView()
        var used = 0
        for scalar in text.unicodeScalars {
            let width = DisplayWidth.of(scalar)
            if used + width > columns - 1 { break }
            fitted.append(scalar)
            used += width
        }
        return String(fitted) + "~"
    }

    /// The text in exactly so many columns.
    static func pad(_ text: String, columns: Int) -> String {
        let fitted = fit(text, columns: columns)
        return fitted + String(repeating: " ", count: max(0, columns - DisplayWidth.of(fitted)))
    }

    /// Left and right on one line; the left gives way.
    static func between(_ left: String, _ right: String, columns: Int) -> String {
        let width = DisplayWidth.of(right)
        guard width < columns else { return fit(left, columns: columns) }
        return pad(left, columns: columns - width) + right
    }
}
