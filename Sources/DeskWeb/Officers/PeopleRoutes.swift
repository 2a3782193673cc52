// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeModel
import IntakeServer
import LineProtocol

/// 人员: who works here, what they may do, how they come in. Whatever is changed wants a password of the last minutes.
struct PeopleRoutes: Sendable {
    private static let path = "/desk/people"

    func add(to officers: OfficerRoutes) {
        officers.get("people", .admin) { try await show($0) }
        officers.post("people/save", .admin) { try await save($0) }
        officers.post("people/order", .admin) { try await order($0) }
        officers.post("people/sessions", .admin) { officer in
            guard officer.pass.isRecent else { return officer.proof(backTo: Self.path) }
            let badge = officer.form.text("badge")
            let count = try await officer.door.endAll(of: badge, by: officer.pass)
            return await officer.go(to: Self.path, saying: "\(badge) 号从 \(count) 个浏览器退出了。")
        }
    }

    private func show(
        _ officer: OfficerContext, trouble: String? = nil, sent: Officer? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let people = try await officer.door.people(officer.pass)
        return await officer.page("desk-people", title: "人员", tab: .people, status: status) { frame in
            PeopleView(
                frame, people, own: officer.officer.badge, isProved: officer.pass.isRecent, trouble: trouble, sent: sent
            )
        }
    }

    private func save(_ officer: OfficerContext) async throws -> Response {
        guard officer.pass.isRecent else { return officer.proof(backTo: Self.path) }
        let form = officer.form
        let roles = Set(form.all("role").compactMap(Role.init(rawValue:)))
        let wanted = Officer(
            badge: form.text("badge"), name: form.text("name"), unit: form.text("unit"), roles: roles)
        let isNew = form.text("is") == "new"
        do throws(WireError) {
            try await officer.door.save(wanted, isNew: isNew, officer.pass)
            guard isNew else {
                return await officer.go(to: Self.path, saying: "\(wanted.badge) 号改好了。他要重新登录才算数。")
            }
            let answer = try await officer.ask(.account(badge: wanted.badge, .password))
            return await officer.go(to: Self.path, saying: Self.told(answer, wanted.badge) ?? "加好了。")
        } catch {
            guard [.badRequest, .conflict, .notFound].contains(error.code) else { throw error }
            return try await show(officer, trouble: error.text, sent: isNew ? wanted : nil, status: error.status)
        }
    }

    private func order(_ officer: OfficerContext) async throws -> Response {
        guard officer.pass.isRecent else { return officer.proof(backTo: Self.path) }
        let badge = officer.form.text("badge")
        guard let order = StaffFrame.AccountOrder(rawValue: officer.form.text("do")) else {
            throw HTTPError(.badRequest)
        }
        do throws(WireError) {
            let answer = try await officer.ask(.account(badge: badge, order))
            let done = "\(badge) 号：\(Self.title(order))，办好了。"
            return await officer.go(to: Self.path, saying: Self.told(answer, badge) ?? done)
        } catch {
            guard error.code == .badRequest || error.code == .notFound else { throw error }
            return try await show(officer, trouble: error.text, status: error.status)
        }
    }

    /// What is told once; nil where there is nothing of that kind.
    private static func told(_ answer: JSONObject, _ badge: String) -> String? {
        if let password = answer.optional("password") {
            return "\(badge) 号的一次性密码：\(password)。只显示这一次，当面交给本人，头一回登录要换成自己的。"
        }
        return answer.optional("secret").map {
            "\(badge) 号的动态口令密钥：\($0)。只显示这一次，当面输进本人的手机。"
        }
    }

    static func title(_ order: StaffFrame.AccountOrder) -> String {
        switch order {
        case .password: "给一次性密码"
        case .totp: "办动态口令"
        case .totpOff: "取消动态口令"
        case .unlock: "解锁"
        case .disable: "停用"
        case .enable: "启用"
        }
    }
}

struct PeopleView: Sendable {
    struct RoleView: Sendable {
        var id: String
        var value: String
        var title: String
        var isGiven: Bool
    }

    struct Order: Sendable {
        var value: String
        var title: String
    }

    struct Person: Sendable {
        var badge: String
        var name: String
        var unit: String
        var roles: String
        /// What stands beside the name, as 停用.
        var signs: [String]
        var isDisabled: Bool
        var logIn: String
        var choices: [RoleView]
        var orders: [Order]
        var isSelf: Bool
        var isBuiltIn: Bool
        var hasSessions: Bool
    }

    var frame: DeskFrame
    var isProved: Bool
    var trouble: String?
    var people: [Person]
    /// The form for a new one, as it was sent when it was refused.
    var newBadge: String
    var newName: String
    var newUnit: String
    var newRoles: [RoleView]

    init(
        _ frame: DeskFrame, _ people: [OfficerDoor.Person], own: String, isProved: Bool, trouble: String?,
        sent: Officer?
    ) {
        self.frame = frame
        self.isProved = isProved
        self.trouble = trouble
        self.people = people.map { Self.person($0, own: own) }
        newBadge = sent?.badge ?? ""
        newName = sent?.name ?? ""
        newUnit = sent?.unit ?? ""
        newRoles = Self.choices("new", sent?.roles ?? [])
    }

    private static func choices(_ badge: String, _ given: Set<Role>) -> [RoleView] {
        Role.allCases.map { role in
            RoleView(
                id: "r-\(badge)-\(role.rawValue)", value: role.rawValue, title: role.title,
                isGiven: given.contains(role))
        }
    }

    private static func person(_ person: OfficerDoor.Person, own: String) -> Person {
        let officer = person.officer
        let isSelf = officer.badge == own
        var orders: [StaffFrame.AccountOrder] = [.password]
        if person.hasAccount { orders.append(person.hasSecondFactor ? .totpOff : .totp) }
        if person.isLocked { orders.append(.unlock) }
        if !isSelf { orders.append(officer.disabled ? .enable : .disable) }
        var signs: [String] = []
        if officer.disabled { signs.append("停用") }
        if person.isLocked { signs.append("锁住了") }
        let logIn: String
        if person.isBuiltIn {
            logIn = "命令行专用，不登录网页"
        } else if !person.hasAccount {
            logIn = "还没有网页登录的密码"
        } else {
            let parts = [
                person.mustChange ? "密码还没换" : nil, person.hasSecondFactor ? "有动态口令" : "没有动态口令",
                person.sessions > 0 ? "登录着 \(person.sessions) 个浏览器" : "没有登录",
            ]
            logIn = parts.compactMap { $0 }.joined(separator: "，")
        }
        return Person(
            badge: officer.badge, name: officer.name, unit: officer.unit,
            roles: Role.allCases.filter(officer.roles.contains).map(\.title).joined(separator: "、"), signs: signs,
            isDisabled: officer.disabled, logIn: logIn, choices: choices(officer.badge, officer.roles),
            orders: orders.map { Order(value: $0.rawValue, title: PeopleRoutes.title($0)) }, isSelf: isSelf,
            isBuiltIn: person.isBuiltIn, hasSessions: person.sessions > 0 && !isSelf)
    }
}
