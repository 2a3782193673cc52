// SPDX-License-Identifier: Apache-2.0

import DequeModule
import DialogEngine
import IntakeModel
import IntakeStore
import LineProtocol
import Logging

/// What follows when a turn is committed, or is not: memory is brought up to what is stored, the answer leaves, and the
/// next request of the conversation begins.
extension Desk {
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
            case .success(.refused(.caseMoved)): caseMoved(pending)
            case .success(.refused(let refusal)):
                let text =
                    switch refusal {
                    case .notFound: "没有这个会话，或者已经按本人的意思删掉了。"
                    case .invalid, .caseMoved: "这句话没法存，请换个说法。"
                    }
                fail(pending.request, conversation, WireError(refusal == .notFound ? .notFound : .badRequest, text))
            case .failure(let error):
                metrics.storeFailed()
                logger.error("commit failed", metadata: ["error": "\(error.code)"])
                fail(pending.request, conversation, WireError(error))
            }
        }
    }

    /// Something was entered elsewhere between reading the case and committing the act (a petitioner can, from another
    /// conversation): it is decided anew on what there is now.
    private func caseMoved(_ pending: PendingTurn) {
        var request = pending.request
        let names = if case .act(let order) = request.act { order.version != nil } else { false }
        guard !names, request.attempt < Self.actAttempts else {
            return fail(request, pending.conversation, WireError(.conflict, "这件事刚有了新的记录，请刷新后再办。"))
        }
        request.attempt += 1
        decide(request, pending.conversation)
    }

    private static let actAttempts = 8

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
            case .caseEvent, .caseAct, .issue: dueWatch.changed()
            case .file:
                dueWatch.changed()
                repeatWatch.changed()
            case .event, .answered, .lease, .audit: break
            }
        }
        let touched = pending.turn.changes.filter(\.touchesCases)
        if !touched.isEmpty {
            let numbers = turn.cases + turn.ledger.map(\.number) + touched.compactMap(\.namedCase)
            board.note(numbers)
            tellWatchers(of: numbers)
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

    /// Who listens on a leg: the kiosk's connection, the browsers, or the latest connection of the relay's name.
    func line(of leg: Leg) -> (any PetitionerLine)? {
        if let line = leg.line { return line }
        return leg.name.name == Self.browserName ? browsers : relays[leg.name.name]
    }

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

    func drop(_ conversation: Conversation) {
        next(conversation)
    }

    func next(_ conversation: Conversation) {
        conversation.busy = false
        guard let request = conversation.waiting.popFirst() else { return }
        // What ended goes on in another conversation, unless it is just being taken up again.
        if conversation.ended, !request.act.isResumption, case .petitioner(_, let leg) = request.asked.by,
            leg.conversation === conversation
        {
            let rest = conversation.waiting
            conversation.waiting = []
            for request in [request] + rest { submit(request, on: leg, door: conversation.door) }
            return
        }
        conversation.busy = true
        decide(request, conversation)
    }

    /// The conversation was erased: nothing of it stays in memory.
    private func forget(_ conversation: Conversation) {
        conversation.erased = true
        conversation.identity = [:]
        conversation.derived = [:]
        conversations[conversation.id] = nil
    }
}

extension DialogEffect {
    var isSafety: Bool { if case .safety = self { true } else { false } }
}
