// SPDX-License-Identifier: Apache-2.0

import DequeModule
import DialogEngine
import DialogScript
import IntakeModel
import IntakeStore
import LineProtocol
import Logging

/// How a turn is decided and sent to be committed. Nothing is said before ``settle(_:)`` sees the commit.
extension Desk {
    /// What a new conversation on a leg is opened with.
    struct Door {
        var channel: String
        var place: String
        /// Language asked for, a BCP 47 tag; nil: the office's own.
        var locale: String?
        /// Columns of the screen; nil when it is not known.
        var columns: Int?
        /// At a telnet screen of the office.
        var isKiosk = false
        /// The greeting stood on the screen already, as it does on a page.
        var isGreeted = false
    }

    /// A petitioner's request on a leg. Opens a conversation when there is none, or the last one is over.
    func submit(_ request: Request, on leg: Leg, door: @autoclosure () -> Door) {
        if let opening = leg.opening { return submit(request, to: opening) }
        if let conversation = leg.conversation, !conversation.ended { return submit(request, to: conversation) }
        if case .leave = request.act, leg.conversation == nil {
            return refuse(request, WireError(.notFound, "这个会话还没有开始。"))
        }
        guard let id = nextID() else {
            return refuse(request, WireError(.overloaded, "服务器正忙，请稍后再试。", retryAfter: 1))
        }
        let conversation = conversation(id, door())
        conversation.leg = leg
        leg.opening = conversation
        submit(request, to: conversation)
    }

    func submit(_ request: Request, to conversation: Conversation) {
        touch(conversation)
        guard !conversation.busy else {
            if case .desk = request.asked.by {
                conversation.waiting.append(request)
            } else if conversation.waiting.count >= limits.waitingPerConversation {
                refuse(request, WireError(.overloaded, "前面的话还没处理完，请等一等再发。", retryAfter: 1))
            } else {
                conversation.waiting.append(request)
            }
            return
        }
        conversation.busy = true
        decide(request, conversation)
    }

    func decide(_ request: Request, _ conversation: Conversation) {
        moveIfWished(conversation)
        switch request.act {
        case .say(let text):
            if conversation.owner.badge != nil {
                // The bot never speaks while an officer owns: the words are kept and carried to the officer.
                return commit(
                    Draft(messages: [], input: text.isEmpty ? nil : text), request, conversation)
            }
            step(text.isEmpty ? .open : .say(text), request, conversation, [])
        case .resumed:
            if case .petitioner(_, let leg) = request.asked.by { rebind(leg, to: conversation) }
            if conversation.owner.badge != nil {
                let notice = Message(.notice, "接上了。这会儿是工作人员在跟您说话，请接着说。")
                return commit(Draft(messages: [notice]), request, conversation)
            }
            step(.resumed, request, conversation, [])
        case .nobodyCame:
            guard conversation.owner.badge == nil, !conversation.ended else { return drop(conversation) }
            step(.nobodyCame, request, conversation, [])
        case .leave:
            var draft = Draft(messages: [leaving(conversation)])
            draft.ended = true
            draft.expect = Expectation(.none)
            commit(draft, request, conversation)
        case .erase: erase(request, conversation)
        case .takenOver:
            let text = "这件事换到别处接着说了，这边就到这里。"
            commit(Draft(messages: [Message(.notice, text)]), request, conversation)
        case .claim, .officerSays, .note, .correct, .release, .leaseOver, .act:
            decideForOfficer(request, conversation)
        }
    }

    /// Nothing that was said stays, unless it was registered.
    private func erase(_ request: Request, _ conversation: Conversation) {
        guard conversation.cases.isEmpty else {
            return refuseUnlessRepeated(
                request, conversation, WireError(.conflict, "已经登记的不能在这儿删。不想办了，凭编号和查询码可以撤回。"))
        }
        var draft = Draft(messages: [Message(.notice, "删干净了，您说过的一个字也没有留。")])
        draft.changes = [.erase]
        draft.owner = .bot
        draft.ended = true
        draft.expect = Expectation(.none)
        commit(draft, request, conversation)
    }

    private func leaving(_ conversation: Conversation) -> Message {
        conversation.draftIssued || !conversation.cases.isEmpty
            ? Message(.notice, "好，先到这里。您说过的都留着，凭编号和查询码随时接着说。")
            : Message(.notice, "好，先到这里。")
    }

    /// Steps the dialog until it has all the facts it asks for, then commits the outcome.
    func step(_ input: DialogInput, _ request: Request, _ conversation: Conversation, _ known: [Fact]) {
        var facts = known
        for _ in 0..<8 {
            switch DialogEngine.step(conversation.script, conversation.state, input, context(conversation), facts) {
            case .done(let outcome):
                return commit(outcome, input, request, conversation, secret: facts.contains(where: \.isProgress))
            case .lookup(.understand(let text)):
                let today = CivilDate(clock.now())
                if text.utf8.count <= limits.inlineUnderstanding {
                    facts.append(.verdict(conversation.script.understand(text, today: today)))
                    continue
                }
                let script = conversation.script
                let soFar = facts
                return read { _ throws(StoreError) in
                    script.understand(text, today: today)
                } then: { [self] result in
                    switch result {
                    case .success(let verdict): step(input, request, conversation, soFar + [.verdict(verdict)])
                    case .failure(let error): fail(request, conversation, WireError(error))
                    }
                }
            case .lookup(.progress(let number, let code)):
                let soFar = facts
                return lookUp(number: number, code: code, request, conversation) { [self] fact in
                    step(input, request, conversation, soFar + [fact])
                }
            case .lookup(.act(let number, let act, let given)):
                let soFar = facts
                return decide(act, given, number, request, conversation) { [self] finding in
                    step(input, request, conversation, soFar + [.act(finding)])
                }
            }
        }
        logger.error("a dialog step asks without end", metadata: ["conversation.id": "\(conversation.id)"])
        fail(request, conversation, WireError(.internal, "这边出了点问题，刚才这句没有记下，请再发一次。"))
    }

