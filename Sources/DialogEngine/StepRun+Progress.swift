// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel

/// 进度, and what petitioners do with their case there.
extension StepRun {
    /// nil when a fact is needed first.
    mutating func progressStep(
        number slot: Int, found: ScriptStep.Target, unknown: ScriptStep.Target
    ) -> ScriptStep.Target? {
        guard let number = value(slot), number.kind == .text, let code = typedCode else { return unknown }
        var progress: Progress?
        for case .progress(let found) in facts { progress = found }
        guard let progress else {
            lookup = .progress(number: number.text, code: code)
            return nil
        }
        switch progress {
        case .unknown:
            say(.progressUnknown)
            clear(slot)
            return unknown
        case .wait(let seconds):
            say(.progressWait, [.seconds: "\(max(1, seconds))"])
            clear(slot)
            return unknown
        case .found(let report):
            state.number = report.number
            state.acts = report.acts
            state.person = UInt8(clamping: report.person)
            state.flags.insert(.verified)
            tell(report)
            if let telling = report.telling { effects.append(.act(telling)) }
            return found
        }
    }

    /// Whether it was entered: false when the table of acts refuses it, which is then said. nil when a fact is needed
    /// first.
    mutating func actStep(_ act: CaseAct, _ given: [ScriptStep.Given]) -> Bool? {
        guard let number = state.number else { return true }
        var fields = CaseFields()
        for item in given {
            guard let value = value(item.slot), has(item.slot) else { continue }
            // A choice is entered by its value, whatever it is called on the screen.
            fields[item.field] = item.field == .text ? forOfficers { $0.display(value) } : value.text
        }
        // Whoever shares the matter speaks for themselves.
        if state.person > 0, act.rule.needs.contains(where: { $0.field == .person }) {
            fields[.person] = "\(state.person)"
        }
        var finding: ActFinding?
        for case .act(let found) in facts { finding = found }
        switch finding {
        case nil:
            lookup = .act(number: number, act, given: fields)
            return nil
        case .allowed(let decision, let acts):
            effects.append(.act(decision))
            state.acts = acts
            return true
        case .refused(let cause, let stage):
            // What cannot be done where it stands by now is not offered again.
            let left = CaseAct.voices(at: stage)
            state.acts.removeAll { !left.contains($0) }
            say(Self.refusal(of: act, cause, at: stage))
            return false
        }
    }

    /// What is said to an act that cannot be, in the words of the one who wanted it.
    private static func refusal(of act: CaseAct, _ cause: CaseRefusal.Cause, at stage: CaseStage) -> Phrase {
        switch (act, cause) {
        case (.askReview, .stage), (.askRecheck, .stage): .actEarly
        case (.askReview, _), (.askRecheck, _): .actRoad
        case (_, .stage): stage == .withdrawn ? .actWithdrawn : .actOver
        case (_, _): .actRefused
        }
    }

    /// Where it stands, what is new, which papers there are, what comes next and by when, and whom to ask.
    private mutating func tell(_ report: ProgressReport) {
        var arguments: Arguments = [
            .date: written(report.stage == .registered ? report.filedOn : report.stageOn), .unit: report.unit,
        ]
        if case .due(let day, _, _) = report.next { arguments[.due] = written(day) }
        arguments[.value] = report.reason
        say(Phrase(telling: report.stage), arguments)
        if report.isOut { say(.progressOut) }
        for news in report.news { say(.progressNews, [.date: written(news.on), .value: news.text]) }
        tell(report.letters)
        let clock = tell(report.clocks)
        set(program.known.clock, .text, clock)
        tellRight(report)
        tellNext(report, clock, arguments)
        if report.stage.isOpen {
            var arguments: Arguments = [.unit: report.unit]
            arguments[.badge] = report.handlerBadge
            arguments[.phone] = report.unitPhone
            say(.progressHandler, arguments)
        }
        if !report.officerBadge.isEmpty {
            var arguments: Arguments = [.badge: report.officerBadge]
            arguments[.phone] = report.officerPhone
            arguments[.name] = report.officerName
            say(.progressOfficer, arguments)
        }
    }

