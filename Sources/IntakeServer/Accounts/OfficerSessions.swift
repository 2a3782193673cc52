// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import Vault

/// One browser in which an officer is logged in. Confined to the desk's loop.
final class OfficerSession {
    /// Names it in the list of sessions; nothing can be done with it alone.
    let id: String
    let officer: Officer
    let line: OfficerLine
    let startedAt: Timestamp
    let started: Int64
    /// Address that it was begun from.
    let source: String
    var usedAt: Int64
    var mustChange: Bool
    var hasSecondFactor: Bool
    /// A secret that is being enrolled and was not confirmed yet.
    var offered: [UInt8] = []
    /// What the next page says above everything else.
    var saying: [String] = []
    /// Lists that the officer keeps.
    var views: [SavedView]

    init(
        id: String, officer: Officer, line: OfficerLine, startedAt: Timestamp, started: Int64, source: String,
        account: OfficerAccount
    ) {
        self.id = id
        self.officer = officer
        self.line = line
        self.startedAt = startedAt
        self.started = started
        self.source = source
        usedAt = started
        mustChange = account.mustChange
        hasSecondFactor = account.hasSecondFactor
        views = account.views
    }
}

/// All browsers in which officers are logged in, by the hash of their token. In memory only: a restart ends them. Confined
/// to the desk's loop.
final class OfficerSessions {
    /// Sessions of one officer; the oldest one ends when there are more.
    static let perOfficer = 8
    /// Addresses that are remembered for wrong tries.
    static let mostSources = 10_000

    private unowned let desk: Desk
    private var sessions: [[UInt8]: OfficerSession] = [:]
    private var misses: [String: CodeTries] = [:]
    private var ticks: UInt64 = 0
    /// What officers wrote and did not send, by badge and conversation; the oldest of each go first. It outlives a session
    /// that timed out, and lies nowhere but in memory.
    private var drafts: [String: [(conv: String, text: String)]] = [:]

    init(desk: Desk) { self.desk = desk }

    var all: [OfficerSession] { sessions.values.sorted { ($0.started, $0.id) < ($1.started, $1.id) } }

    // MARK: Coming and going

    /// - Returns: the token, which is kept nowhere here.
    func begin(
        _ officer: Officer, _ account: OfficerAccount, scope: LegID, source: String
    ) -> (token: String, session: OfficerSession) {
        let own = all.filter { $0.officer.badge == officer.badge }
        for old in own.dropLast(Self.perOfficer - 1) { end { $0 === old } }
        let token = desk.vault.makeToken()
        let session = OfficerSession(
            id: String(desk.vault.makeToken().prefix(8)), officer: officer,
            line: OfficerLine(officer, scope: scope, desk: desk), startedAt: desk.clock.now(),
            started: desk.clock.monotonic(), source: source, account: account)
        sessions[desk.vault.tokenHash(token)] = session
        return (token, session)
    }

    /// The session of a token, when it is neither idle nor old.
    func find(_ token: String, isUse: Bool) -> OfficerSession? {
        guard let session = sessions[desk.vault.tokenHash(token)] else { return nil }
        guard !isOver(session) else {
            end { $0 === session }
            return nil
        }
        if isUse { session.usedAt = desk.clock.monotonic() }
        return session
    }

    /// Whether it is still one of ours.
    func find(id: String) -> OfficerSession? { sessions.values.first { $0.id == id && !isOver($0) } }

    private func isOver(_ session: OfficerSession) -> Bool {
        let now = desk.clock.monotonic()
        let limits = desk.limits.browsers
        return now - session.usedAt > limits.idle || now - session.started > limits.absolute
    }

    func end(where isWanted: (OfficerSession) -> Bool) {
        for (key, session) in sessions where isWanted(session) {
            sessions[key] = nil
            session.line.close()
        }
    }

    func endAll() { end { _ in true } }

    /// Every few seconds: sessions that are over end, lines of officers who are gone leave the desk, and now and then every
    /// page is woken, so that a dead one is found.
    func tick() {
        ticks += 1
        end { isOver($0) }
        let now = desk.clock.monotonic()
        for session in sessions.values { session.line.tick(now, wakes: ticks % 4 == 0) }
    }

    // MARK: Drafts

    /// Drafts that are kept of one officer.
    static let mostDrafts = 32

    /// - Parameter text: empty: nothing is kept any more.
    func keep(draft text: String, for conv: String, of badge: String) {
        drafts[badge]?.removeAll { $0.conv == conv }
        guard !text.isEmpty else { return }
        drafts[badge, default: []].append((conv, text))
        if let count = drafts[badge]?.count, count > Self.mostDrafts { drafts[badge]?.removeFirst() }
    }

    func draft(for conv: String, of badge: String) -> String {
        drafts[badge]?.first { $0.conv == conv }?.text ?? ""
    }

    /// The officer has other rights now, or none.
    func forgetDrafts(of badge: String) { drafts[badge] = nil }

    // MARK: News

    func note(_ topic: OfficerLine.Topic) {
        for session in sessions.values { session.line.note(topic) }
    }

    func note(_ topic: OfficerLine.Topic, to badges: Set<String>) {
        for session in sessions.values where badges.contains(session.officer.badge) { session.line.note(topic) }
    }

    func finishNews() {
        for session in sessions.values { session.line.finishNews() }
    }

    // MARK: Hashing

    /// Tries that may wait for the one thread that hashes.
    static let mostHashing = 16
    private var hashing = 0

    func beginHashing() -> Bool {
        guard hashing < Self.mostHashing else { return false }
        hashing += 1
        return true
    }

    func endHashing() { hashing -= 1 }

    // MARK: Wrong tries by address

    /// Seconds until a try from there is heard.
    func wait(_ source: String) -> Int { misses[source]?.wait(.source, at: desk.clock.now()) ?? 0 }

    func addMiss(_ source: String) {
        let now = desk.clock.now()
        if misses.count >= Self.mostSources {
            misses = misses.filter { $0.value.wait(.source, at: now) > 0 }
            if misses.count >= Self.mostSources { misses = [:] }
        }
        misses[source, default: CodeTries()].addWrong(at: now)
    }
}
