// SPDX-License-Identifier: Apache-2.0

/// What an act was given: at most one text a field, kept in the order of ``CaseField``, so that equal contents have
/// equal bytes. Dates are `2026-11-23`, numbers plain digits.
public struct CaseFields: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    private var texts: [CaseField: String]

    public init() { texts = [:] }

    public init(_ texts: [CaseField: String]) { self.texts = texts }

    /// Of two values for one field the later counts.
    public init(dictionaryLiteral elements: (CaseField, String)...) {
        texts = Dictionary(elements) { $1 }
    }

    public subscript(_ field: CaseField) -> String? {
        get { texts[field] }
        set { texts[field] = newValue }
    }

    public var isEmpty: Bool { texts.isEmpty }

    /// In the order of ``CaseField``.
    public var all: [(field: CaseField, text: String)] {
        guard !texts.isEmpty else { return [] }
        return CaseField.allCases.compactMap { field in texts[field].map { (field, $0) } }
    }

    /// The field as a day; nil when it is not there or is none.
    public func date(_ field: CaseField) -> CivilDate? { texts[field].flatMap { try? CivilDate(iso8601: $0) } }

    public func integer(_ field: CaseField) -> Int? { texts[field].flatMap { Int($0) } }

    /// The field's parts between 、, without blanks, each once.
    public func list(_ field: CaseField) -> [String] { Self.parts(texts[field] ?? "") }

    static func parts(_ text: String) -> [String] {
        var seen: [String] = []
        for part in text.split(whereSeparator: { "、,，;；".contains($0) }) {
            var part = part
            while part.first == " " { part.removeFirst() }
            while part.last == " " { part.removeLast() }
            if !part.isEmpty, !seen.contains(String(part)) { seen.append(String(part)) }
        }
        return seen
    }
}
