// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import LineProtocol

/// One form that a browser sent: answered once, by the turn that it came to or by a refusal.
final class BrowserAsk: PetitionerLine, @unchecked Sendable {
    struct Answer: Sendable {
        var exchange: Talk.Exchange
        var ended: Bool
        /// What is on the screen shall go at once.
        var clears: Bool
        /// The same form had been answered before.
        var isRepeat: Bool
    }

    private let body: (Result<Answer, WireError>) -> Void
    private let desk: Desk
    private var isAnswered = false
    private var clears = false

    /// On the desk's loop, as everything of it.
    init(_ desk: Desk, _ body: @escaping (Result<Answer, WireError>) -> Void) {
        self.desk = desk
        self.body = body
    }

    func finish(_ result: Result<Answer, WireError>) {
        guard !isAnswered else { return }
        isAnswered = true
        body(result)
    }

    func answer(_ turn: StoredTurn, re: String?, on leg: Leg, in conversation: Conversation) {
        desk.browsers.signal(leg.name.conv)
        let isRepeat = turn.seq <= leg.answered
        leg.answered = max(leg.answered, turn.seq)
        finish(
            .success(
                Answer(
                    exchange: desk.exchange(turn, in: conversation), ended: turn.ended, clears: clears,
                    isRepeat: isRepeat)))
    }

    func refuse(_ refusal: WireError, re: String?) { finish(.failure(refusal)) }

    func push(_ turn: StoredTurn, on leg: Leg, in conversation: Conversation) {}

    func takenOver(_ turn: StoredTurn, leg: Leg, in conversation: Conversation) {}

    func clearScreen() { clears = true }
}

/// The browsers that wait for news, by visitor. Confined to the desk's loop. What there is to show lies in the store: a
/// browser is only told to look.
final class BrowserLines: PetitionerLine, @unchecked Sendable {
    /// Pages of one visitor that may wait at once; the oldest is let go.
    static let perVisitor = 4

    private var waiting: [String: [(id: UInt64, feed: NewsFeed)]] = [:]
    private var nextID: UInt64 = 0
    private var ticks: UInt64 = 0

    func add(_ visitor: String, _ feed: NewsFeed) -> UInt64 {
        nextID += 1
        var lines = waiting[visitor] ?? []
        if lines.count >= Self.perVisitor { lines.removeFirst().feed.end() }
        lines.append((nextID, feed))
        waiting[visitor] = lines
        return nextID
    }

    func remove(_ visitor: String, _ id: UInt64) {
        guard var lines = waiting[visitor] else { return }
        lines.removeAll { $0.id == id }
        waiting[visitor] = lines.isEmpty ? nil : lines
    }

    func signal(_ visitor: String) {
        for line in waiting[visitor] ?? [] { line.feed.wake() }
    }

    /// Called every few seconds: now and then every line is woken, so that a dead one is found.
    func tick() {
        ticks += 1
        guard ticks % 4 == 0 else { return }
        for lines in waiting.values { for line in lines { line.feed.wake() } }
    }

    func finishAll() {
        for lines in waiting.values { for line in lines { line.feed.end() } }
        waiting = [:]
    }

    func answer(_ turn: StoredTurn, re: String?, on leg: Leg, in conversation: Conversation) {
        signal(leg.name.conv)
    }

    func push(_ turn: StoredTurn, on leg: Leg, in conversation: Conversation) { signal(leg.name.conv) }

    func takenOver(_ turn: StoredTurn, leg: Leg, in conversation: Conversation) { signal(leg.name.conv) }

    func refuse(_ refusal: WireError, re: String?) {}

    func clearScreen() {}
}
