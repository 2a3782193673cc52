// SPDX-License-Identifier: Apache-2.0

/// Writes scalars of a YAML file.
enum YAMLText {
    /// The text as it stands where that cannot be mistaken, else in quotation marks.
    static func quoted(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, first.value >= 0x4E00, first.value <= 0x9FFF,
            let last = text.unicodeScalars.last, last != " ", last != ":",
            text.unicodeScalars.allSatisfy(isPlain)
        else { return alwaysQuoted(text) }
        return text
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20, 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E: true
        case 0x3001, 0x3002, 0x3400...0x9FFF, 0xFF01, 0xFF0C, 0xFF1B, 0xFF1F: true
        default: false
        }
    }

    /// The text in quotation marks, with escapes.
    static func alwaysQuoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\t": out += "\\t"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0xFEFF {
                    out += "\\u" + Self.hex(scalar.value)
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return out + "\""
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
