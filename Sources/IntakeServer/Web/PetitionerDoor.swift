// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import IntakeModel
import IntakeStore
public import LineProtocol
import NIOCore

/// The petitioners' way to the desk from a browser: the same requests as a relay's, on a leg of its own for each visitor.
///
/// Safe to use from any task; everything happens on the desk's loop.
public final class PetitionerDoor: Sendable {
    /// What became of a form.
    public enum Said: Sendable {
        /// It was answered, just now or the first time it was sent.
        case answered(Talk.Exchange, ended: Bool, clears: Bool)
        /// The question was answered before by something else: nothing was taken.
        case stale
        case refused(WireError)
    }

    /// Exchanges that a page shows at most; a conversation that needs more is a rare one.
    static let shown: Int64 = 200

    private let desk: Desk

    init(_ desk: Desk) { self.desk = desk }

    // MARK: Reading

    /// The conversation of a visitor as it stands.
    ///
    /// - Parameters:
    ///   - visitor: what the browser is known by, never its cookie itself; nil: it has none.
    ///   - locale: language that a new conversation begins in.
    /// - Throws: what the petitioner is told instead.
    public func talk(_ visitor: String?, locale: String? = nil) async throws(WireError) -> Talk {
        let result: Result<Talk, WireError> = await withCheckedContinuation { continuation in
            desk.loop.execute { [self] in
                guard let visitor else { return continuation.resume(returning: greeting(locale)) }
                withKnownLeg(visitor) { [self] found in
                    switch found {
                    case .failure(let error): continuation.resume(returning: .failure(error))
                    case .success(let leg?) where leg.stored: read(leg) { continuation.resume(returning: $0) }
                    case .success: continuation.resume(returning: greeting(locale))
                    }
                }
            }
        }
        return try result.get()
    }

    private func greeting(_ locale: String?) -> Result<Talk, WireError> {
        guard let outcome = desk.greeting(door: door(locale)) else { return .failure(WireError(.internal)) }
        let exchange = Talk.Exchange(
            seq: 0, said: nil, messages: outcome.messages.map { TalkMessage($0) { _ in nil } }, isPush: true)
        return .success(Talk(state: .greeting, exchanges: [exchange], expect: outcome.expect, owner: .bot))
    }

    private func door(_ locale: String?) -> Desk.Door {
        Desk.Door(channel: "网上", place: Desk.browserName, locale: locale, isGreeted: true)
    }

    /// The leg when the visitor has said something before: looking at the page costs nothing that stays.
    private func withKnownLeg(
        _ visitor: String, _ body: @escaping @Sendable (Result<Leg?, WireError>) -> Void
    ) {
        let name = LegName(name: Desk.browserName, conv: visitor)
        if desk.legs[name] != nil { return desk.withLeg(name) { body($0.map { Optional($0) }) } }
        let desk = desk
        desk.read { store throws(StoreError) in
            try store.leg(name) != nil
        } then: { result in
            switch result {
            case .failure(let error): body(.failure(WireError(error)))
            case .success(false): body(.success(nil))
            case .success(true): desk.withLeg(name) { body($0.map { Optional($0) }) }
            }
        }
    }

    private func read(_ leg: Leg, _ body: @escaping @Sendable (Result<Talk, WireError>) -> Void) {
        @Sendable func nothing(_ state: Talk.State) -> Talk {
            Talk(state: state, exchanges: [], expect: Expectation(.none), owner: .bot)
        }
        if leg.conversation?.erased ?? false { return body(.success(nothing(.gone))) }
        guard let conversation = leg.conversation, conversation.leg?.id == leg.id else {
            return body(.success(nothing(.elsewhere)))
        }
        let id = leg.id
        let after = max(0, leg.lastSeq - Self.shown)
        let desk = desk
        desk.read { store throws(StoreError) in
            try store.turns(leg: id, after: after, limit: Int(Self.shown))
        } then: { result in
            // It may have been erased in the meantime, and then nothing of it can be read.
            if conversation.erased { return body(.success(nothing(.gone))) }
            let turns: [StoredTurn]
            switch result {
            case .success(let found): turns = found
            case .failure(let error): return body(.failure(WireError(error)))
            }
            let own = turns.filter { $0.conversation == conversation.id }
            var talk = Talk(
                state: conversation.ended ? .ended : .open, exchanges: own.map { desk.exchange($0, in: conversation) },
                expect: own.last?.expect ?? conversation.expect, owner: own.last?.owner ?? conversation.owner)
            talk.isCut = after > 0 && own.count == turns.count
            talk.isFiled = talk.isFiled || !conversation.cases.isEmpty
            talk.isKept = talk.isKept || talk.isFiled || conversation.draftIssued
            body(.success(talk))
        }
    }

    // MARK: Saying

    /// What the petitioner wrote or chose, as the answer to what was shown after `base`.
    ///
    /// - Parameters:
    ///   - visitor: see ``talk(_:locale:)``.
    ///   - base: ``Talk/base`` of the page that the form was on.
    ///   - source: where it comes from, for counting wrong codes; only a pseudonym of it is kept.
    public func say(
        _ text: String, by visitor: String, after base: Int64, from source: String, locale: String? = nil
    ) async -> Said {
        guard text.unicodeScalars.count <= WireLimits.text else { return .refused(WireError(.textTooLong)) }
        let text = TextCleaner.clean(text, lineFeeds: true)
        return await ask(.say(text), visitor, base, source, locale)
    }

