// SPDX-License-Identifier: Apache-2.0

/// The keys of one kind of mapping, with what may stand under each: what the readers check keys against, and what the
/// published schemas are written from, so that the two cannot differ.
package struct YAMLShape: Sendable {
    /// What may stand under a key.
    package indirect enum Kind: Sendable {
        case text
        case bool
        case int(ClosedRange<Int>? = nil)
        case number(ClosedRange<Double>? = nil)
        /// `2026-11-23`.
        case date
        /// One of these words.
        case words([String])
        case list(Kind)
        /// One, or a list of them.
        case oneOrMore(Kind)
        /// Names given by the author, each with one of these.
        case map(Kind)
        /// Another shape, by name.
        case shape(String)
        case either([Kind])
        /// This, or nothing after the colon.
        case orNothing(Kind)
    }

    package struct Key: Sendable {
        package var name: String
        package var kind: Kind
        /// For authors: an editor shows it beside the key.
        package var note: String
        package var isRequired: Bool
    }

    /// What other shapes and the schema call it.
    package let name: String
    package let note: String
    package let keys: [Key]
    /// Keys of which exactly one must be there; empty for none such.
    package let oneOf: [String]
    /// Keys that mean something only beside one of others.
    package let only: [String: [String]]

    package let required: [String]
    package let optional: [String]
    let known: Set<String>

    package init(
        _ name: String, _ note: String, oneOf: [String] = [], only: [String: [String]] = [:], _ keys: [Key]
    ) {
        self.name = name
        self.note = note
        self.keys = keys
        self.oneOf = oneOf
        self.only = only
        required = keys.filter(\.isRequired).map(\.name)
        optional = keys.filter { !$0.isRequired }.map(\.name)
        known = Set(keys.map(\.name))
    }

    static func must(_ name: String, _ kind: Kind, _ note: String) -> Key {
        Key(name: name, kind: kind, note: note, isRequired: true)
    }

    static func may(_ name: String, _ kind: Kind, _ note: String) -> Key {
        Key(name: name, kind: kind, note: note, isRequired: false)
    }

    /// A text in its forms.
    static let texts = Kind.either([.text, .list(.text), .shape("wording")])

    static let version = must("version", .int(1...1), "写法的版本，现在是 1。")
    static let note = may("note", .text, "写给自己人看的话，程序不读。")
}
