// SPDX-License-Identifier: Apache-2.0

/// A text between double quotes, as JSON (RFC 8259 section 7, for texts of one or more lines) and DOT write it.
func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        default: out.unicodeScalars.append(scalar)
        }
    }
    return out + "\""
}
