// SPDX-License-Identifier: Apache-2.0

public import DialogScript
public import IntakeModel
public import IntakeStore
public import LineProtocol
import Understanding
public import Vault

/// Reads what a case says, for the officers: how it is understood, and what else says the same.
public struct CaseReading: Sendable {
    /// Pieces of evidence that are told.
    static let mostReasons = 12
    /// Pieces of evidence that are told of one line.
    static let mostHeard = 4
    /// Candidates whose words are compared: those whose sketches are the nearest.
    static let mostCompared = 8
    /// Words in common that are told of each.
    static let mostWords = 3

    private let script: Script
    private let vault: Vault

    public init(script: Script, vault: Vault) {
        self.script = script
        self.vault = vault
    }

    // MARK: Repeats

    /// What the case is found again by.
    public func mark(_ record: CaseRecord, _ identity: [IdentityField: String]) -> RepeatMark {
        mark(Self.words(of: record).text, identity)
    }

    private func mark(_ text: RepeatText, _ identity: [IdentityField: String]) -> RepeatMark {
        var mark = RepeatMark(
            persons: identity.compactMap { field, value in vault.personKey(field, value) }.sorted(),
            names: SoughtPerson.names(identity).flatMap { vault.nameKeys($0) }.sorted())
        let key = vault.sketchKey
        if let sketch = RepeatSketch(text, key: key) {
            mark.sketch = sketch.bytes
            mark.keys = RepeatIndexKeys(sketch, of: text, key: key).all
        }
        return mark
    }

    /// The words of a case, identity left out, as they are compared.
    private static func words(of record: CaseRecord) -> (raw: String, text: RepeatText) {
        let raw = record.claim.particulars.map { Hole.fill($0.text) { _ in "" } }.joined(separator: "\n")
        let entities = EntityFinder(today: CivilDate(record.filedAt)).entities(in: NormalisedText(raw))
        return (raw, RepeatText(raw, entities: entities))
    }

    private func likes(
        _ record: CaseRecord, in store: any IntakeStore, viewer: Viewer
    ) throws(StoreError) -> [CaseInsight.Like] {
        guard record.mayBeMarked else { return [] }
        var identity: [IdentityField: String] = [:]
        // Only for its keys: nothing of it is shown.
        for field in [IdentityField.phone, .idNumber] {
            identity[field] = try store.identity(record.conversation, field, viewer: .desk)
        }
        let own = Self.words(of: record)
        let mark = mark(own.text, identity)
        guard !mark.isEmpty else { return [] }
        let sketch = RepeatSketch(bytes: mark.sketch)
        let near = try store.repeatCandidates(of: mark, except: record.number).map { candidate in
            (candidate, likeness: RepeatSketch(bytes: candidate.sketch).flatMap { sketch?.likeness(to: $0) } ?? 0)
        }.sorted { left, right in
            if left.0.isSamePerson != right.0.isSamePerson { return left.0.isSamePerson }
            return (left.likeness, left.0.sharedKeys) > (right.likeness, right.0.sharedKeys)
        }
        var found: [CaseInsight.Like] = []
        for (candidate, _) in near.prefix(Self.mostCompared) {
            guard let other = try store.caseRecord(number: candidate.number, viewer: viewer), other.mayBeMarked else {
                continue
            }
            let text = Self.words(of: other).text
            // What they have in common is looked for where it will be told.
            guard
                RepeatLikeness(own.text, text, withReasons: false).isSameMatter(samePerson: candidate.isSamePerson)
            else { continue }
            let likeness = RepeatLikeness(own.text, text)
            func told(_ isWanted: (RepeatLikeness.Reason.Kind) -> Bool) -> [String] {
                likeness.reasons.filter { isWanted($0.kind) }.prefix(Self.mostWords).map { reason in
                    Self.slice(own.raw, reason.left)
                }
            }
            found.append(
                CaseInsight.Like(
                    number: other.number, filedAt: other.filedAt, state: CaseFile(other).stage.title,
                    score: likeness.score, isSamePerson: candidate.isSamePerson, words: told { $0 == .words },
                    names: told { $0 != .words }))
        }
        return found.sorted { ($0.score, $0.number) > ($1.score, $1.number) }
    }

