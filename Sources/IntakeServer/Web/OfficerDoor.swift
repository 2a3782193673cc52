// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
public import LineProtocol
import NIOCore
import NIOPosix
import Vault

/// The officers' way to the desk from a browser: logging in, and for each browser a line of its own, which is to the desk
/// what a connection of the wire is.
///
/// Safe to use from any task; everything happens on the desk's loop.
public final class OfficerDoor: Sendable {
    public enum LogIn: Sendable {
        /// The token is for the browser's cookie and is kept nowhere else.
        case welcome(token: String, OfficerPass)
        /// Badge, password or code is wrong; which one is not said.
        case wrong
        /// No try is heard for so many seconds.
        case wait(seconds: Int)
        case refused(WireError)
    }

    /// What became of a change of one's own account.
    public enum Change: Sendable {
        case done
        /// What to tell the officer.
        case refused(String)
    }

    let desk: Desk

    init(_ desk: Desk) { self.desk = desk }

    func onLoop<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            desk.loop.execute { continuation.resume(returning: body()) }
        }
    }

    func write<T: Sendable>(
        _ body: @escaping @Sendable (any IntakeStore) throws(StoreError) -> T
    ) async throws(WireError) -> T {
        let result: Result<T, StoreError> = await withCheckedContinuation { continuation in
            desk.writer.run(body) { continuation.resume(returning: $0) }
        }
        do { return try result.get() } catch { throw WireError(error) }
    }

    /// Hashes on the one thread for it, where not too many wait for that already.
    func hashing<T: Sendable>(_ body: @escaping @Sendable () -> T) async throws(WireError) -> T {
        let isFree = await onLoop { [desk] in desk.officers.beginHashing() }
        guard isFree else { throw WireError(.overloaded, "现在登录的人太多，请过几秒再试。", retryAfter: 5) }
        defer { desk.loop.execute { [desk] in desk.officers.endHashing() } }
        let result: Result<T, WireError> = await withCheckedContinuation { continuation in
            desk.passwords.submit { state in
                continuation.resume(
                    returning: state == .active ? .success(body()) : .failure(WireError(.draining, retryAfter: 5)))
            }
        }
        return try result.get()
    }

    // MARK: Logging in

    /// Lets an officer in who gives badge, password and, where one is enrolled, the code of the moment.
    ///
    /// - Parameter source: address of the browser, for slowing down whoever guesses.
    public func logIn(badge: String, password: String, code: String, from source: String) async -> LogIn {
        guard badge.utf8.count <= 64, password.utf8.count <= PasswordRule.most else { return .wrong }
        let wait = await onLoop { [desk] in desk.officers.wait(source) }
        guard wait == 0 else { return .wait(seconds: wait) }
        do throws(WireError) {
            let outcome = try await check(badge, password, code: code)
            switch outcome {
            case .right(let account):
                guard let known = try await officer(badge) else { return .wrong }
                return await onLoop { [desk] in
                    let (token, session) = desk.officers.begin(
                        known.officer, account, scope: known.scope, source: source)
                    return .welcome(token: token, OfficerPass(session))
                }
            case .wrong:
                await onLoop { [desk] in desk.officers.addMiss(source) }
                return .wrong
            case .locked(let seconds):
                await onLoop { [desk] in desk.officers.addMiss(source) }
                return .wait(seconds: seconds)
            }
        } catch {
            return .refused(error)
        }
    }

    private struct KnownOfficer: Sendable {
        var officer: Officer
        var scope: LegID
    }

    private func officer(_ badge: String) async throws(WireError) -> KnownOfficer? {
        try await write { store throws(StoreError) in
            guard let officer = try store.officers().first(where: { $0.badge == badge }), !officer.disabled,
                !officer.roles.isSuperset(of: Officer.apart)
            else { return nil }
            return KnownOfficer(
                officer: officer, scope: try store.ensureLeg(LegName(name: "staff", conv: badge)).id)
        }
    }

    private enum Outcome: Sendable {
        case right(OfficerAccount)
        case wrong
        case locked(seconds: Int)
    }

    /// A hash that no password matches, as dear as any: an unknown badge takes as long as a known one.
    private static let nobody = PasswordHash(
        cost: .chosen, salt: Array(repeating: 7, count: PasswordHash.saltBytes), key: Array(repeating: 0, count: 32))

    /// - Parameter code: nil: the code is not asked for.
    private func check(_ badge: String, _ password: String, code: String?) async throws(WireError) -> Outcome {
        let now = desk.clock.now()
        let known = try await write { store throws(StoreError) -> OfficerAccount? in
            guard let officer = try store.officers().first(where: { $0.badge == badge }), !officer.disabled else {
                return nil
            }
            return try store.account(badge: badge)
        }
        if let known, known.isLocked(at: now) { return .locked(seconds: Self.seconds(until: known, now)) }
        let hash = known?.password ?? Self.nobody
        let isRight = try await hashing { hash.matches(password) }
        guard known != nil else { return .wrong }
        return try await write { store throws(StoreError) -> Outcome in
            guard var account = try store.account(badge: badge) else { return .wrong }
            // Others tried in the meantime, or the password was changed.
            guard !account.isLocked(at: now) else { return .locked(seconds: Self.seconds(until: account, now)) }
            var step: Int64?
            if account.hasSecondFactor, let code {
                step = OneTimeCode(secret: account.secret).step(
                    of: code, at: now.milliseconds / 1000, after: account.lastStep)
            }
            let hasCode = !account.hasSecondFactor || code == nil || step != nil
            guard isRight, account.password == hash, hasCode else {
                let locks = account.addWrong(at: now)
                try store.save(account: account)
                if locks { try store.audit(badge: badge, act: "login.locked", subject: badge, reason: "") }
                return .wrong
            }
            account.unlock()
            if let step { account.lastStep = step }
            try store.save(account: account)
            if code != nil { try store.audit(badge: badge, act: "login", subject: badge, reason: "") }
            return .right(account)
        }
    }

    private static func seconds(until account: OfficerAccount, _ now: Timestamp) -> Int {
        let left = (account.lockedUntil?.milliseconds ?? 0) - now.milliseconds
        return max(1, Int((left + 999) / 1000))
    }

    // MARK: Being logged in

    /// Who a token is of; nil when nobody, or the session is over.
    ///
    /// - Parameter isUse: somebody asked for it; false for what a page asks for by itself, which keeps no session open.
    public func pass(_ token: String, isUse: Bool = true) async -> OfficerPass? {
        guard (1...64).contains(token.utf8.count) else { return nil }
        return await onLoop { [desk] in desk.officers.find(token, isUse: isUse).map { OfficerPass($0) } }
    }

    /// Whether a session goes on, without using it: for streams.
    public func isOpen(_ pass: OfficerPass) async -> Bool {
        await onLoop { [desk] in desk.officers.find(id: pass.id) != nil }
    }

    public func logOut(_ pass: OfficerPass) async {
        await onLoop { [desk] in desk.officers.end { $0.id == pass.id } }
    }

    /// What the officer's next page says above everything else.
    public func say(_ text: String, to pass: OfficerPass) async {
        await onLoop { [desk] in
            guard let session = desk.officers.find(id: pass.id), session.saying.count < 8 else { return }
            session.saying.append(text)
        }
    }

    /// What there is to be said, once.
    public func takeSayings(_ pass: OfficerPass) async -> [String] {
        await onLoop { [desk] in
            guard let session = desk.officers.find(id: pass.id) else { return [] }
            defer { session.saying = [] }
            return session.saying
        }
    }

    // MARK: One's own account

    /// The officer gives the password again; from now on it counts as just given.
    public func prove(_ password: String, _ pass: OfficerPass) async -> Change {
        do throws(WireError) {
            switch try await check(pass.officer.badge, password, code: nil) {
            case .right:
                await onLoop { [desk] in
                    desk.officers.find(id: pass.id)?.line.provedAt = desk.clock.monotonic()
                }
                return .done
            case .wrong: return .refused("密码不对。")
            case .locked(let seconds): return .refused("试错太多次，请过 \((seconds + 59) / 60) 分钟再试。")
            }
        } catch {
            return .refused(error.text)
        }
    }

    /// A new password; other browsers of the officer are logged out.
    public func change(_ old: String, to new: String, _ pass: OfficerPass) async -> Change {
        let badge = pass.officer.badge
        if case .refused(let why) = await prove(old, pass) { return .refused(why == "密码不对。" ? "原来的密码不对。" : why) }
        guard old != new else { return .refused("新密码要和原来的不一样。") }
        if let trouble = PasswordRule.trouble(new, badge: badge) { return .refused(trouble) }
        do throws(WireError) {
            let hash = try await hashing { try? PasswordHash(new) }
            guard let hash else { return .refused("这会儿改不了，请过一会儿再试。") }
            let now = desk.clock.now()
            try await write { store throws(StoreError) in
                guard var account = try store.account(badge: badge) else { return }
                account.password = hash
                account.mustChange = false
                account.changedAt = now
                try store.save(account: account)
                try store.audit(badge: badge, act: "password.changed", subject: badge, reason: "")
            }
            await onLoop { [desk] in
                desk.officers.find(id: pass.id)?.mustChange = false
                desk.officers.end { $0.officer.badge == badge && $0.id != pass.id }
            }
            let path = desk.firstPassword
            try await hashing { Desk.forgetFirstPassword(of: badge, at: path) }
            return .done
        } catch {
            return .refused(error.text)
        }
    }

    /// A new secret of the second factor, to be typed into a program on a phone, in groups of four; not in force before
    /// ``confirm(_:_:)``.
    public func offerCode(_ pass: OfficerPass) async -> String {
        await onLoop { [desk] in
            guard let session = desk.officers.find(id: pass.id) else { return "" }
            if session.offered.isEmpty { session.offered = OneTimeCode.makeSecret() }
            return OneTimeCode(secret: session.offered).shown
        }
    }

    /// The first code that the program showed: from now on every log-in asks for one.
    public func confirm(_ code: String, _ pass: OfficerPass) async -> Change {
        let badge = pass.officer.badge
        let now = desk.clock.now()
        let secret = await onLoop { [desk] in desk.officers.find(id: pass.id)?.offered ?? [] }
        guard !secret.isEmpty,
            let step = OneTimeCode(secret: secret).step(of: code, at: now.milliseconds / 1000, after: 0)
        else { return .refused("动态口令不对。看一看手机上的时间准不准，再输一次新的。") }
        do throws(WireError) {
            try await write { store throws(StoreError) in
                guard var account = try store.account(badge: badge) else { return }
                account.secret = secret
                account.lastStep = step
                try store.save(account: account)
                try store.audit(badge: badge, act: "totp.enrolled", subject: badge, reason: "")
            }
            await onLoop { [desk] in
                guard let session = desk.officers.find(id: pass.id) else { return }
                session.offered = []
                session.hasSecondFactor = true
            }
            return .done
        } catch {
            return .refused(error.text)
        }
    }

    // MARK: Sessions

    /// Browsers that are logged in: the officer's own, and everybody's for an admin.
    public func sessions(_ pass: OfficerPass) async -> [OfficerPass] {
        await onLoop { [desk] in
            desk.officers.all.filter { $0.officer.badge == pass.officer.badge || pass.officer.roles.contains(.admin) }
                .map { OfficerPass($0) }
        }
    }

    /// Logs a browser out.
    ///
    /// - Returns: false when there is none of that id, or it is not theirs to end.
    public func end(_ id: String, by pass: OfficerPass) async -> Bool {
        await onLoop { [desk] in
            guard let session = desk.officers.find(id: id),
                session.officer.badge == pass.officer.badge || pass.officer.roles.contains(.admin)
            else { return false }
            desk.officers.end { $0 === session }
            return true
        }
    }
}
