// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Understanding

/// The matter itself: danger in it, what it is about, what it names.
extension StepRun {
    /// Below this share a 举报 verdict on a later line is not acted on; on the matter itself it always is.
    static let sealingShare = 0.6

    // MARK: Danger

    /// Danger was heard: everything else stops. False when there is none, or when the talk is about it already.
    mutating func hearDanger(_ verdict: Verdict, _ text: String, _ ask: Ask?) -> Bool {
        guard let kind = verdict.safety.first else { return false }
        // Who tells of a wrongdoer and is afraid is asked about it first by that flow; nobody walks up to them unasked.
        if kind == .threatened, let ask, ask.classifies, verdict.purpose == .report { return false }
        let known = state.safety
        if isIn(program.known.safetyFlow) {
            if known != kind {
                state.safety = kind
                effects.append(.safety(kind))
            }
            return false
        }
        // Said and settled once: the same kind again rings again, but does not stop the form a second time for fear alone.
        if known == kind, kind == .threatened { return false }
        trace?.add(.danger(kind))
        state.safety = kind
        effects.append(.safety(kind))
        handOff(.safety)
        // What was typed about the matter stays with it. A word of despair or anger is in the journal and nowhere else: no
        // unit that handles the matter reads it.
        if let ask, ask.classifies, let slot = ask.slot {
            rememberStep()
            keepMatter(verdict, text, slot)
        }
        interrupt(program.known.safety)
        return true
    }

    // MARK: The matter

    /// The first free text of a matter: purpose, topic, and whatever it names.
    mutating func keepMatter(_ verdict: Verdict, _ text: String, _ slot: Int) {
        forgetRoute()
        state.purpose = verdict.purpose
        state.purposeDepth = state.past.count
        state.topic = verdict.topic.rawValue
        for flag in verdict.flags { mark(flag) }
        seal(verdict, least: 0)
        let kept = masked(text, verdict)
        set(slot, .text, kept)
        keepHome(verdict, text)
        pickUp(verdict, text)
    }

    mutating func seal(_ verdict: Verdict, least: Double) {
        guard verdict.purpose == .report, verdict.confidence >= least else { return }
        seal()
        if state.purpose != .report { mark("夹带举报") }
    }

    /// The talk, back to its first line, goes to the sealed lane; once.
    mutating func seal() {
        guard !state.flags.contains(.sealed) else { return }
        state.flags.insert(.sealed)
        effects.insert(.seal, at: 0)
    }

    /// An entity as it is kept: a number of people as digits, a day as a date, a month or a year so that it means the same
    /// next year, everything else in the person's own words.
    func words(_ entity: Entity, _ text: String) -> String? {
        switch (entity.kind, entity.value) {
        case (.people, .count(let count, _)), (.monthsOfPay, .count(let count, _)): return "\(count)"
        case (.date, .date(let date)):
            guard let month = date.month else { return "\(date.year)年" + Self.season(entity, text) }
            if let day = date.day, let civil = CivilDate(year: date.year, month: month, day: day) {
                return civil.iso8601
            }
            return "\(date.year)年\(month)月" + Self.season(entity, text)
        case (.receiptNumber, .text(let number)): return number
        case (_, .text(let words)):
            return entity.kind == .phone ? words : Self.substring(text, entity.range) ?? words
        default: return Self.substring(text, entity.range)
        }
    }

    private static let seasons = [
        "上半年", "下半年", "春天", "夏天", "秋天", "冬天", "春", "夏", "秋", "冬", "年底", "年初", "上旬", "中旬", "下旬", "底", "初",
    ]

    /// 秋天 of 去年秋天, 底 of 三月底.
    private static func season(_ entity: Entity, _ text: String) -> String {
        let rest = Array(text.utf8.dropFirst(entity.range.upperBound).prefix(9))
        return seasons.first { rest.starts(with: Array($0.utf8)) } ?? ""
    }

    /// The last day that what was said of a date can mean; nil when it names none.
    func latestDate(_ slot: Int) -> CivilDate? {
        if let date = date(slot) { return date }
        guard let value = value(slot), value.kind == .text, value.text.utf8.count <= 40,
            let entity = EntityFinder(today: context.today).entities(in: NormalisedText(value.text)).first(where: {
                $0.kind == .date
            }), case .date(let said) = entity.value
        else { return nil }
        let month = said.month ?? 12
        return CivilDate(
            year: said.year, month: month, day: said.day ?? CivilDate.length(ofMonth: month, year: said.year))
    }

    static func substring(_ text: String, _ range: Range<Int>) -> String? {
        let utf8 = text.utf8
        guard range.lowerBound >= 0, range.upperBound <= utf8.count, !range.isEmpty else { return nil }
        let from = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        let to = utf8.index(utf8.startIndex, offsetBy: range.upperBound)
        return String(text[from..<to])
    }
}
