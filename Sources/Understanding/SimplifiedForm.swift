// SPDX-License-Identifier: Apache-2.0

/// Traditional characters read as the Simplified ones in which words are compared: 沒有 as 没有.
package enum SimplifiedForm {
    /// The Simplified form of a character, itself when it has none.
    package static func of(_ scalar: UInt32) -> UInt32 { FoldTable.simplified(scalar) }

    /// The text in Simplified characters, as many bytes of UTF-8 as before; nil when it holds no Traditional ones.
    package static func of(_ text: String) -> String? {
        guard text.unicodeScalars.contains(where: { FoldTable.simplified($0.value) != $0.value }) else { return nil }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            out.append(Unicode.Scalar(FoldTable.simplified(scalar.value)) ?? scalar)
        }
        return String(out)
    }
}
