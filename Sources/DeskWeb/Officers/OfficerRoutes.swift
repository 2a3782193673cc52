// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeModel
import IntakeServer
import LineProtocol

/// Pages under `/desk` for officers who are logged in. Every one goes through here: session, one-time password, role, and
/// for forms the proof that they are our own, are looked at before the page is asked. What is shown and done is decided by
/// the desk once more.
///
///     officers.get("cases/:number", .cases, .intake) { officer in … }
///     officers.post("cases/:number/act", .cases, .intake) { officer in … }
struct OfficerRoutes {
    typealias Page = @Sendable (OfficerContext) async throws -> Response

    let site: Site
    private let router: Router<WebContext>

    init(_ site: Site, _ router: Router<WebContext>) {
        self.site = site
        self.router = router
    }

    /// A page to look at.
    ///
    /// - Parameter roles: any one of them opens it; none: every officer.
    func get(_ path: String, _ roles: Role..., use page: @escaping Page) {
        add(.get, path, roles, page)
    }

    /// A form.
    func post(_ path: String, _ roles: Role..., use page: @escaping Page) {
        add(.post, path, roles, page)
    }

    /// A form that the page reads itself, as one with files: `form` is empty, and the page has to see to it that
    /// ``OfficerContext/owns(_:)`` holds for its field `t` before anything else.
    func upload(_ path: String, _ roles: Role..., use page: @escaping Page) {
        add(.post, path, roles, page, readsForm: false)
    }

    /// What an officer whose password serves once may do, too.
    static let free: Set<String> = ["password", "logout"]

    private func add(
        _ method: HTTPRequest.Method, _ path: String, _ roles: [Role], _ page: @escaping Page, readsForm: Bool = true
    ) {
        let site = site
        let full = path.isEmpty ? "desk" : "desk/\(path)"
        router.on(RouterPath(full), method: method) { request, context in
            let key = DeskKey(request)
            let isForm = method == .post && readsForm
            let form =
                isForm ? try await OfficerForm.read(request, upTo: site.configuration.deskFormBytes) : OfficerForm()
            // What a page asks for by itself, as news and what they tell of, does not count as somebody being there.
            let isUse = method == .post || !(request.wantsPart || path == "news")
            guard key.isKnown, let pass = await site.rooms.officers.pass(key.token, isUse: isUse) else {
                return LogInRoutes.loggedOut(site, request, context, form)
            }
            let officer = OfficerContext(
                site: site, pass: pass, request: request, web: context, key: key, form: form)
            if isForm, !officer.owns(form["t"] ?? "") {
                return await officer.problem("这一页放得太久，或者不是从本页发出的。没有办，请从头打开再试。", status: .forbidden)
            }
            if pass.mustChange, !Self.free.contains(path) {
                return await officer.go(to: "/desk/password")
            }
            if site.configuration.requiresSecondFactor, !pass.hasSecondFactor, !pass.mustChange,
                !Self.free.contains(path), !path.hasPrefix("account")
            {
                return await officer.go(to: "/desk/account")
            }
            guard roles.isEmpty || !pass.officer.roles.isDisjoint(with: roles) else {
                return await officer.problem("您没有看这一页的权限。", status: .forbidden)
            }
            do {
                return try await page(officer)
            } catch let error as WireError {
                return await officer.problem(error)
            } catch let error as HTTPError {
                return await officer.problem(Self.sentence(error.status), status: error.status)
            }
        }
    }

    static func sentence(_ status: HTTPResponse.Status) -> String {
        switch status.code {
        case 404: "没有这一页，或者没有这件事。"
        case 413: "这一次发的太大了，没有收下。"
        case 400...499: "刚才这一下没有看懂，没有办。请退回去再试。"
        default: "这边出了点问题，刚才这一下没有办。请再试一次。"
        }
    }
}

extension OfficerContext {
    /// Whether a form with this field `t` is of this browser's own page.
    func owns(_ formToken: String) -> Bool { key.owns(formToken, request) }
}
