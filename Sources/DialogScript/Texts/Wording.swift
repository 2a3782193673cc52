// SPDX-License-Identifier: Apache-2.0

/// A text as it stands in a file: one wording, a list of them, or a mapping with `text`, `plain` and `short`, each of
/// which is one wording or a list.
struct Wording {
    /// The forms that are written, in the order of the styles.
    let forms: [(voice: Voice, place: YAMLValue)]

    /// - Parameters:
    ///   - language: whose text it is, as in ``Program/languages``.
    ///   - shape: the table of the mapping; it has the keys of ``YAMLShape/wording`` and perhaps others.
    init(_ value: YAMLValue, language: Int = 0, shape: YAMLShape = .wording) {
        guard value.isMapping else {
            forms = value.isNull ? [] : [(Voice(language: language), value)]
            return
        }
        let map = value.mapping(shape)
        forms = Voice.Style.allCases.compactMap { style in
            map?[style.key]?.nonNull.map { (Voice(style, language: language), $0) }
        }
    }

    /// The wordings of the ordinary form as they are written, without a report; empty when there is none.
    var source: [String] {
        forms.first { $0.voice.style == .ordinary }?.place.items.compactMap(\.text) ?? []
    }
}

extension TextVariants {
    /// Adds what is written, wording for wording as `read` understands it.
    mutating func add(_ wording: Wording, _ read: (YAMLValue, Voice) -> TextTemplate?) {
        for (voice, place) in wording.forms {
            let read = TextVariants(place.items.compactMap { read($0, voice) })
            if place.isSequence { TextChecks.checkVariants(read, at: place) }
            if voice == .ordinary { variants = read.variants } else { add(read.variants, as: voice) }
        }
    }
}

/// Tells whether a text is still the one that was translated.
package enum Fingerprint {
    /// Eight hexadecimal digits over the wordings of an original, in their order.
    package static func of(_ source: [String]) -> String {
        let hash = StableKey.fnv64(utf8: source.map(trimmed).joined(separator: "\u{0}"))
        let digits = String(UInt32(truncatingIfNeeded: hash ^ hash >> 32), radix: 16)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }

    /// How a text is folded into lines of a file makes no difference at its end.
    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while let last = text.unicodeScalars.last, last == "\n" || last == " " { text.unicodeScalars.removeLast() }
        return String(text)
    }
}
