// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
import IntakeStore
public import LineProtocol
import NIOCore

/// A browser's connection as staff: the frames of the wire, to and from the same session code, without a socket between.
///
/// Safe to use from any task; everything happens on the desk's loop.
public final class OfficerLine: StaffLine, @unchecked Sendable {
    /// What there is news of. A page is only told to look: what there is to show comes from the desk.
    public enum Topic: Sendable, Hashable {
        /// A safety alert rings, or was acknowledged.
        case alarms
        /// Something happened at the desk: somebody waits, a case moved.
        case desk
        /// There are new lines in that conversation.
        case talk(String)
        /// A case changed that the officer has open, or somebody came to its page or left it.
        case matter(String)
        /// Too much happened to tell what.
        case all
    }

    /// Conversations that are followed at once; the first one is let go.
    static let mostFollowed = 8
    /// Pages that may listen at once; the oldest is let go.
    static let mostListeners = 8
    /// Topics whose last change is remembered.
    static let mostTopics = 64

    public let officer: Officer
    private let scope: LegID
    private let desk: Desk
    private var session: StaffSession?
    private var isOver = false
    private var asks: [String: [Continuation]] = [:]
    private var asked = 0
    private var nextID: UInt64 = 0
    private var followed: [ConversationID] = []
    private var listeners: [(id: UInt64, feed: NewsFeed)] = []
    private var changed: [Topic: Int64] = [:]
    /// Changes up to this one are not remembered any more.
    private var forgotten: Int64
    private var change: Int64
    /// Milliseconds of the monotonic clock when something was asked for last.
    private var usedAt: Int64
    /// Milliseconds of the monotonic clock when the password was given last.
    var provedAt: Int64

    private typealias Continuation = CheckedContinuation<Result<JSONObject, WireError>, Never>

    init(_ officer: Officer, scope: LegID, desk: Desk) {
        self.officer = officer
        self.scope = scope
        self.desk = desk
        usedAt = desk.clock.monotonic()
        provedAt = usedAt
        // Marks of another line, before a restart or another log-in, lie below.
        change = desk.clock.now().milliseconds
        forgotten = change
    }

    // MARK: Asking

    /// Sends one command and waits for what answers it.
    ///
    /// - Parameter id: the command's id; the same one again is the same command, done once. nil: a new one.
    /// - Returns: the frame `ok`.
    /// - Throws: the frame `error`; `unauthorized` when the officer was logged out; `forbidden` with a sentence of its own
    ///   where the password must have been given in the last minutes (``needsProof(_:)``).
    public func ask(_ command: StaffFrame.Command, id: String? = nil) async throws(WireError) -> JSONObject {
        let result = await withCheckedContinuation { continuation in
            desk.loop.execute { [self] in take(command, id, continuation) }
        }
        return try result.get()
    }

    /// What shows identity, or finds cases by it, wants the password once more.
    public static func needsProof(_ command: StaffFrame.Command) -> Bool {
        if case .find = command { return true }
        if case .act(let act) = command { return act.act == "查看身份" }
        return false
    }

    private func take(_ command: StaffFrame.Command, _ id: String?, _ continuation: Continuation) {
        guard !isOver else { return continuation.resume(returning: .failure(WireError(.unauthorized))) }
        guard asked < WireLimits.inflight else {
            return continuation.resume(returning: .failure(WireError(.overloaded, retryAfter: 1)))
        }
        if Self.needsProof(command), !isProved {
            return continuation.resume(returning: .failure(WireError(.forbidden, "办这个之前，请再输一次密码。")))
        }
        usedAt = desk.clock.monotonic()
        nextID += 1
        let frame = StaffFrame(id: id ?? "own-\(change)-\(nextID)", command)
        var writer = JSONWriter()
        ClientFrame.staff(frame).write(to: &writer)
        // As the wire would read it, with the wire's limits.
        let read: Result<ClientFrame, WireError> = Result { () throws(WireError) in
            try ClientFrame.decode(writer.bytes, role: .staff)
        }
        guard case .success(.staff(let frame)) = read else {
            let refusal = if case .failure(let error) = read { error } else { WireError(.badRequest) }
            return continuation.resume(returning: .failure(refusal))
        }
        asks[frame.id, default: []].append(continuation)
        asked += 1
        let session = join()
        if case .follow(let conv) = command { letGo(before: conv, session) }
        desk.batch { session.handle(frame) }
    }

