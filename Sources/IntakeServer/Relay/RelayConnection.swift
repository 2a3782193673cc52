// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import LineProtocol

/// A relay's side of a connection: petitioners' turns by leg, and what comes unasked.
final class RelayConnection: PetitionerLine, @unchecked Sendable {
    let name: String
    /// Outlives the connection while turns are in flight; the handler lets go of this side when it closes.
    private let handler: JSONLinesHandler
    private let desk: Desk

    init(name: String, handler: JSONLinesHandler, desk: Desk) {
        self.name = name
        self.handler = handler
        self.desk = desk
    }

    func handle(_ frame: RelayFrame) {
        switch frame {
        case .say(let say):
            let door = Desk.Door(channel: say.channel ?? "网上", place: name, locale: say.locale)
            take(.say(TextCleaner.clean(say.text, lineFeeds: true)), conv: say.conv, id: say.id, door: door)
        case .end(let conv, let id):
            take(.leave, conv: conv, id: id, door: Desk.Door(channel: "网上", place: name))
        case .ack(let conv, let seq): acknowledge(conv, seq)
        case .resume(let conv, let after, let id): resume(conv, after: after, id: id)
        case .catchup(let id): catchUp(id)
        }
    }

    private func take(_ act: Request.Act, conv: String, id: String, door: Desk.Door) {
        guard !desk.draining else {
            return handler.send(error: WireError(.draining, re: id, retryAfter: 5))
        }
        handler.inflight += 1
        let name = LegName(name: name, conv: conv)
        if case .say = act, let leg = desk.assumedLeg(name) { return submit(act, on: leg, id: id, door: door) }
        desk.withLeg(name) { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success(let leg): submit(act, on: leg, id: id, door: door)
            }
        }
    }

    private func submit(_ act: Request.Act, on leg: Leg, id: String, door: Desk.Door) {
        guard leg.bucket.take(now: desk.clock.monotonic()) else {
            return refuse(WireError(.rateLimited, retryAfter: 1), re: id)
        }
        desk.submit(Request(act: act, asked: Asked(by: .petitioner(self, leg), id: id)), on: leg, door: door)
    }

    // MARK: PetitionerLine

    func answer(_ turn: StoredTurn, re: String?, on leg: Leg, in conversation: Conversation) {
        settled()
        let desk = desk
        handler.send { writer in
            ServerFrame.turn(
                turn, conv: leg.name.conv, re: re ?? "", isNew: turn.opened, isResumed: turn.resumed, to: &writer
            ) { desk.fill($0, for: conversation) }
        }
    }

    func push(_ turn: StoredTurn, on leg: Leg, in conversation: Conversation) {
        let desk = desk
        handler.send { writer in
            ServerFrame.push(turn, conv: leg.name.conv, to: &writer) { desk.fill($0, for: conversation) }
        }
    }

    func refuse(_ refusal: WireError, re: String?) {
        settled()
        var refusal = refusal
        refusal.re = re
        handler.send { ServerFrame.error(refusal, to: &$0) }
    }

    func takenOver(_ turn: StoredTurn, leg: Leg, in conversation: Conversation) {
        var turn = turn
        turn.ended = true
        push(turn, on: leg, in: conversation)
    }

    func clearScreen() {}

    func close() { handler.close() }

    private func settled() {
        handler.inflight = max(0, handler.inflight - 1)
        handler.resumeReading()
    }

    // MARK: What came unasked

    private func acknowledge(_ conv: String, _ seq: Int64) {
        desk.withLeg(LegName(name: name, conv: conv)) { [self] result in
            guard case .success(let leg) = result, leg.stored else {
                return handler.send(error: WireError(.notFound, "这个会话没有开始过。"))
            }
            let id = leg.id
            let through = min(seq, leg.lastSeq)
            desk.writer.run { store throws(StoreError) in
                try store.acknowledge(leg: id, through: through)
            } then: { _ in
            }
        }
    }

    private func resume(_ conv: String, after: Int64, id: String?) {
        desk.withLeg(LegName(name: name, conv: conv)) { [self] result in
            guard case .success(let leg) = result, leg.stored else {
                return handler.send(error: WireError(.notFound, "这个会话没有开始过。", re: id))
            }
            sendAgain(leg, after: after) {}
        }
    }

    private func catchUp(_ id: String) {
        let name = name
        // Behind the writer, so that an acknowledgement sent just before counts.
        desk.writer.run { store throws(StoreError) in
            try store.unacknowledged(name: name).map { UnacknowledgedLeg(leg: $0.0, after: $0.after) }
        } then: { [self] result in
            switch result {
            case .failure(let error):
                var wire = WireError(error)
                wire.re = id
                handler.send(error: wire)
            case .success(let legs): sendPushes(legs[...], id: id, count: 0)
            }
        }
    }

    private struct UnacknowledgedLeg: Sendable {
        var leg: LegRecord
        var after: Int64
    }

    private func sendPushes(_ legs: ArraySlice<UnacknowledgedLeg>, id: String, count: Int64) {
        guard let first = legs.first else {
            return handler.send { ServerFrame.ok(re: id, version: nil, to: &$0) { $0.member("pushes", count) } }
        }
        desk.withLeg(first.leg.name) { [self] result in
            guard case .success(let leg) = result else { return sendPushes(legs.dropFirst(), id: id, count: count) }
            sendAgain(leg, after: first.after, pushesOnly: true) { [self] sent in
                sendPushes(legs.dropFirst(), id: id, count: count + sent)
            }
        }
    }

    private func sendAgain(_ leg: Leg, after: Int64, then: @escaping @Sendable () -> Void) {
        sendAgain(leg, after: after, pushesOnly: false) { _ in then() }
    }

    /// Sends the stored turns and pushes of a leg, page by page, each filled for the conversation it was said in.
    private func sendAgain(
        _ leg: Leg, after: Int64, pushesOnly: Bool, sent: Int64 = 0, then: @escaping @Sendable (Int64) -> Void
    ) {
        let id = leg.id
        desk.writer.run { store throws(StoreError) in
            try store.turns(leg: id, after: after, limit: 100)
        } then: { [self] result in
            guard case .success(let turns) = result, let last = turns.last else { return then(sent) }
            send(turns[...], leg, pushesOnly: pushesOnly, sent: sent) { [self] sent in
                sendAgain(leg, after: last.seq, pushesOnly: pushesOnly, sent: sent, then: then)
            }
        }
    }

    private func send(
        _ turns: ArraySlice<StoredTurn>, _ leg: Leg, pushesOnly: Bool, sent: Int64,
        then: @escaping @Sendable (Int64) -> Void
    ) {
        guard let turn = turns.first else { return then(sent) }
        guard turn.isPush || !pushesOnly else {
            return send(turns.dropFirst(), leg, pushesOnly: pushesOnly, sent: sent, then: then)
        }
        desk.withConversation(turn.conversation) { [self] conversation in
            if let conversation {
                if turn.isPush {
                    push(turn, on: leg, in: conversation)
                } else {
                    let desk = desk
                    handler.send { writer in
                        ServerFrame.turn(
                            turn, conv: leg.name.conv, re: turn.key ?? "", isNew: turn.opened, isResumed: turn.resumed,
                            to: &writer
                        ) { desk.fill($0, for: conversation) }
                    }
                }
            }
            send(turns.dropFirst(), leg, pushesOnly: pushesOnly, sent: sent + 1, then: then)
        }
    }
}
