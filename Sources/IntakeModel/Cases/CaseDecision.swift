// SPDX-License-Identifier: Apache-2.0

/// An act that was decided, ready to be committed: the entry, and the ledger that it was decided on.
public struct CaseDecision: Sendable, Hashable {
    public var number: String
    /// Entries that the ledger had: ``CaseFile/version``.
    public var basedOn: Int
    public var entry: CaseEntry

    public init(number: String, basedOn: Int, entry: CaseEntry) {
        self.number = number
        self.basedOn = basedOn
        self.entry = entry
    }

    /// An entry's place: the version of the case that it made.
    public struct Place: Sendable, Hashable {
        public var number: String
        public var version: Int

        public init(number: String, version: Int) {
            self.number = number
            self.version = version
        }
    }
}

/// An entry that was decided and not yet made: time and badge are the store's to add.
public struct CaseEntry: Sendable, Hashable {
    public var kind: CaseEvent.Kind
    public var text: String
    public var fields: CaseFields

    public init(kind: CaseEvent.Kind, text: String = "", fields: CaseFields = CaseFields()) {
        self.kind = kind
        self.text = text
        self.fields = fields
    }

    /// What the petitioner is told of it, in a sentence; nil when it is not theirs to know. Never the text of the act:
    /// that is the office's.
    ///
    /// - Parameter number: of the case.
    public func notice(number: String) -> String? {
        told.map { "您的事项 \(number)：\($0)。凭编号和查询码可以查进度。" }
    }

    /// The same without number and full stop, as 进度 tells it.
    public var told: String? {
        guard let words = CaseAct(kind).rule.tells else { return nil }
        var told = ""
        for (index, part) in words.split(separator: "[", omittingEmptySubsequences: false).enumerated() {
            guard index > 0, let end = part.firstIndex(of: "]") else {
                told += filled(part).text
                continue
            }
            let optional = filled(part[..<end])
            if optional.isWhole { told += optional.text }
            told += filled(part[part.index(after: end)...]).text
        }
        return told
    }

    /// `{field}` with what the entry has there, a date as people say it; what stands in `[…]` is left out where a field
    /// of it is empty.
    private func filled(_ words: Substring) -> (text: String, isWhole: Bool) {
        var text = ""
        var isWhole = true
        for (index, part) in words.split(separator: "{", omittingEmptySubsequences: false).enumerated() {
            guard index > 0, let end = part.firstIndex(of: "}") else {
                text += part
                continue
            }
            let field = CaseField(rawValue: String(part[..<end]))
            let value = field.flatMap { fields.date($0)?.chinese() ?? fields[$0] } ?? ""
            isWhole = isWhole && !value.isEmpty
            text += value
            text += part[part.index(after: end)...]
        }
        return (text, isWhole)
    }
}
