// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Understanding

/// Questions put beside the open one, and first-contact answers.
extension StepRun {
    /// A side question is only answered when an answer fits so well; within a free answer it must fit better still.
    private static let sideScore = 0.42
    static let sideScoreInText = 0.5
    /// Shorter ones (为什么) say nothing of what is asked; in UTF-8.
    private static let shortestQuestion = 12

    func isQuestion(_ line: FoldedLine) -> Bool {
        program.questions.occurs(in: line)
    }

    private static let askingEnds = ["?", "？", "吗", "呢"].map { Array($0.utf8) }
    private static let desk = Array("你们".utf8)
    /// 帮我登记，行吗 and 能不能把路修好 ask for something rather than after something.
    private static let requests = PhraseSet(words: "行吗 好吗 可以吗 成吗 中不中 行不行 好不好 能不能 能否 可不可以 可否")
    private static let pleas = PhraseSet(words: "请你 请您 帮我 给我")

    /// Whether the line only asks: it ends like a question, or is put to the desk, and is no request.
    func onlyAsks(_ text: String, _ line: FoldedLine) -> Bool {
        guard line.isWhole else { return false }
        let isQuestion = isQuestion(line)
        guard isQuestion || text.utf8.last == UInt8(ascii: "?") else { return false }
        var end = Array(text.utf8)[...]
        while let last = end.last, last <= 0x20 { end = end.dropLast() }
        // 你们会不会告诉老板 is put to the desk.
        return
            (Self.askingEnds.contains { end.suffix($0.count).elementsEqual($0) }
            && !Self.pleas.occurs(in: line)
            || isQuestion && line.hasPrefix(Self.desk))
            && !Self.requests.occurs(in: line)
    }

    /// What does not fit the question: asked beside it, answering another one, a story, or not understood.
    mutating func misfitOrQuestion(_ ask: Ask, _ verdict: Verdict, _ text: String, _ line: FoldedLine) {
        if isQuestion(line) || onlyAsks(text, line), sideQuestion(verdict, text) { return }
        if answersLate(verdict, text, line, ask) || isStory(verdict, text, ask) { return }
        misfit(ask, text)
    }

    /// A question beside the open one: answered where there is an answer, kept where there is none; then the open one
    /// again. False when it has been put too often.
    mutating func sideQuestion(_ verdict: Verdict, _ text: String) -> Bool {
        if answerAside(text, least: Self.sideScore) { return true }
        guard state.tries < 2 else { return false }
        state.tries &+= 1
        keepAside(masked(text, verdict))
        say(.sideQuestion)
        askAgain()
        return true
    }

    mutating func answerAside(_ text: String, least: Double) -> Bool {
        guard text.utf8.count >= Self.shortestQuestion,
            let match = program.understander.ask(text, today: context.today, limit: 1).first, match.score >= least,
            let answer = program.answers[match.id],
            !state.said.contains(Self.hash(answer.text(in: voice.language))), give(match.id)
        else { return false }
        trace?.add(.aside(answer: match.id, score: match.score))
        state.answer = nil
        askAgain()
        return true
    }

    /// Says a first-contact answer.
    mutating func give(_ id: String) -> Bool {
        guard let answer = program.answers[id], !answer.text.isEmpty else { return false }
        messages.append(Message(.answer(id: id, basis: answer.basis), answer.text(in: voice.language)))
        effects.append(.answered(id: id, resolved: nil))
        state.answer = id
        return true
    }

    /// The step `answer`: is there a first-contact answer to what was asked?
    mutating func answerStep() -> Bool {
        guard let story = value(program.known.story), story.kind == .text,
            let match = program.understander.ask(story.text, today: context.today, limit: 1).first
        else { return false }
        return give(match.id)
    }
}
