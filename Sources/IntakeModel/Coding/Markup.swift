// SPDX-License-Identifier: Apache-2.0

/// Text as it stands in HTML, SVG and XML.
public enum Markup {
    /// Text that stands for itself in elements and in quoted attributes. Left out is what no page may hold (control
    /// characters but tab and line feed, XML 1.0 section 2.2) and what turns the direction of writing.
    public static func text(_ text: some StringProtocol) -> String {
        var marked = ""
        marked.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": marked += "&amp;"
            case "<": marked += "&lt;"
            case ">": marked += "&gt;"
            case "\"": marked += "&quot;"
            case "'": marked += "&#39;"
            case "\t", "\n": marked.unicodeScalars.append(scalar)
            default:
                guard scalar.value >= 0x20, !(0x7F...0x9F).contains(scalar.value),
                    !(0x202A...0x202E).contains(scalar.value), !(0x2066...0x2069).contains(scalar.value),
                    !(0xFFFE...0xFFFF).contains(scalar.value)
                else { continue }
                marked.unicodeScalars.append(scalar)
            }
        }
        return marked
    }
}
