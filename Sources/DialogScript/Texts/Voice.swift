// SPDX-License-Identifier: Apache-2.0

/// How the desk speaks to somebody: which form of every text is said.
///
/// Every text has an ordinary form in the office's own language; all others may be missing, and then the nearest is
/// said: the language counts more than the style.
package struct Voice: Sendable, Hashable {
    /// The form of a text; the raw value is stored with a conversation.
    package enum Style: UInt8, Sendable, CaseIterable {
        case ordinary
        /// 大白话: plain words, for the elderly and for whoever asks for them.
        case plain
        /// For narrow screens: at most ``TextChecks/narrowColumns`` columns.
        case short

        /// The key of the form in a text; the ordinary one is under `text` or stands alone.
        package var key: String {
            switch self {
            case .ordinary: "text"
            case .plain: "plain"
            case .short: "short"
            }
        }
    }

    package var style: Style
    /// Position in ``Program/languages``; 0 is the office's own.
    package var language: Int

    package init(_ style: Style = .ordinary, language: Int = 0) {
        self.style = style
        self.language = language
    }

    package static let ordinary = Voice()
}

/// A language of the dialogs: the office's own, or that of a file under `locales/`.
package struct Language: Sendable, Hashable {
    /// How dates are written in its texts.
    package enum Dates: String, Sendable, CaseIterable {
        /// 12月8日, and 2027年1月2日 in another year.
        case chinese
        /// 2026-12-08.
        case iso
    }

    /// As `locale:` of the file: `zh-CN`, `en`, `zh-Hant`.
    package var tag: String
    package var dates: Dates = .chinese

    /// The position of the language that suits `tag` best: the tag itself, then with subtags taken off from the end
    /// (RFC 4647, lookup); 0, the office's own, when there is none. Taiwan, Hong Kong and Macao write `zh-Hant`.
    package static func best(for tag: String, among languages: [Language]) -> Int {
        var parts = tag.lowercased().split { $0 == "-" || $0 == "_" }.map(String.init)
        if parts.first == "zh", !parts.contains("hans"), !parts.contains("hant"),
            parts.contains(where: { ["tw", "hk", "mo"].contains($0) })
        {
            parts.insert("hant", at: 1)
        }
        while !parts.isEmpty {
            let wanted = parts.joined(separator: "-")
            if let index = languages.firstIndex(where: { $0.tag.lowercased() == wanted }) { return index }
            parts.removeLast()
        }
        return 0
    }
}
