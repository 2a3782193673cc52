// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
internal import Yams

/// One node of a YAML file, with its place, read through accessors that report instead of trapping.
///
/// Every accessor that finds something else than asked adds an error to ``diagnostics`` and returns nil, so that a
/// loader simply goes on and one run reports everything. Plain texts are typed by the accessor, not by the parser:
/// `110`, `yes` and `2026-11-23` are good texts where a text is asked for.
///
/// Codes: `YAML001` unreadable, `YAML002` not UTF-8, `YAML003` too large, `YAML004` empty, `YAML005` syntax,
/// `YAML006` key twice, `YAML007` anchor or alias, `YAML008` nested too deep, `YAML010` another type wanted,
/// `YAML011` unknown key, `YAML012` key missing, `YAML013` out of range, `YAML014` not one of the choices,
/// `YAML015` not a date, `YAML016` empty, `YAML017` name used twice.
public struct YAMLValue {
    let node: Node

    /// The file as the loader was given it.
    public let file: String

    /// Counted from 1.
    public let line: Int

    /// Counted from 1 in Unicode scalars.
    public let column: Int

    /// Where in the document, for messages: `rules[2].length`; empty for the root.
    public let path: String

    /// Where errors go.
    public let diagnostics: Diagnostics

    init(_ node: Node, file: String, path: String, near parent: (line: Int, column: Int), diagnostics: Diagnostics) {
        self.node = node
        self.file = file
        self.path = path
        self.diagnostics = diagnostics
        line = node.mark?.line ?? parent.line
        column = node.mark?.column ?? parent.column
    }

    func child(_ node: Node, _ step: String) -> YAMLValue {
        let path = step.hasPrefix("[") || self.path.isEmpty ? self.path + step : "\(self.path).\(step)"
        return YAMLValue(node, file: file, path: path, near: (line, column), diagnostics: diagnostics)
    }

    // MARK: Reporting

    /// Adds an error at this place. `message` says what is wrong and how to mend it.
    public func error(_ code: String, _ message: String) {
        diagnostics.add(Diagnostic(.error, code: code, file: file, line: line, column: column, message: message))
    }

    /// Adds a warning at this place.
    public func warning(_ code: String, _ message: String) {
        diagnostics.add(Diagnostic(.warning, code: code, file: file, line: line, column: column, message: message))
    }

    /// `length: ` before a message, or nothing at the root.
    private var label: String { path.isEmpty ? "" : "\(path): " }

    private func wanted(_ what: String, _ hint: String = "") {
        error("YAML010", "\(label)\(what) is wanted here, not \(kind)\(hint.isEmpty ? "" : "; \(hint)")")
    }

    /// What this is, in words for a message.
    public var kind: String {
        switch node {
        case .mapping: return "a mapping"
        case .sequence: return "a list"
        case .alias: return "an alias"
        case .scalar(let scalar):
            if isNull { return "nothing" }
            return scalar.string.count <= 24 ? "\"\(scalar.string)\"" : "\"\(scalar.string.prefix(24))…\""
        }
    }

    // MARK: Scalars

    private var scalar: Node.Scalar? {
        if case .scalar(let scalar) = node { return scalar }
        return nil
    }

    private var plain: String? {
        guard let scalar, scalar.style == .plain || scalar.style == .any else { return nil }
        return scalar.string
    }

    /// Whether nothing is written here: no value at all, `~` or `null`.
    public var isNull: Bool {
        switch plain {
        case "", "~", "null", "Null", "NULL": true
        default: false
        }
    }

    /// Whether this is a mapping (so that a loader may take both a short and a long form).
    public var isMapping: Bool { if case .mapping = node { true } else { false } }

    /// Whether this is a list.
    public var isSequence: Bool { if case .sequence = node { true } else { false } }

