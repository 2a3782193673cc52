// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeModel
import IntakeServer
import LineProtocol

/// Number and code in one form: to ask how a matter stands, or to go on where one left off. The dialog answers, as it
/// does at a kiosk.
struct ProgressRoutes: Sendable {
    let site: Site

    init(_ site: Site) { self.site = site }

    func add(to router: Router<WebContext>) {
        router.get("progress") { request, context in page(request, context, Form()) }
        router.post("progress", use: look)
    }

    private func page(
        _ request: Request, _ context: WebContext, _ form: Form, trouble: String? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let visitor = Visitor(request)
        let isBig = request.cookies[Mark.big.rawValue]?.value == "1"
        var response = site.pages.render(
            "progress",
            ProgressView(
                frame: Frame(site, title: "查进度、接着说", visitor: visitor, isBig: isBig), number: form.number ?? "",
                trouble: trouble), status: status)
        if !visitor.isKnown {
            let isSecure = request.isSecure(context, site.configuration)
            let cookie = Mark.header(Visitor.cookie, visitor.token, isSecure: isSecure)
            response.headers.append(HTTPField(name: .setCookie, value: cookie))
        }
        return response
    }

    @Sendable private func look(_ request: Request, _ context: WebContext) async throws -> Response {
        let visitor = Visitor(request)
        let form = try await Form.read(request, upTo: site.configuration.formBytes)
        guard visitor.owns(form, request) else { throw HTTPError(.forbidden) }
        do {
            _ = try MatterNumber(typed: form.number ?? "")
            _ = try QueryCode(typed: form.code ?? "")
        } catch {
            return page(request, context, form, trouble: error.message, status: .badRequest)
        }
        let door = site.rooms.petitioners
        // A talk that is over stays as it is; what is asked now is asked by another visitor in the same browser.
        var asker = visitor
        for (step, words) in ["进度", form.number ?? "", form.code ?? ""].enumerated() {
            let talk: Talk
            do { talk = try await door.talk(asker.id) } catch {
                return page(request, context, form, trouble: error.text, status: error.status)
            }
            if step == 0, talk.state != .open, talk.state != .greeting {
                asker = Visitor()
            } else if case .officer = talk.speaker {
                let trouble = "工作人员正在跟您说话。先跟他说完，或者请他帮您查。"
                return page(request, context, form, trouble: trouble, status: .conflict)
            } else if step == 2, !talk.isSecret {
                // The dialog does not ask for the code: it is not said to it.
                break
            }
            let base = asker == visitor ? talk.base : step == 0 ? 0 : talk.base
            switch await door.say(words, by: asker.id, after: base, from: request.sender(context)) {
            case .answered(_, let ended, _): if ended { return home(asker, request, context) }
            case .stale: return home(asker, request, context)
            case .refused(let refusal):
                return page(request, context, form, trouble: refusal.text, status: refusal.status)
            }
        }
        return home(asker, request, context)
    }

    private func home(_ visitor: Visitor, _ request: Request, _ context: WebContext) -> Response {
        var response = Response(status: .seeOther, headers: [.location: "/#now"])
        if !visitor.isKnown {
            let isSecure = request.isSecure(context, site.configuration)
            for (name, value) in [(Visitor.cookie, visitor.token), (Mark.cleared.rawValue, "0")] {
                let mark = Mark.header(name, value, isSecure: isSecure)
                response.headers.append(HTTPField(name: .setCookie, value: mark))
            }
        }
        return response
    }
}

/// The form of ``ProgressRoutes``.
struct ProgressView: Sendable {
    var frame: Frame
    var number: String
    var trouble: String?
}