    /// Writes to a petitioner's line what it speaks for: dangers first, then what weighs most, at most ``mostHeard``.
    public func read(_ line: TranscriptLine) -> TranscriptLine {
        guard line.from == .petitioner, line.text.unicodeScalars.count > 1 else { return line }
        var line = line
        let verdict = script.understand(line.text, today: CivilDate(line.at))
        let dangers = Set(verdict.safety.map(\.rawValue))
        var told = verdict.reasons.filter { $0.weight > 0 && !$0.range.isEmpty }
        told.sort { (left: Reason, right: Reason) -> Bool in
            let (isLeft, isRight) = (dangers.contains(left.label), dangers.contains(right.label))
            if isLeft != isRight { return isLeft }
            return (left.weight, right.range.lowerBound) > (right.weight, left.range.lowerBound)
        }
        for reason in told.prefix(Self.mostHeard) {
            let from = Self.slice(line.text, 0..<reason.range.lowerBound).unicodeScalars.count
            let words = Self.slice(line.text, reason.range).unicodeScalars.count
            line.heard.append(
                TranscriptLine.Heard(label: reason.label, rule: reason.rule, range: from..<from + words))
        }
        line.heard.sort { $0.range.lowerBound < $1.range.lowerBound }
        return line
    }

    /// What a line's evidence takes in a frame, in bytes, at most.
    static let heardBytes = 160

    private static func slice(_ text: String, _ range: Range<Int>) -> String {
        let bytes = text.utf8.dropFirst(range.lowerBound).prefix(range.count)
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Understanding

    /// Everything that stands beside the case.
    ///
    /// - Parameter mask: what is shown where a hole stands; positions are those in the text so filled.
    public func insight(
        _ record: CaseRecord, in store: any IntakeStore, viewer: Viewer, mask: (Hole) -> String?
    ) throws(StoreError) -> CaseInsight {
        var insight = understood(record, mask)
        insight.likes = try likes(record, in: store, viewer: viewer)
        return insight
    }

    private func understood(_ record: CaseRecord, _ mask: (Hole) -> String?) -> CaseInsight {
        var insight = CaseInsight()
        // Each particular with the UTF-8 offsets that it has in the whole.
        var parts: [(key: String, text: String, from: Int)] = []
        var whole = ""
        for particular in record.claim.particulars {
            let text = Hole.fill(particular.text, mask)
            parts.append((particular.key, text, whole.utf8.count))
            whole += text + "\n"
        }
        guard !whole.isEmpty else { return insight }
        let verdict = script.understand(whole, today: CivilDate(record.filedAt))
        insight.purposes = verdict.purposes.filter { $0.score >= 0.05 }
        insight.topics = verdict.topics
        insight.safety = verdict.safety
        var labels = Set(verdict.safety.map(\.rawValue))
        if let first = verdict.purposes.first { labels.insert(first.label.rawValue) }
        if let first = verdict.topics.first { labels.insert(first.label.level1) }
        var told = verdict.reasons.filter { reason in
            guard reason.weight > 0, !reason.range.isEmpty else { return false }
            return labels.contains(reason.label) || labels.contains(Topic(rawValue: reason.label)?.level1 ?? "")
        }
        told.sort { (left: Reason, right: Reason) -> Bool in
            (left.weight, right.range.lowerBound) > (right.weight, left.range.lowerBound)
        }
        for reason in told.prefix(Self.mostReasons) {
            guard let part = parts.last(where: { $0.from <= reason.range.lowerBound }) else { continue }
            let end = min(reason.range.upperBound, part.from + part.text.utf8.count)
            let range = (reason.range.lowerBound - part.from)..<max(reason.range.lowerBound, end) - part.from
            guard !range.isEmpty else { continue }
            let words = Self.slice(part.text, range)
            let from = Self.slice(part.text, 0..<range.lowerBound).unicodeScalars.count
            insight.reasons.append(
                CaseInsight.Reason(
                    label: reason.label, rule: reason.rule, particular: part.key,
                    range: from..<from + words.unicodeScalars.count, text: words, weight: reason.weight))
        }
        return insight
    }
}