    /// A turn before it is addressed.
    struct Draft {
        var messages: [Message]
        var input: String?
        var expect: Expectation?
        var owner: Owner?
        var state: DialogState?
        var changes: [Turn.Change] = []
        var effects: [DialogEffect] = []
        var ended: Bool?
        /// The version that the officer named; the conversation's own when nil.
        var version: Int64?
        /// What is answered when the turn is not the repeat of an earlier one.
        var refusal: WireError?
    }

    private func commit(
        _ outcome: Outcome, _ input: DialogInput, _ request: Request, _ conversation: Conversation, secret: Bool
    ) {
        var draft = Draft(messages: outcome.messages)
        draft.expect = outcome.expect
        draft.state = outcome.state
        draft.effects = outcome.effects
        draft.ended = outcome.ended
        if case .say(let text) = input {
            // A query code is nobody's to read but the petitioner's, wherever it is typed.
            let isCode = secret || (try? QueryCode(typed: text)) != nil
            draft.input = outcome.recordedInput ?? (isCode ? "[查询码]" : text)
        }
        for effect in outcome.effects { apply(effect, to: &draft, conversation) }
        commit(draft, request, conversation)
    }

    private func apply(_ effect: DialogEffect, to draft: inout Draft, _ conversation: Conversation) {
        switch effect {
        case .seal: draft.changes.append(.seal)
        case .identity(let field, let value): draft.changes.append(.identity(field, value))
        case .draftIssued: draft.changes.append(.draftIssued)
        case .file(let claims): draft.changes.append(.file(claims))
        case .handOff(let reason):
            if conversation.owner == .bot { draft.owner = .queue }
            draft.changes.append(.handOff(reason))
        case .safety(let kind):
            draft.changes.append(
                .event(
                    DeskEvent(
                        .safetyAlert,
                        fields: [
                            .init("kind", kind.rawValue), .init("kiosk", conversation.opening.place),
                            .init("badge", conversation.script.office.dutyBadge(at: clock.now())),
                        ])))
        case .answered(let id, let resolved): draft.changes.append(.answered(id: id, resolved: resolved))
        case .act(let decision): draft.changes.append(.caseAct(decision))
        case .erase: draft.changes.append(.erase)
        case .clearScreen: break
        }
    }

    func commit(_ draft: Draft, _ request: Request, _ conversation: Conversation) {
        let asked = request.asked
        var key: Turn.IdempotencyKey?
        var source = Turn.Source.desk
        var leg = conversation.leg
        switch asked.by {
        case .petitioner(_, let own):
            source = .petitioner
            leg = own
            if let id = asked.id { key = Turn.IdempotencyKey(scope: own.id, id: id) }
        case .officer(let session):
            source = .officer(badge: session.officer.badge)
            if let id = asked.id { key = Turn.IdempotencyKey(scope: session.scope, id: asked.key(id, clock.now())) }
        case .desk: break
        }
        let isPush = if case .petitioner = asked.by { false } else { true }
        let carries = !isPush || !draft.messages.isEmpty
        let state = draft.state ?? conversation.state
        var turn = Turn(
            conversation: conversation.id, version: draft.version ?? conversation.version,
            opening: conversation.version == 0 ? conversation.opening : nil,
            leg: carries
                ? leg.map {
                    Turn.LegReference(id: $0.id, seq: $0.lastSeq + 1, name: $0.stored ? nil : $0.name, isPush: isPush)
                } : nil,
            key: key, source: source, input: draft.input, messages: draft.messages,
            expect: draft.expect ?? conversation.expect, owner: draft.owner ?? conversation.owner,
            state: state.encode(), changes: draft.changes, ended: draft.ended ?? conversation.ended)
        if case .resumed = request.act { turn.resumes = true }
        if conversation.version > 0, conversation.opening.script != conversation.script.hash {
            turn.changes.append(.moved(script: conversation.script.hash))
        }
        writer.enqueue(
            .turn(
                PendingTurn(
                    turn: turn, conversation: conversation, state: state, request: request, effects: draft.effects,
                    refusal: draft.refusal)))
    }

    func refuse(_ request: Request, _ refusal: WireError) {
        metrics.refused(refusal.code)
        switch request.asked.by {
        case .petitioner(let line, _): line.refuse(refusal, re: request.asked.id)
        case .officer(let session): session.refuse(refusal, re: request.asked.id)
        case .desk: break
        }
    }
}

extension Asked {
    static let dayLong: Int64 = 86_400_000

    /// The key under which an officer's id is kept: the id itself, or the id with the day once the first use is older
    /// than 24 hours.
    func key(_ id: String, _ now: Timestamp) -> String {
        again ? "\(id)\u{1}\(now.milliseconds / Self.dayLong)" : id
    }
}

extension Fact {
    var isProgress: Bool { if case .progress = self { true } else { false } }
}
