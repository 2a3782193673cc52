// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What an office teaches by putting a case right: the petitioner's words, identity masked, with the labels that an officer
/// gave in the place of what was heard.
///
/// It is read from the case's ledger, where the correction stands for good; nothing is kept a second time. A 举报, and whatever
/// else is sealed, teaches nothing.
public struct CorrectedText: Sendable, Hashable {
    /// What stands for a name, a number or a telephone.
    public static let masked = "某"

    /// The words and the labels that were given.
    public var example: Example
    /// Id of the first-contact answer that would have fitted.
    public var answer: String?

    /// - Returns: nil where nobody put right the purpose, the topic or the answer, or where there are no words.
    public init?(_ record: CaseRecord) {
        guard record.mayBeMarked else { return nil }
        let hidden = Set(record.events.lazy.filter { $0.kind == .redacted }.compactMap { $0.fields.integer(.entry) })
        var given: [CaseCorrection: String] = [:]
        for (index, event) in record.events.enumerated() where event.kind == .corrected && !hidden.contains(index + 1) {
            if let field = event.fields[.field].flatMap(CaseCorrection.init(rawValue:)) {
                given[field] = event.fields[.value]
            }
        }
        let purpose = given[.purpose].flatMap(Purpose.init(rawValue:))
        let topic = given[.topic].flatMap(Topic.init(rawValue:))
        answer = given[.answer]
        guard purpose != nil || topic != nil || answer != nil else { return nil }
        let words = record.claim.particulars.map { Hole.fill($0.text) { _ in Self.masked } }
        let text = Self.masking(words.joined(separator: "。"), on: CivilDate(record.filedAt))
        guard text.unicodeScalars.contains(where: { $0.value >= 0x4E00 }) else { return nil }
        example = Example(text: text, purpose: purpose, topic: topic)
    }

    /// The text without line breaks and without what tells who somebody is.
    static func masking(_ text: String, on day: CivilDate) -> String {
        var bytes: [UInt8] = []
        var at = 0
        let all = Array(text.utf8)
        func take(_ range: Range<Int>) {
            for byte in all[range.clamped(to: 0..<all.count)] { bytes.append(byte < 0x20 ? 0x20 : byte) }
        }
        for entity in EntityFinder(today: day).entities(in: NormalisedText(text)) where entity.isIdentity {
            take(at..<max(at, entity.range.lowerBound))
            bytes += masked.utf8
            at = max(at, entity.range.upperBound)
        }
        take(at..<max(at, all.count))
        return String(decoding: bytes, as: UTF8.self)
    }
}