    /// The text, as written; any scalar but an empty plain one. White space only counts as empty (`YAML016`).
    public var string: String? {
        guard let scalar, !isNull else {
            wanted("a text")
            return nil
        }
        guard scalar.string.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            error("YAML016", "\(label)the text is empty; write something or leave the key out")
            return nil
        }
        return scalar.string
    }

    /// A whole number in ASCII digits with an optional sign.
    public var int: Int? {
        guard let text = plain, !isNull else {
            wanted("a whole number", scalar == nil || isNull ? "" : "take the quotation marks away")
            return nil
        }
        let digits = text.utf8.first == UInt8(ascii: "-") || text.utf8.first == UInt8(ascii: "+")
        let body = text.utf8.dropFirst(digits ? 1 : 0)
        guard !body.isEmpty, body.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let value = Int(text) else {
            wanted("a whole number", "write it in digits, as in 15")
            return nil
        }
        guard body.count == 1 || body.first != UInt8(ascii: "0") else {
            wanted("a whole number", "take the leading zeros away, or ask for a text")
            return nil
        }
        return value
    }

    /// A whole number within `range` (`YAML013` outside it).
    public func int(in range: ClosedRange<Int>) -> Int? {
        guard let value = int else { return nil }
        guard range.contains(value) else {
            error("YAML013", "\(label)\(value) is out of range; \(range.lowerBound) to \(range.upperBound) is allowed")
            return nil
        }
        return value
    }

    /// A finite decimal number, as in `0.85`.
    public var double: Double? {
        guard let text = plain, let first = text.utf8.first,
            (first >= 0x30 && first <= 0x39) || first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
                || first == UInt8(ascii: "."),
            text.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || "+-.eE".utf8.contains($0) }),
            let value = Double(text), value.isFinite
        else {
            wanted("a number", "write it in digits, as in 0.85")
            return nil
        }
        return value
    }

    /// A number within `range` (`YAML013` outside it).
    public func double(in range: ClosedRange<Double>) -> Double? {
        guard let value = double else { return nil }
        guard range.contains(value) else {
            error("YAML013", "\(label)\(value) is out of range; \(range.lowerBound) to \(range.upperBound) is allowed")
            return nil
        }
        return value
    }

    /// `true` or `false`, and no other word: `yes`, `on`, `是` are answered with a hint.
    public var bool: Bool? {
        switch plain {
        case "true": return true
        case "false": return false
        case "yes", "Yes", "on", "On", "True", "TRUE", "y", "是":
            wanted("true or false", "write true")
        case "no", "No", "off", "Off", "False", "FALSE", "n", "否":
            wanted("true or false", "write false")
        default: wanted("true or false")
        }
        return nil
    }

    /// A day written `2026-11-23`, with or without quotation marks (`YAML015` otherwise).
    public var date: CivilDate? {
        guard let scalar, !isNull else {
            wanted("a date", "write YYYY-MM-DD, as in 2026-11-23")
            return nil
        }
        do throws(CivilDateError) {
            return try CivilDate(iso8601: scalar.string)
        } catch {
            self.error("YAML015", "\(label)\(error)")
            return nil
        }
    }

    /// One of the words of `choices`, given as word and meaning in the order to show them (`YAML014` otherwise).
    public func choice<Choice>(_ choices: KeyValuePairs<String, Choice>) -> Choice? {
        guard let text = string else { return nil }
        if let match = choices.first(where: { $0.key == text }) { return match.value }
        let words = choices.map(\.key)
        error(
            "YAML014",
            "\(label)\"\(text)\" is not known here; one of \(words.joined(separator: ", ")) is wanted"
                + Suggestion.phrase(for: text, among: words))
        return nil
    }

    /// One of the cases of an enumeration, by its raw value.
    public func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let text = string else { return nil }
        if let match = Choice(rawValue: text) { return match }
        let words = Choice.allCases.map(\.rawValue)
        error(
            "YAML014",
            "\(label)\"\(text)\" is not known here; one of \(words.joined(separator: ", ")) is wanted"
                + Suggestion.phrase(for: text, among: words))
        return nil
    }

    // MARK: Collections

    /// The values of a list; nil and an error for anything else.
    public var sequence: [YAMLValue]? {
        guard case .sequence(let sequence) = node else {
            wanted("a list", isNull ? "write [] for an empty one" : "begin each item with \"- \"")
            return nil
        }
        return sequence.enumerated().map { child($1, "[\($0)]") }
    }

    /// The texts of a list; items that are none are reported and left out.
    public var strings: [String]? { sequence?.compactMap(\.string) }

    /// A single text or a list of texts.
    public var stringOrStrings: [String]? {
        isSequence ? strings : string.map { [$0] }
    }

    /// The keys and values of a mapping whose keys are names given by the author, in their order.
    ///
    /// For mappings with fixed keys take ``mapping(required:optional:)``.
    public var entries: [(name: String, key: YAMLValue, value: YAMLValue)]? {
        guard case .mapping(let mapping) = node else {
            wanted("a mapping", "write \"name: value\"")
            return nil
        }
        return mapping.compactMap { key, value in
            let keyValue = child(key, "key")
            guard let name = keyValue.string else { return nil }
            return (name, keyValue, child(value, name))
        }
    }

    /// This mapping, after its keys were checked: unknown ones are reported with the nearest right one, and
    /// required ones that are missing.
    ///
    /// - Returns: nil only when this is no mapping; a missing key shows later as nil from the accessor, silently.
    public func mapping(required: [String], optional: [String] = []) -> YAMLMapping? {
        guard let entries else { return nil }
        var values: [String: YAMLValue] = [:]
        let allowed = required + optional
        for entry in entries {
            if allowed.contains(entry.name) {
                values[entry.name] = entry.value
                if entry.value.isNull, required.contains(entry.name) {
                    entry.key.error("YAML012", "\(label)the key \"\(entry.name)\" has no value")
                }
            } else {
                entry.key.error(
                    "YAML011",
                    "\(label)unknown key \"\(entry.name)\""
                        + (Suggestion.nearest(to: entry.name, among: allowed).map { "; did you mean \"\($0)\"?" }
                            ?? "; known are \(allowed.joined(separator: ", "))"))
            }
        }
        for name in required where values[name] == nil {
            error("YAML012", "\(label)the key \"\(name)\" is missing")
        }
        return YAMLMapping(value: self, values: values)
    }
}
