// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeServer
import LineProtocol

/// One conversation as an officer sees it.
struct DeskTalkView: Sendable {
    struct Line: Sendable {
        struct Part: Sendable {
            var text: String
            /// What these words speak for; nil for all others.
            var mark: String?
        }

        struct Heard: Sendable {
            var label: String
            var isDanger: Bool
        }

        var seq: Int64
        var kind: String
        var who: String
        var clock: String
        var parts: [Part]
        var heard: [Heard]
        var hasHeard: Bool
    }

    struct Given: Sendable {
        var label: String
        var text: String
    }

    struct About: Sendable {
        var purpose: String?
        var topic: String?
        /// What may be put right before there is a case.
        var shares: [Case.Share]
        var canCorrect: Bool
        var cases: [Case]
    }

    struct Case: Sendable {
        struct Share: Sendable {
            var key: Int
            var field: String
            var label: String
            /// The label as it is shown.
            var title: String
            var share: String?
            var number: String
        }

        struct Reason: Sendable {
            var label: String
            var text: String
        }

        var number: String
        var address: String
        var stage: String
        var purpose: String
        var topic: String
        var canCorrect: Bool
        var shares: [Share]
        var reasons: [Reason]
        var hasReasons: Bool
        var canNote: Bool
    }

    struct Colleague: Sendable {
        var badge: String
        var name: String
    }

    var frame: DeskFrame
    var conv: String
    var version: Int64
    var place: String
    var channel: String
    /// Class of the line that says who leads it.
    var state: String
    var stateText: String
    var ago: String?
    var watching: [String]
    var isCut: Bool
    var lines: [Line]
    var isMine: Bool
    var canClaim: Bool
    /// Nothing is registered yet that a note would stand with.
    var canNote: Bool
    /// Another officer who leads it.
    var owner: String?
    var isOver: Bool
    var about: About?
    var given: [Given]
    var hasGiven: Bool
    var colleagues: [Colleague]
    var hasColleagues: Bool
    /// Said so often that nobody should have to type them: the office's own.
    var phrases: [String]
    var trouble: String?
    var kept: String
    /// It was written for a talk that is not theirs any more.
    var hasLost: Bool

    init(
        _ frame: DeskFrame, conv: String, badge: String, talk: JSONObject, lines: [JSONObject], isCut: Bool,
        cases: [JSONObject], verdict: Verdict? = nil, colleagues: [OfficerDoor.Colleague], phrases: [String],
        trouble: String?, kept: String
    ) {
        self.frame = frame
        self.conv = conv
        version = talk.number("version")
        place = talk.text("kiosk")
        channel = talk.text("channel")
        let (leader, ended) = (talk.optional("badge"), talk.flag("ended"))
        isMine = leader == badge && !ended
        isOver = ended
        owner = leader != nil && leader != badge ? leader : nil
        canClaim = leader == nil && !ended
        canNote = cases.isEmpty
        let isQueued = talk.text("owner") == "queue"
        if ended {
            (state, stateText) = ("is-over", "已经结束")
        } else if isMine {
            (state, stateText) = ("is-mine", "您在谈")
        } else if let leader {
            (state, stateText) = ("is-other", "\(leader) 号工作人员在谈")
        } else if isQueued {
            (state, stateText) = ("is-waiting", "在等工作人员")
        } else {
            (state, stateText) = ("is-bot", "自动接待程序在谈")
        }
        ago = talk.time("since").map { ClockText.span(from: $0, to: frame.now) }
        watching = talk.texts("watching")
        self.isCut = isCut
        self.lines = lines.map { Self.line($0) }
        given = talk.objects("given").map { Given(label: $0.text("label"), text: $0.text("text")) }
        hasGiven = !given.isEmpty
        self.colleagues = colleagues.map { Colleague(badge: $0.badge, name: $0.name) }
        hasColleagues = !colleagues.isEmpty
        self.phrases = phrases
        self.trouble = trouble
        self.kept = kept
        hasLost = !isMine && !kept.isEmpty
        let purpose = talk.optional("purpose")
        let topic = talk.optional("topic").map { DeskText.topic($0) }
        if purpose != nil || topic != nil || !cases.isEmpty {
            // Once a case is registered, what stands there counts.
            let isFiled = !cases.isEmpty
            let shares =
                isFiled || ended
                ? [] : Self.shares(verdict, purpose: purpose ?? "", topic: talk.text("topic"))
            about = About(
                purpose: isFiled ? nil : purpose, topic: isFiled ? nil : topic, shares: shares,
                canCorrect: !shares.isEmpty, cases: cases.map { Self.caseView($0) })
        }
    }

    private static func line(_ item: JSONObject) -> Line {
        let source = TranscriptLine.Source(rawValue: item.text("from"))
        let heard = item.objects("heard")
        let dangers = Set(SafetyKind.allCases.map(\.rawValue))
        var labels: [String] = []
        for label in heard.map({ $0.text("label") }) where !labels.contains(label) { labels.append(label) }
        // The finer topic says the coarser one, too.
        let all = labels
        labels.removeAll { label in all.contains { $0.hasPrefix("\(label)_") } }
        let who =
            switch source {
            case .petitioner: "群众"
            case .bot: "自动接待"
            case .officer: "\(item.text("badge")) 号"
            case .note: "\(item.text("badge")) 号备注，群众看不到"
            case .system, nil: "系统"
            }
        return Line(
            seq: item.number("seq"), kind: source == .note ? "private" : source?.rawValue ?? "system", who: who,
            clock: item.time("at").map { ClockText.time($0) } ?? "", parts: parts(item.text("text"), heard),
            heard: labels.map { Line.Heard(label: DeskText.topic($0), isDanger: dangers.contains($0)) },
            hasHeard: !labels.isEmpty)
    }

