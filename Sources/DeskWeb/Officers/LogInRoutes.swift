// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeModel
import IntakeServer
import LineProtocol

/// Coming in and going out.
struct LogInRoutes: Sendable {
    let site: Site

    init(_ site: Site) { self.site = site }

    func add(to router: Router<WebContext>) {
        router.get("desk/login", use: page)
        router.post("desk/login", use: logIn)
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let key = DeskKey(request)
        let to = request.uri.queryParameters["to"].map { String($0) } ?? "/desk"
        if key.isKnown, await site.rooms.officers.pass(key.token) != nil {
            return Response(status: .seeOther, headers: [.location: OfficerContext.ownPath(to)])
        }
        return Self.form(site, request, context, to: to)
    }

    private static func form(
        _ site: Site, _ request: Request, _ context: WebContext, to: String, badge: String = "", trouble: String? = nil,
        lost: [LogInView.Lost] = [], status: HTTPResponse.Status = .ok
    ) -> Response {
        // A browser that was logged in, or is new, begins with another mark.
        let known = DeskKey(request)
        let key = known.isKnown && trouble != nil && lost.isEmpty ? known : DeskKey(token: Visitor().token)
        let frame = DeskFrame(site, title: "登录", formToken: key.formToken)
        var response = site.pages.render(
            "desk-login",
            LogInView(
                frame: frame, to: OfficerContext.ownPath(to), badge: badge, trouble: trouble, lost: lost,
                hasLost: !lost.isEmpty), status: status)
        response.headers.append(key.header(isSecure: request.isSecure(context, site.configuration)))
        return response
    }

    /// What an officer is shown who is not logged in any more. What they wrote comes back to be copied: it was not sent.
    static func loggedOut(
        _ site: Site, _ request: Request, _ context: WebContext, _ form: OfficerForm
    ) -> Response {
        // A stream that is refused is not asked for again; one that were led to a page would be a fault.
        guard request.headers[.accept]?.hasPrefix("text/event-stream") != true else {
            return Response(status: .unauthorized)
        }
        guard request.method == .post || request.wantsPart else {
            let here = request.uri.description
            let place = here == "/desk" ? "/desk/login" : "/desk/login?to=\(OfficerContext.escaped(here))"
            return Response(status: .seeOther, headers: [.location: place])
        }
        let hidden: Set<String> = ["t", "once", "to", "password", "old", "new", "again", "code", "version"]
        let lost = form.fields.filter { !hidden.contains($0.name) && $0.value.count > 1 }.map {
            LogInView.Lost(text: $0.value)
        }
        return self.form(
            site, request, context, to: form["back"] ?? "/desk",
            trouble: request.method == .post ? "登录过期了，刚才这一下没有办。请重新登录，再办一次。" : "登录过期了，请重新登录。", lost: lost,
            status: .unauthorized)
    }

    @Sendable private func logIn(_ request: Request, _ context: WebContext) async throws -> Response {
        let key = DeskKey(request)
        let form = try await OfficerForm.read(request, upTo: 8_192)
        let (badge, to) = (form.text("badge"), form["to"] ?? "/desk")
        func again(_ trouble: String, _ status: HTTPResponse.Status) -> Response {
            Self.form(site, request, context, to: to, badge: badge, trouble: trouble, status: status)
        }
        guard key.owns(form["t"] ?? "", request) else {
            return again("这一页放得太久，或者浏览器没有留下标记（Cookie）。请再登录一次。", .forbidden)
        }
        let outcome = await site.rooms.officers.logIn(
            badge: badge, password: form["password"] ?? "", code: form.text("code"), from: request.sender(context))
        switch outcome {
        case .welcome(let token, let pass):
            let place = pass.mustChange ? "/desk/password" : OfficerContext.ownPath(to)
            var response = Response(status: .seeOther, headers: [.location: place])
            let isSecure = request.isSecure(context, site.configuration)
            response.headers.append(DeskKey(token: token).header(isSecure: isSecure))
            return response
        case .wrong: return again("工号、密码或者动态口令不对。", .unauthorized)
        case .wait(let seconds):
            let span = seconds < 60 ? "\(seconds) 秒" : "\((seconds + 59) / 60) 分钟"
            return again("试错太多次，请过 \(span)再试。忘了密码，请管理员给一个新的。", .tooManyRequests)
        case .refused(let error): return again(error.text, error.status)
        }
    }
}

/// The form of ``LogInRoutes``.
struct LogInView: Sendable {
    /// What was written in a form that came too late.
    struct Lost: Sendable {
        var text: String
    }

    var frame: DeskFrame
    var to: String
    var badge: String
    var trouble: String?
    var lost: [Lost]
    var hasLost: Bool
}
