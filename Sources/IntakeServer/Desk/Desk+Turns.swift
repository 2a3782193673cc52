// SPDX-License-Identifier: Apache-2.0

import DequeModule
import DialogEngine
import DialogScript
import IntakeModel
import IntakeStore
import LineProtocol
import Logging

/// How a turn is decided, committed and answered. Nothing is said before `settle` sees the commit.
extension Desk {
    /// What a new conversation on a leg is opened with.
    struct Door {
        var channel: String
        var place: String
        var locale: String?
        /// At a telnet screen of the office.
        var isKiosk = false
    }

    // MARK: In

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

    // MARK: Deciding

    private func decide(_ request: Request, _ conversation: Conversation) {
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
        case .takenOver:
            let text = "这件事换到别处接着说了，这边就到这里。"
            commit(Draft(messages: [Message(.notice, text)]), request, conversation)
        case .claim, .officerSays, .release, .leaseOver, .act:
            decideForOfficer(request, conversation)
        }
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
        case .act(let number, let kind, let text): draft.changes.append(.caseEvent(number: number, kind, text: text))
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

    // MARK: Out

    /// A group came back from the writer.
    func settle(_ group: [StoreWriter.Settled]) {
        metrics.group(group.count)
        var news = false
        // What is written to one connection leaves in one piece, but nobody waits for the answers of a whole group.
        for start in stride(from: 0, to: group.count, by: Self.answersAtOnce) {
            batch { settle(group[start..<min(start + Self.answersAtOnce, group.count)], &news) }
        }
        if news { pumpWatchers() }
    }

    private static let answersAtOnce = 4

    private func settle(_ group: ArraySlice<StoreWriter.Settled>, _ news: inout Bool) {
        for item in group {
            let pending = item.pending
            let conversation = pending.conversation
            switch item.result {
            case .success(.committed(let turn)):
                committed(turn, pending)
                if pending.makesNews { news = true }
                next(conversation)
            case .success(.duplicate(let turn)):
                repeated(turn, pending)
            case .success(.stale(let version)):
                stale(version, pending)
            case .success(.refused(let refusal)):
                let text =
                    switch refusal {
                    case .notFound: "没有这个会话，或者已经按本人的意思删掉了。"
                    case .invalid: "这句话没法存，请换个说法。"
                    }
                fail(pending.request, conversation, WireError(refusal == .notFound ? .notFound : .badRequest, text))
            case .failure(let error):
                metrics.storeFailed()
                logger.error("commit failed", metadata: ["error": "\(error.code)"])
                fail(pending.request, conversation, WireError(error))
            }
        }
    }

    private func committed(_ turn: StoredTurn, _ pending: PendingTurn) {
        let conversation = pending.conversation
        let first = conversation.version == 0
        conversation.version = turn.version
        conversation.state = pending.state
        conversation.expect = turn.expect
        let ownerBefore = conversation.owner
        conversation.owner = turn.owner
        conversation.cases = turn.cases
        conversation.ended = turn.ended
        var erased = false
        for change in pending.turn.changes {
            switch change {
            case .seal: conversation.lane = .sealed
            case .identity(let field, let value): conversation.identity[field] = value
            case .draftIssued: conversation.draftIssued = true
            case .handOff(let reason):
                if conversation.owner == .queue || reason == .safety {
                    conversation.handOff = reason
                    if conversation.waitingSince == nil { conversation.waitingSince = turn.at }
                }
            case .erase: erased = true
            case .moved(let script): conversation.opening.script = script
            case .file, .caseEvent, .event, .answered, .lease: break
            }
        }
        if conversation.owner == .bot || conversation.owner.badge != nil {
            conversation.waitingSince = nil
        } else if conversation.waitingSince == nil {
            conversation.waitingSince = turn.at
        }
        if let leg = pending.leg {
            if let seq = pending.turn.leg?.seq, pending.turn.leg?.id == leg.id {
                leg.lastSeq = max(leg.lastSeq, seq)
                leg.stored = true
                if leg.isAssumed { confirm(leg) }
            }
            if first {
                if leg.opening === conversation { leg.opening = nil }
                leg.conversation = conversation
                legs[leg.name] = leg
                conversations[conversation.id] = conversation
                shed()
            }
        } else if first {
            conversations[conversation.id] = conversation
        }
        metrics.turn()
        if pending.effects.contains(.clearScreen), case .petitioner(let line, _) = pending.request.asked.by {
            line.clearScreen()
        }
        answer(turn, pending.request, conversation)
        stream(turn, conversation, ownerBefore: ownerBefore)
        if pending.effects.contains(where: \.isSafety) { checkAlarms() }
        if erased { forget(conversation) }
    }

    private func answer(_ turn: StoredTurn, _ request: Request, _ conversation: Conversation) {
        switch request.asked.by {
        case .petitioner(let line, let leg):
            line.answer(turn, re: request.asked.id, on: leg, in: conversation)
        case .officer(let session):
            session.done(turn, request, conversation)
            pushToPetitioner(turn, conversation)
        case .desk:
            if case .takenOver = request.act {
                if let leg = conversation.leg { line(of: leg)?.takenOver(turn, leg: leg, in: conversation) }
            } else {
                pushToPetitioner(turn, conversation)
            }
        }
    }

    private func pushToPetitioner(_ turn: StoredTurn, _ conversation: Conversation) {
        guard !turn.messages.isEmpty, let leg = conversation.leg else { return }
        line(of: leg)?.push(turn, on: leg, in: conversation)
    }

