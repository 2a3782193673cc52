// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeModel
import IntakeServer

/// An officer's own account: password, second factor, browsers that are logged in, the password once more.
struct AccountRoutes: Sendable {
    func add(to officers: OfficerRoutes) {
        officers.post("logout") { officer in
            await officer.door.logOut(officer.pass)
            var response = Response(status: .seeOther, headers: [.location: "/desk/login"])
            let isSecure = officer.request.isSecure(officer.web, officer.site.configuration)
            response.headers.append(DeskKey.removal(isSecure: isSecure))
            return response
        }
        officers.get("password") { officer in await passwordPage(officer) }
        officers.post("password", use: changePassword)
        officers.get("proof") { officer in await proofPage(officer, to: officer.query("to")) }
        officers.post("proof", use: prove)
        officers.get("account") { officer in await accountPage(officer) }
        officers.post("account/code", use: confirmCode)
        officers.post("account/sessions", use: endSession)
    }

    // MARK: Password

    private func passwordPage(
        _ officer: OfficerContext, trouble: String? = nil, status: HTTPResponse.Status = .ok
    ) async -> Response {
        await officer.page("desk-password", title: "改密码", status: status) { frame in
            PasswordView(frame: frame, isFirst: officer.pass.mustChange, trouble: trouble)
        }
    }

    @Sendable private func changePassword(_ officer: OfficerContext) async throws -> Response {
        let form = officer.form
        guard let new = form["new"], new == form["again"] else {
            return await passwordPage(officer, trouble: "两次写的新密码不一样，请再写一遍。", status: .badRequest)
        }
        switch await officer.door.change(form["old"] ?? "", to: new, officer.pass) {
        case .done: return await officer.go(to: "/desk", saying: "密码改好了。")
        case .refused(let why): return await passwordPage(officer, trouble: why, status: .badRequest)
        }
    }

    private func proofPage(
        _ officer: OfficerContext, to: String, trouble: String? = nil, status: HTTPResponse.Status = .ok
    ) async -> Response {
        await officer.page("desk-proof", title: "再输一次密码", status: status) { frame in
            ProofView(frame: frame, to: OfficerContext.ownPath(to), trouble: trouble)
        }
    }

    @Sendable private func prove(_ officer: OfficerContext) async throws -> Response {
        let to = officer.form["to"] ?? "/desk"
        switch await officer.door.prove(officer.form["password"] ?? "", officer.pass) {
        case .done: return await officer.go(to: to)
        case .refused(let why): return await proofPage(officer, to: to, trouble: why, status: .badRequest)
        }
    }

    // MARK: Second factor and sessions

    private func accountPage(
        _ officer: OfficerContext, trouble: String? = nil, status: HTTPResponse.Status = .ok
    ) async -> Response {
        let secret = officer.pass.hasSecondFactor ? nil : await officer.door.offerCode(officer.pass)
        let sessions = await officer.door.sessions(officer.pass)
        return await officer.page("desk-account", title: "我的账号", status: status) { frame in
            AccountView(
                frame: frame, name: officer.officer.name, badge: officer.officer.badge, unit: officer.officer.unit,
                roles: officer.officer.roles.map(\.title).sorted().joined(separator: "、"), secret: secret,
                isNeeded: officer.site.configuration.requiresSecondFactor && secret != nil, trouble: trouble,
                sessions: sessions.map { session in
                    AccountView.Session(
                        id: session.id, who: "\(session.officer.badge) \(session.officer.name)", source: session.source,
                        since: ClockText.moment(session.startedAt), isThis: session.id == officer.pass.id)
                })
        }
    }

    @Sendable private func confirmCode(_ officer: OfficerContext) async throws -> Response {
        switch await officer.door.confirm(officer.form.text("code"), officer.pass) {
        case .done: return await officer.go(to: "/desk/account", saying: "动态口令开通了。下次登录要输。")
        case .refused(let why): return await accountPage(officer, trouble: why, status: .badRequest)
        }
    }

    @Sendable private func endSession(_ officer: OfficerContext) async throws -> Response {
        let isEnded = await officer.door.end(officer.form.text("session"), by: officer.pass)
        return await officer.go(to: "/desk/account", saying: isEnded ? "那个浏览器退出登录了。" : "那个登录已经不在了。")
    }
}

struct PasswordView: Sendable {
    var frame: DeskFrame
    /// The old one was given by somebody else.
    var isFirst: Bool
    var trouble: String?
}

struct ProofView: Sendable {
    var frame: DeskFrame
    var to: String
    var trouble: String?
}

struct AccountView: Sendable {
    struct Session: Sendable {
        var id: String
        var who: String
        var source: String
        var since: String
        var isThis: Bool
    }

    var frame: DeskFrame
    var name: String
    var badge: String
    var unit: String
    var roles: String
    /// To be enrolled; nil when a second factor is in force.
    var secret: String?
    /// Nothing else can be done before it is.
    var isNeeded: Bool
    var trouble: String?
    var sessions: [Session]
}

extension Role {
    /// As officers read it.
    var title: String {
        switch self {
        case .intake: "接待"
        case .cases: "办件"
        case .sealed: "举报件"
        case .audit: "审计"
        case .admin: "管理"
        }
    }
}