    /// What comes next where no clock of the law tells it.
    private mutating func tellNext(_ report: ProgressReport, _ clock: String, _ arguments: Arguments) {
        guard clock == "none", report.stage.isOpen else { return }
        switch (report.stage, report.next) {
        // Its day is told with the stage.
        case (.deferred, _): break
        case (.replied, _), (.reviewed, _), (.rechecked, _):
            if report.letters.allSatisfy({ $0.delivery != nil }) { say(.progressClosing, arguments) }
            say(.progressUndated)
        // A date that a person set, and no clock that the petitioner does not see.
        case (_, .due(_, _, let article)) where article.isEmpty: say(.progressDemand, arguments)
        case (_, .undated): say(.progressUndated)
        case (_, .due), (_, .nothing): break
        }
    }

    /// The latest papers: all of them at a counter would be a page.
    private mutating func tell(_ letters: [CaseLetter]) {
        for letter in letters.suffix(Self.lettersTold) {
            var arguments: Arguments = [.label: letter.paper]
            if !letter.document.isEmpty { arguments[.value] = letter.document }
            arguments[.date] = letter.on.map(written)
            if let delivery = letter.delivery {
                arguments[.due] = written(delivery.on)
                arguments[.method] = Self.arrival(delivery)
            }
            say(letter.delivery == nil ? .progressLetter : .progressLetterSent, arguments)
        }
        if letters.count > Self.lettersTold { say(.progressLetters, [.index: "\(letters.count - Self.lettersTold)"]) }
    }

    private static let lettersTold = 3

    private static func arrival(_ delivery: CaseLetter.Delivery) -> String {
        let way =
            switch delivery.method {
            case "当面", "邮寄", "网上": delivery.method
            case "公告": "公告"
            default: ""
            }
        switch delivery.result {
        case "拒收": return "\(way)送过，没有收下"
        case "视为送达": return "\(way)送达，按规定算送到了"
        default: return "\(way)送到"
        }
    }

    /// Where its days have not begun to run: once they do, the clock tells the day.
    private mutating func tellRight(_ report: ProgressReport) {
        for (act, rule) in [(CaseAct.askReview, RuleID.review), (.askRecheck, RuleID.recheck)]
        where report.acts.contains(act) && !report.clocks.contains(where: { $0.note.rule == rule }) {
            // Who may ask for the last look has had the one before.
            if act == .askReview, report.acts.contains(.askRecheck) { continue }
            say(.progressRight, [.label: Self.duty(rule)])
        }
    }

    /// Dates, with the articles that they come from; those that the petitioner has for themselves come last.
    private mutating func tell(_ clocks: [ProgressReport.Clock]) -> String {
        var found = "none"
        for item in clocks where item.isRunning && !item.isOwn {
            let arguments: Arguments = [
                .due: written(item.note.nominalDue), .article: item.note.article,
                .label: Self.duty(item.note.rule), .days: "\(item.daysOver)",
            ]
            say(.progressDue, arguments)
            if item.daysOver > 0 {
                say(.progressOverdue, arguments)
                found = "overdue"
            } else if found == "none" {
                found = "open"
            }
        }
        for item in clocks where item.isRunning && item.isOwn {
            say(
                .progressOwn,
                [.due: written(item.note.nominalDue), .article: item.note.article, .label: Self.duty(item.note.rule)])
        }
        return found
    }

    /// What a rule obliges to, or allows, in plain words.
    private static func duty(_ rule: String) -> String {
        switch rule {
        case RuleID.forward: "转出"
        case RuleID.notify: "书面告知您"
        case RuleID.conclude, RuleID.extend: "办完、给您书面答复"
        case RuleID.reviewOpinion: "给您复查意见"
        case RuleID.recheckOpinion: "给您复核意见"
        case RuleID.review: "请上一级再看（复查）"
        case RuleID.recheck: "再往上请一次（复核）"
        default: rule
        }
    }
}

extension Phrase {
    /// What is said of a case at this stage.
    init(telling stage: CaseStage) {
        switch stage {
        case .registered: self = .progressFiled
        case .forwarded: self = .progressForwarded
        case .objected: self = .progressObjected
        case .notified: self = .progressNotified
        case .accepted: self = .progressAccepted
        case .guided: self = .progressGuided
        case .deferred: self = .progressDeferred
        case .replied: self = .progressReplied
        case .reviewing: self = .progressReviewing
        case .reviewed: self = .progressReviewed
        case .rechecking: self = .progressRechecking
        case .rechecked: self = .progressRechecked
        case .reported: self = .progressReported
        case .concluded: self = .progressConcluded
        case .declined, .barred: self = .progressDecided
        case .withdrawn: self = .progressWithdrawn
        case .archived: self = .progressArchived
        }
    }
}