    /// The petitioner wants everything gone that was said; only before anything is registered.
    public func erase(by visitor: String, after base: Int64, from source: String) async -> Said {
        await ask(.erase, visitor, base, source, nil)
    }

    private func ask(
        _ act: Request.Act, _ visitor: String, _ base: Int64, _ source: String, _ locale: String?
    ) async -> Said {
        let words: String? = if case .say(let text) = act { text } else { nil }
        let result: Result<BrowserAsk.Answer?, WireError> = await withCheckedContinuation { continuation in
            desk.loop.execute { [self] in
                guard !desk.draining else {
                    return continuation.resume(returning: .failure(WireError(.draining, retryAfter: 5)))
                }
                withKnownLeg(visitor) { [self] found in
                    switch found {
                    case .failure(let error): continuation.resume(returning: .failure(error))
                    case .success(nil) where base > 0 || words == nil:
                        continuation.resume(returning: .success(nil))
                    case .success(nil): begin(act, visitor, source, locale, continuation)
                    case .success(let leg?): goOn(act, on: leg, base, source, locale, continuation)
                    }
                }
            }
        }
        switch result {
        case .failure(let refusal): return .refused(refusal)
        case .success(nil): return .stale
        case .success(let answer?):
            // The same id gets the same answer, whatever its text: other words were not taken.
            if answer.isRepeat, let words, let said = answer.exchange.said,
                said != TextCleaner.clean(words, lineFeeds: true),
                !said.hasPrefix("[")
            {
                return .stale
            }
            return .answered(answer.exchange, ended: answer.ended, clears: answer.clears)
        }
    }

    private typealias Continuation = CheckedContinuation<Result<BrowserAsk.Answer?, WireError>, Never>

    private func begin(
        _ act: Request.Act, _ visitor: String, _ source: String, _ locale: String?, _ continuation: Continuation
    ) {
        let name = LegName(name: Desk.browserName, conv: visitor)
        if let leg = desk.assumedLeg(name) { return submit(act, on: leg, 0, source, locale, continuation) }
        desk.withLeg(name) { [self] result in
            switch result {
            case .failure(let error): continuation.resume(returning: .failure(error))
            case .success(let leg): submit(act, on: leg, 0, source, locale, continuation)
            }
        }
    }

    /// A form counts when nothing was answered since the page it was on, or when it is the very one that was.
    private func goOn(
        _ act: Request.Act, on leg: Leg, _ base: Int64, _ source: String, _ locale: String?,
        _ continuation: Continuation
    ) {
        guard leg.stored else { return submit(act, on: leg, base, source, locale, continuation) }
        guard let conversation = leg.conversation, conversation.leg?.id == leg.id, base <= leg.lastSeq else {
            return continuation.resume(returning: .success(nil))
        }
        let id = leg.id
        let key = Self.key(base)
        desk.read { store throws(StoreError) in
            try store.turns(leg: id, after: base, limit: Int(Self.shown)).first { !$0.isPush }
        } then: { [self] result in
            switch result {
            case .failure(let error): continuation.resume(returning: .failure(WireError(error)))
            case .success(let next?) where next.key != key: continuation.resume(returning: .success(nil))
            case .success(nil) where conversation.ended: continuation.resume(returning: .success(nil))
            case .success: submit(act, on: leg, base, source, locale, continuation)
            }
        }
    }

    private static func key(_ base: Int64) -> String { "a\(base)" }

    private func submit(
        _ act: Request.Act, on leg: Leg, _ base: Int64, _ source: String, _ locale: String?,
        _ continuation: Continuation
    ) {
        guard leg.bucket.take(now: desk.clock.monotonic()) else {
            return continuation.resume(returning: .failure(WireError(.rateLimited, retryAfter: 1)))
        }
        leg.source = source
        let line = BrowserAsk(desk) { continuation.resume(returning: $0.map { Optional($0) }) }
        desk.submit(
            Request(act: act, asked: Asked(by: .petitioner(line, leg), id: Self.key(base))), on: leg,
            door: door(locale))
    }

    // MARK: News

    /// `seq` of the last thing said to a visitor; 0 when there is nothing.
    public func latest(_ visitor: String) async -> Int64 {
        await withCheckedContinuation { continuation in
            desk.loop.execute { [self] in
                withKnownLeg(visitor) { found in
                    if case .success(let leg?) = found, leg.stored {
                        continuation.resume(returning: leg.lastSeq)
                    } else {
                        continuation.resume(returning: 0)
                    }
                }
            }
        }
    }

    /// Wakes whenever there may be something new for a visitor.
    public func news(of visitor: String) -> NewsFeed {
        let feed = NewsFeed()
        let desk = desk
        desk.loop.execute {
            guard !desk.draining else { return feed.end() }
            let id = desk.browsers.add(visitor, feed)
            feed.wake()
            feed.whenEnded {
                desk.loop.execute { desk.browsers.remove(visitor, id) }
            }
        }
        return feed
    }
}

extension Desk {
    func exchange(_ turn: StoredTurn, in conversation: Conversation) -> Talk.Exchange {
        Talk.Exchange(
            seq: turn.seq, said: turn.input.map { Hole.fill($0) { fill($0, for: conversation) } },
            messages: turn.messages.map { message in TalkMessage(message) { fill($0, for: conversation) } },
            isPush: turn.isPush)
    }
}
