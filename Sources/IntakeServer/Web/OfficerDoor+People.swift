// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
import IntakeStore
public import LineProtocol

/// Officers and their accounts, for an admin. What is ordered for an account goes the way of the wire (`staff.set`).
extension OfficerDoor {
    /// An officer as an admin sees them.
    public struct Person: Sendable, Hashable {
        public var officer: Officer
        /// Can log in with a browser.
        public var hasAccount: Bool
        /// The password serves once.
        public var mustChange: Bool
        public var isLocked: Bool
        public var hasSecondFactor: Bool
        /// Browsers in which they are logged in.
        public var sessions: Int
        /// The program's own: its token does everything, and nothing of it is changed here.
        public var isBuiltIn: Bool
    }

    /// All officers by badge.
    ///
    /// - Throws: `forbidden` for who is no admin.
    public func people(_ pass: OfficerPass) async throws(WireError) -> [Person] {
        guard pass.officer.roles.contains(.admin) else { throw WireError(.forbidden) }
        let now = desk.clock.now()
        let sessions = await onLoop { [desk] in
            desk.officers.all.reduce(into: [String: Int]()) { $0[$1.officer.badge, default: 0] += 1 }
        }
        return try await read(pass.officer) { reading throws(StoreError) in
            var people: [Person] = []
            for officer in try reading.store.officers() {
                let account = try reading.store.account(badge: officer.badge)
                people.append(
                    Person(
                        officer: officer, hasAccount: account != nil, mustChange: account?.mustChange ?? false,
                        isLocked: account?.isLocked(at: now) ?? false,
                        hasSecondFactor: account?.hasSecondFactor ?? false, sessions: sessions[officer.badge] ?? 0,
                        isBuiltIn: officer.roles.isSuperset(of: Officer.apart)))
            }
            return people.sorted { $0.officer.badge < $1.officer.badge }
        }
    }

    /// Adds an officer, or changes name, unit and roles of one, who is shown out: what a browser may do was settled when they
    /// logged in.
    ///
    /// - Throws: `badRequest`, `conflict`, `notFound` with what the admin is told.
    public func save(_ officer: Officer, isNew: Bool, _ pass: OfficerPass) async throws(WireError) {
        guard pass.officer.roles.contains(.admin) else { throw WireError(.forbidden) }
        let office = AccountOffice(by: pass.officer.badge, now: desk.clock.now())
        let result = try await write { store throws(StoreError) in try office.save(officer, isNew: isNew, in: store) }
        try result.get()
        guard officer.badge != pass.officer.badge else { return }
        await onLoop { [desk] in desk.dismiss(officer.badge) }
    }

    /// Logs an officer out of every browser.
    ///
    /// - Returns: of how many.
    public func endAll(of badge: String, by pass: OfficerPass) async throws(WireError) -> Int {
        guard pass.officer.roles.contains(.admin) else { throw WireError(.forbidden) }
        try await audit(pass.officer, act: "staff.sessions", subject: badge, reason: "")
        return await onLoop { [desk] in
            let own = desk.officers.all.filter { $0.officer.badge == badge && $0.id != pass.id }.map(\.id)
            desk.officers.end { own.contains($0.id) }
            return own.count
        }
    }
}