    private func letGo(before conv: String, _ session: StaffSession) {
        guard let id = ConversationID(text: conv) else { return }
        followed.removeAll { $0 == id }
        followed.append(id)
        guard followed.count > Self.mostFollowed else { return }
        desk.conversations[followed.removeFirst()]?.followers.removeAll { $0 === session }
    }

    var isProved: Bool { desk.clock.monotonic() - provedAt < desk.limits.browsers.recent }

    // MARK: StaffLine

    func send(_ write: (inout JSONWriter) -> Void) {
        desk.scratch.bytes.removeAll(keepingCapacity: true)
        write(&desk.scratch)
        guard let frame = (try? JSONReader.read(desk.scratch.bytes))?.object else { return }
        if let re = frame["re"]?.string { return answer(re, frame) }
        switch frame["type"]?.string {
        case "event":
            note(frame["event"]?.string == DeskEvent.Kind.safetyAlert.rawValue ? .alarms : .desk)
        case "line": if let conv = frame["conv"]?.string { note(.talk(conv)) }
        case "gap": note(.desk)
        default: break
        }
    }

    private func answer(_ re: String, _ frame: JSONObject) {
        guard var waiting = asks[re] else { return }
        let first = waiting.removeFirst()
        asks[re] = waiting.isEmpty ? nil : waiting
        asked -= 1
        guard frame["type"]?.string == "error" else { return first.resume(returning: .success(frame)) }
        let code = frame["code"]?.string.flatMap { ErrorCode(rawValue: $0) } ?? .internal
        let retryAfter = frame["retry_after"]?.integer.map { Int($0) }
        first.resume(
            returning: .failure(WireError(code, frame["text"]?.string, re: re, retryAfter: retryAfter)))
    }

    var isAttended: Bool { !listeners.isEmpty }

    /// The officer is logged out: nothing is answered any more, and every page that listens is let go.
    func close() {
        guard !isOver else { return }
        isOver = true
        leave()
        for waiting in asks.values {
            for continuation in waiting { continuation.resume(returning: .failure(WireError(.unauthorized))) }
        }
        asks = [:]
        finishNews()
    }

    // MARK: Being there

    private func join() -> StaffSession {
        if let session { return session }
        let session = StaffSession(officer: officer, scope: scope, handler: self, desk: desk)
        self.session = session
        desk.joined(session)
        if officer.roles.contains(.intake) { session.handle(StaffFrame(id: "watch", .watch(.now))) }
        return session
    }

    private func leave() {
        guard let session else { return }
        self.session = nil
        followed = []
        desk.left(session)
    }

    func tick(_ now: Int64, wakes: Bool) {
        if wakes { for listener in listeners { listener.feed.wake() } }
        guard session != nil, listeners.isEmpty, asks.isEmpty else { return }
        if now - usedAt > desk.limits.browsers.presence { leave() }
    }

    // MARK: News

    /// One element at once, and one whenever there may be something new; ends when the officer is logged out or the server
    /// stops. While a page listens, the officer counts as there.
    public func news() -> NewsFeed {
        let feed = NewsFeed()
        desk.loop.execute { [self] in
            guard !isOver, !desk.draining else { return feed.end() }
            nextID += 1
            let id = nextID
            if listeners.count >= Self.mostListeners { listeners.removeFirst().feed.end() }
            listeners.append((id, feed))
            _ = join()
            feed.wake()
            feed.whenEnded { [weak self] in
                guard let self else { return }
                desk.loop.execute {
                    self.listeners.removeAll { $0.id == id }
                    self.usedAt = self.desk.clock.monotonic()
                }
            }
        }
        return feed
    }

    /// What changed after a mark, and the mark to ask with next.
    ///
    /// - Parameter mark: as it was given last; 0 or one that is not known: everything may have changed.
    public func changes(after mark: Int64) async -> (topics: Set<Topic>, mark: Int64) {
        await withCheckedContinuation { continuation in
            desk.loop.execute { [self] in
                guard mark >= forgotten, mark <= change else {
                    return continuation.resume(returning: ([.all], change))
                }
                let topics = changed.filter { $0.value > mark }.map(\.key)
                continuation.resume(returning: (Set(topics), change))
            }
        }
    }

    /// The mark of the last change. On the desk's loop.
    var mark: Int64 { change }

    func note(_ topic: Topic) {
        change += 1
        changed[topic] = change
        if changed.count > Self.mostTopics, let oldest = changed.min(by: { $0.value < $1.value }) {
            changed[oldest.key] = nil
            forgotten = max(forgotten, oldest.value)
        }
        for listener in listeners { listener.feed.wake() }
    }

    func finishNews() {
        for listener in listeners { listener.feed.end() }
        listeners = []
    }
}
