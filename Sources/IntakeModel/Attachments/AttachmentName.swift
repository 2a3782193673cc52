// SPDX-License-Identifier: Apache-2.0

/// Names of files as they are kept: for people to read. No path is ever made of one.
public enum AttachmentName {
    /// Longest name before the suffix, in scalars.
    public static let longest = 60

    /// The last part of whatever path came, without control, format and direction marks and without what file systems or
    /// headers give a meaning; the suffix is that of the kind. What is left empty is called 附件.
    public static func clean(_ name: String, kind: AttachmentKind) -> String {
        let last = name.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last ?? []
        var kept = String.UnicodeScalarView()
        var isGap = false
        for scalar in last {
            if isRefused(scalar) { continue }
            if scalar.properties.isWhitespace {
                isGap = !kept.isEmpty
                continue
            }
            if isGap { kept.append(" ") }
            isGap = false
            kept.append(scalar)
        }
        if let dot = kept.lastIndex(of: "."), isSuffix(kept[kept.index(after: dot)...]) { kept.removeSubrange(dot...) }
        var stem = String.UnicodeScalarView(kept.drop { $0 == "." || $0 == " " || $0 == "-" }.prefix(longest))
        while let end = stem.last, end == "." || end == " " { stem.removeLast() }
        return (stem.isEmpty ? "附件" : String(stem)) + "." + kind.suffix
    }

    /// Whether it is what programs put behind a dot: one to five letters and digits, a letter among them.
    private static func isSuffix(_ scalars: Substring.UnicodeScalarView) -> Bool {
        let letters = scalars.count { "a"..."z" ~= $0 || "A"..."Z" ~= $0 }
        return letters > 0 && scalars.count <= 5
            && scalars.allSatisfy { $0.isASCII && $0.properties.isAlphabetic || "0"..."9" ~= $0 }
    }

    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control where !scalar.properties.isWhitespace: return true
        case .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return true
        default: break
        }
        return switch scalar {
        case "<", ">", ":", "\"", "|", "?", "*", "'", "%", ";", "&", "`", "$": true
        default: false
        }
    }
}
