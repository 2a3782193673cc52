// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Looks for danger in every line typed. What matters is that none is missed: a plain word is enough, and two words
/// that only hint add up.
public struct SafetyWatch: Sendable {
    /// The sum of weights from which a kind is reported. A cue that says it plainly weighs 1 or more.
    public static let threshold = 1.0

    private let book: CueBook

    public init(book: CueBook) {
        self.book = book
    }

    /// The dangers that the evidence points to, in the order of ``SafetyKind/allCases``.
    public func kinds(in evidence: CueEvidence) -> [SafetyKind] {
        var tally: Tally? = nil
        return kinds(in: evidence, tally: &tally)
    }

    /// The same, with reasons for what is reported.
    func kinds(in evidence: CueEvidence, tally: inout Tally?) -> [SafetyKind] {
        var sums: (Double, Double, Double, Double) = (0, 0, 0, 0)
        var any = false
        for (position, hit) in evidence.hits.enumerated() where !hit.isNegated {
            guard let kind = book.plans[hit.group].danger else { continue }
            let weight = SafetyWatch.weight(
                book.plans[hit.group].weight, of: kind, at: hit.range, in: evidence.text)
            any = true
            // What only hints does not become plain by being said twice.
            if weight < SafetyWatch.threshold,
                evidence.hits[..<position].contains(where: { $0.cue == hit.cue && !$0.isNegated })
            {
                continue
            }
            switch kind {
            case .selfHarm: sums.0 += weight
            case .harmToOthers: sums.1 += weight
            case .emergency: sums.2 += weight
            case .threatened: sums.3 += weight
            }
        }
        guard any else { return [] }
        var result: [SafetyKind] = []
        if sums.0 >= SafetyWatch.threshold { result.append(.selfHarm) }
        if sums.1 >= SafetyWatch.threshold { result.append(.harmToOthers) }
        if sums.2 >= SafetyWatch.threshold { result.append(.emergency) }
        if sums.3 >= SafetyWatch.threshold { result.append(.threatened) }
        if tally != nil {
            for hit in evidence.hits where !hit.isNegated {
                guard let kind = book.plans[hit.group].danger, result.contains(kind) else { continue }
                tally?.note(
                    kind, weight: book.plans[hit.group].weight, rule: book.groups[hit.group].id,
                    cue: book.sources[hit.cue],
                    range: evidence.text.original(hit.range))
            }
        }
        return result
    }
}