    /// Who listens on a leg: the kiosk's connection, or the latest connection of the relay's name.
    func line(of leg: Leg) -> (any PetitionerLine)? { leg.line ?? relays[leg.name.name] }

    /// The id was committed before: the same answer again, and nothing else happens.
    private func repeated(_ turn: StoredTurn, _ pending: PendingTurn) {
        let conversation = pending.conversation
        let request = pending.request
        if case .officer = request.asked.by {
            if !request.asked.again, clock.now().milliseconds - turn.at.milliseconds > Asked.dayLong {
                // An officer's ids are remembered for 24 hours: after that the same id is a new command.
                var again = request
                again.asked.again = true
                conversation.busy = false
                conversation.waiting.prepend(again)
                return next(conversation)
            }
        }
        guard turn.conversation != conversation.id else {
            repeatAnswer(turn, request, conversation)
            return abandon(conversation)
        }
        // Another conversation answered this id, and the one that was to be opened never was. Number and code are those
        // of the one that answered, also when nothing more is kept of it.
        withConversation(turn.conversation) { [self] original in
            let answering =
                original
                ?? Conversation(
                    id: turn.conversation, opening: conversation.opening, script: conversation.script,
                    state: conversation.state)
            repeatAnswer(turn, request, answering)
            abandon(conversation)
        }
    }

    private func repeatAnswer(_ turn: StoredTurn, _ request: Request, _ conversation: Conversation) {
        switch request.asked.by {
        case .petitioner(let line, let leg): line.answer(turn, re: request.asked.id, on: leg, in: conversation)
        case .officer(let session): session.done(turn, request, conversation)
        case .desk: break
        }
    }

    private func stale(_ version: Int64, _ pending: PendingTurn) {
        let conversation = pending.conversation
        if let leg = pending.leg, leg.isAssumed { return startAgain(pending.request, conversation, on: leg) }
        if let refusal = pending.refusal { return fail(pending.request, conversation, refusal) }
        if case .officer = pending.request.asked.by, pending.turn.version != conversation.version {
            let text = "会话已经变了（现在是第 \(conversation.version) 版），请刷新后再试。"
            return fail(pending.request, conversation, WireError(.conflict, text))
        }
        // Another node was first: read again and decide anew.
        let waiting = [pending.request] + conversation.waiting
        conversation.waiting = []
        conversations[conversation.id] = nil
        let leg = conversation.leg
        withConversation(conversation.id) { [self] fresh in
            guard let fresh else {
                for request in waiting { refuse(request, WireError(.notFound, "没有这个会话。")) }
                return
            }
            fresh.leg = leg ?? fresh.leg
            leg?.conversation = fresh
            for request in waiting { submit(request, to: fresh) }
        }
    }

    /// The leg was only assumed to be new, and the store must tell: what was asked of it, in a conversation that never
    /// was, is asked of the leg that the store has.
    func startAgain(_ request: Request, _ conversation: Conversation, on assumed: Leg) {
        let door = conversation.door
        let waiting = [request] + conversation.waiting
        conversation.waiting = []
        assumed.opening = nil
        let awaiting = assumed.awaiting
        assumed.awaiting = []
        forget(assumed: assumed)
        withLeg(assumed.name) { [self] result in
            for var request in waiting {
                switch (result, request.asked.by) {
                case (.success(let leg), .petitioner(let line, _)):
                    request.asked.by = .petitioner(line, leg)
                    submit(request, on: leg, door: door)
                case (.success, _): break
                case (.failure(let error), _): refuse(request, error)
                }
            }
        }
        for body in awaiting { withLeg(assumed.name, body) }
    }

    /// Ends a request without a turn, and lets the next one go.
    func fail(_ request: Request, _ conversation: Conversation, _ refusal: WireError) {
        refuse(request, refusal)
        abandon(conversation)
    }

    /// Nothing came of the turn: a conversation that never was is forgotten, what waited for it starts again on the leg.
    private func abandon(_ conversation: Conversation) {
        guard conversation.version == 0, let leg = conversation.leg, leg.opening === conversation else {
            return drop(conversation)
        }
        leg.opening = nil
        if leg.stored || leg.conversation != nil { legs[leg.name] = leg }
        let waiting = conversation.waiting
        conversation.waiting = []
        for request in waiting { submit(request, on: leg, door: conversation.door) }
        if leg.isAssumed, leg.opening == nil { forget(assumed: leg) }
    }

    private func drop(_ conversation: Conversation) {
        next(conversation)
    }

    private func next(_ conversation: Conversation) {
        conversation.busy = false
        guard let request = conversation.waiting.popFirst() else { return }
        if conversation.ended, case .petitioner(_, let leg) = request.asked.by, leg.conversation === conversation {
            let rest = conversation.waiting
            conversation.waiting = []
            for request in [request] + rest { submit(request, on: leg, door: conversation.door) }
            return
        }
        conversation.busy = true
        decide(request, conversation)
    }

    func refuse(_ request: Request, _ refusal: WireError) {
        metrics.refused(refusal.code)
        switch request.asked.by {
        case .petitioner(let line, _): line.refuse(refusal, re: request.asked.id)
        case .officer(let session): session.refuse(refusal, re: request.asked.id)
        case .desk: break
        }
    }

    /// The conversation was erased: nothing of it stays in memory.
    private func forget(_ conversation: Conversation) {
        conversation.identity = [:]
        conversation.derived = [:]
        conversations[conversation.id] = nil
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

extension DialogEffect {
    var isSafety: Bool { if case .safety = self { true } else { false } }
}

extension Fact {
    var isProgress: Bool { if case .progress = self { true } else { false } }
}