    /// The text cut where the evidence stands; what overlaps counts once.
    private static func parts(_ text: String, _ heard: [JSONObject]) -> [Line.Part] {
        let scalars = Array(text.unicodeScalars)
        func slice(_ range: Range<Int>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[range])
            return String(view)
        }
        var parts: [Line.Part] = []
        var at = 0
        for item in heard {
            var from = Int(clamping: item.number("from"))
            var to = min(Int(clamping: item.number("to")), scalars.count)
            // What is marked begins and ends with a word.
            while from >= 0, from < to, !scalars[from].isWord { from += 1 }
            while from < to, to > 0, !scalars[to - 1].isWord { to -= 1 }
            guard from >= at, from < to else { continue }
            if from > at { parts.append(Line.Part(text: slice(at..<from), mark: nil)) }
            parts.append(Line.Part(text: slice(from..<to), mark: item.text("label")))
            at = to
        }
        if at < scalars.count { parts.append(Line.Part(text: slice(at..<scalars.count), mark: nil)) }
        return parts
    }

    /// Likeliest first, then the other purposes; a 举报 is nobody's to make or to unmake in passing.
    private static func shares(_ verdict: Verdict?, purpose: String, topic: String) -> [Case.Share] {
        guard let verdict, !purpose.isEmpty, purpose != Purpose.report.rawValue else { return [] }
        var shares: [Case.Share] = []
        func offer(_ field: CaseCorrection, _ label: String, _ score: Double?) {
            let hundredths = score.flatMap { Int(exactly: ($0 * 100).rounded()) } ?? 0
            shares.append(
                Case.Share(
                    key: shares.count + 1, field: field.rawValue, label: label, title: DeskText.topic(label),
                    share: hundredths > 0 ? "\(hundredths)%" : nil, number: ""))
        }
        let likely = verdict.purposes.map(\.label)
        for label in likely + Purpose.allCases.filter({ !likely.contains($0) })
        where label.rawValue != purpose && label != .report {
            offer(.purpose, label.rawValue, verdict.purposes.first { $0.label == label }?.score)
        }
        for found in verdict.topics.prefix(4) where found.label.rawValue != topic && shares.count < 9 {
            offer(.topic, found.label.rawValue, found.score)
        }
        return shares
    }

    private static func caseView(_ record: JSONObject) -> Case {
        let number = record.text("number")
        let acts = Set(record.objects("acts").map { $0.text("act") })
        let understanding = record["understanding"]?.object ?? JSONObject()
        let (purpose, topic) = (record.text("purpose"), record.text("topic"))
        var shares: [Case.Share] = []
        func offer(_ field: CaseCorrection, _ label: String, _ share: String?) {
            shares.append(
                Case.Share(
                    key: shares.count + 1, field: field.rawValue, label: label, title: DeskText.topic(label),
                    share: share, number: number))
        }
        // Likeliest first; the others stand behind, for the program may be sure and wrong. What seals a matter is no
        // correction in passing.
        let likely = understanding.objects("purposes")
        let others = Purpose.allCases.map(\.rawValue).filter { label in !likely.contains { $0.text("label") == label } }
        for label in likely.map({ $0.text("label") }) + others
        where label != purpose && label != Purpose.report.rawValue {
            offer(.purpose, label, likely.first { $0.text("label") == label }.flatMap { percent($0) })
        }
        for share in understanding.objects("topics").prefix(4) where share.text("label") != topic && shares.count < 9 {
            guard let chance = percent(share) else { continue }
            offer(.topic, share.text("label"), chance)
        }
        let reasons = understanding.objects("reasons").prefix(6).map { reason in
            Case.Reason(label: DeskText.topic(reason.text("label")), text: reason.text("text"))
        }
        return Case(
            number: number, address: "/desk/cases/\(number)", stage: record.text("state"), purpose: purpose,
            topic: DeskText.topic(record.optional("subtopic").map { "\(topic)_\($0)" } ?? topic),
            canCorrect: acts.contains(CaseAct.correct.rawValue) && !shares.isEmpty, shares: shares,
            reasons: Array(reasons), hasReasons: !reasons.isEmpty, canNote: acts.contains(CaseAct.note.rawValue))
    }

    /// nil where it comes to nothing.
    private static func percent(_ share: JSONObject) -> String? {
        let hundredths: Int =
            switch share["score"] {
            case .double(let value)?: Int(exactly: (value * 100).rounded()) ?? 0
            case .int(let value)?: Int(clamping: value) == 1 ? 100 : 0
            default: 0
            }
        return hundredths > 0 ? "\(hundredths)%" : nil
    }
}

/// Who waits, and whom the officer leads.
struct TalkListView: Sendable {
    var frame: DeskFrame
    var waiting: [TodayView.Waiting]
    var isNobodyWaiting: Bool
    var leads: [TodayView.Lead]
    var hasLeads: Bool

    init(
        _ frame: DeskFrame, _ queue: [JSONObject], _ subjects: [String: String], _ leads: [OfficerDoor.Lead]
    ) {
        self.frame = frame
        waiting = TodayView.waiting(queue, subjects, now: frame.now)
        isNobodyWaiting = waiting.isEmpty
        self.leads = leads.map { TodayView.Lead($0) }
        hasLeads = !leads.isEmpty
    }
}

extension Unicode.Scalar {
    /// A letter, a Chinese character or a digit.
    fileprivate var isWord: Bool { properties.isAlphabetic || properties.numericType != nil }
}
