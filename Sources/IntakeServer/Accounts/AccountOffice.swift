// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
public import IntakeStore
public import LineProtocol
import Vault

/// What an admin does for the officers' accounts: the same in a running server and in a store that none has open.
public struct AccountOffice: Sendable {
    /// What is told once.
    public struct Answer: Sendable, Hashable {
        public var password: String?
        /// Base 32 in groups of four.
        public var secret: String?

        public init(password: String? = nil, secret: String? = nil) {
            self.password = password
            self.secret = secret
        }
    }

    static let apart = WireError(.badRequest, "管理员（admin）和审计员（audit）不能是同一个人。")

    /// Badge of the admin, for the audit trail.
    private let by: String
    private let now: Timestamp

    public init(by badge: String, now: Timestamp) {
        by = badge
        self.now = now
    }

    /// Carries the order out and keeps it in the audit trail.
    ///
    /// - Throws: `StoreError` when the store cannot; the refusal is in the result.
    public func perform(
        _ order: StaffFrame.AccountOrder, on badge: String, in store: any IntakeStore
    ) throws(StoreError) -> Result<Answer, WireError> {
        guard var officer = try store.officers().first(where: { $0.badge == badge }) else {
            return .failure(WireError(.notFound, "没有 \(badge) 号工作人员。"))
        }
        var answer = Answer()
        var account = try store.account(badge: badge)
        switch order {
        case .password:
            guard !officer.roles.isSuperset(of: Officer.apart) else { return .failure(Self.apart) }
            let password = PasswordHash.makeOneTime()
            guard let hash = try? PasswordHash(password, cost: .drawn) else {
                return .failure(WireError(.internal))
            }
            var new = account ?? OfficerAccount(badge: badge, password: hash, mustChange: true, changedAt: now)
            new.password = hash
            new.mustChange = true
            new.changedAt = now
            new.unlock()
            account = new
            answer.password = password
        case .totp:
            guard account != nil else { return .failure(Self.noAccount(badge)) }
            let secret = OneTimeCode.makeSecret()
            account?.secret = secret
            account?.lastStep = 0
            answer.secret = OneTimeCode(secret: secret).shown
        case .totpOff:
            guard account != nil else { return .failure(Self.noAccount(badge)) }
            account?.secret = []
        case .unlock:
            guard account != nil else { return .failure(Self.noAccount(badge)) }
            account?.unlock()
        case .disable, .enable:
            guard order == .enable || badge != by else {
                return .failure(WireError(.badRequest, "不能停用自己。"))
            }
            officer.disabled = order == .disable
            try store.save(officer: officer, tokenHash: [])
        }
        if let account { try store.save(account: account) }
        try store.audit(badge: by, act: "staff.\(order.rawValue)", subject: badge, reason: "")
        return .success(answer)
    }

    // MARK: People

    /// Characters of a name or a unit at most.
    static let longest = 60

    /// Adds an officer, or changes name, unit and roles of one; who is disabled stays so, and the token stays what it is.
    ///
    /// - Parameter isNew: the badge must be free; otherwise it must be somebody's.
    /// - Throws: `StoreError` when the store cannot; the refusal is in the result.
    public func save(
        _ officer: Officer, isNew: Bool, in store: any IntakeStore
    ) throws(StoreError) -> Result<Void, WireError> {
        if let trouble = Self.trouble(officer) { return .failure(trouble) }
        let known = try store.officers().first { $0.badge == officer.badge }
        guard (known == nil) == isNew else {
            let text = isNew ? "已经有 \(officer.badge) 号了。" : "没有 \(officer.badge) 号工作人员。"
            return .failure(WireError(isNew ? .conflict : .notFound, text))
        }
        guard officer.badge != by || known?.roles == officer.roles else {
            return .failure(WireError(.badRequest, "不能改自己的权限，请另一位管理员来改。"))
        }
        // The one whose token the program itself uses.
        guard known?.roles.isSuperset(of: Officer.apart) != true else { return .failure(Self.apart) }
        var officer = officer
        officer.disabled = known?.disabled ?? false
        try store.save(officer: officer, tokenHash: [])
        let roles = officer.roles.map(\.rawValue).sorted().joined(separator: ",")
        try store.audit(badge: by, act: isNew ? "staff.add" : "staff.change", subject: officer.badge, reason: roles)
        return .success(())
    }

    private static func trouble(_ officer: Officer) -> WireError? {
        guard (1...32).contains(officer.badge.utf8.count),
            officer.badge.utf8.allSatisfy({
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
            })
        else { return WireError(.badRequest, "工号用数字和英文字母，如 012。") }
        guard (1...longest).contains(officer.name.count), officer.unit.count <= longest else {
            return WireError(.badRequest, "写上姓名；姓名、单位各不超过 \(longest) 个字。")
        }
        guard !officer.roles.isEmpty else { return WireError(.badRequest, "至少给一样权限。") }
        guard !officer.roles.isSuperset(of: Officer.apart) else { return apart }
        return nil
    }

    private static func noAccount(_ badge: String) -> WireError {
        WireError(.notFound, "\(badge) 号还没有网页登录的账号，先给一个密码。")
    }
}

extension StaffSession {
    func account(_ badge: String, _ order: StaffFrame.AccountOrder, _ id: String) {
        let office = AccountOffice(by: officer.badge, now: desk.clock.now())
        desk.writer.run { store throws(StoreError) in
            try office.perform(order, on: badge, in: store)
        } then: { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success(.failure(let refusal)): refuse(refusal, re: id)
            case .success(.success(let answer)):
                ok(id) { writer in
                    writer.member(ifPresent: "password", answer.password)
                    writer.member(ifPresent: "secret", answer.secret)
                }
                switch order {
                // Whoever had the old way in is shown out of browsers; a token is another way in.
                case .password, .totp: desk.officers.end { $0.officer.badge == badge }
                case .disable: desk.dismiss(badge)
                case .totpOff, .unlock, .enable: break
                }
            }
        }
    }
}
