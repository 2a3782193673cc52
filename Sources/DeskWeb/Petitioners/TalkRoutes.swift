// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeServer
import LineProtocol

/// The petitioners' page: what is said, the question in front, and the ways to answer it. Every form is answered by a
/// redirect, so that going back and loading anew never send anything again.
struct TalkRoutes: Sendable {
    let site: Site

    init(_ site: Site) { self.site = site }

    private var door: PetitionerDoor { site.rooms.petitioners }

    func add(to router: Router<WebContext>) {
        router.get("/", use: page)
        router.post("say", use: say)
        router.post("clear", use: clear)
        router.post("again", use: again)
        router.post("type", use: changeType)
        router.get("erase", use: askErase)
        router.post("erase", use: erase)
        router.get("receipt", use: receipt)
        router.get("news", use: news)
        router.get("favicon.ico") { _, _ in Response(status: .noContent) }
    }

    // MARK: Pages

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let visitor = Visitor(request)
        return try await show(request, context, visitor)
    }

    /// The page, or its changed part for our own script.
    private func show(
        _ request: Request, _ context: WebContext, _ visitor: Visitor, status: HTTPResponse.Status = .ok,
        trouble: String? = nil, kept: String = "", instead: Talk.Exchange? = nil
    ) async throws -> Response {
        let talk: Talk
        do { talk = try await door.talk(visitor.isKnown ? visitor.id : nil) } catch {
            return site.pages.problem(error.status, site)
        }
        let view = TalkView(
            talk, frame: frame(request, visitor), cleared: cleared(request), trouble: trouble, kept: kept,
            instead: instead)
        var response = site.pages.render(request.wantsPart ? "part" : "talk", view, status: status)
        if !visitor.isKnown { set(visitor, &response, request, context) }
        return response
    }

    /// `seq` up to which everything was cleared off this browser's screen.
    private func cleared(_ request: Request) -> Int64 {
        request.cookies[Mark.cleared.rawValue].flatMap { Int64($0.value) } ?? 0
    }

    private func frame(_ request: Request, _ visitor: Visitor, title: String = "有事请说") -> Frame {
        Frame(
            site, title: title, visitor: visitor, isBig: request.cookies[Mark.big.rawValue]?.value == "1")
    }

    private func set(_ visitor: Visitor, _ response: inout Response, _ request: Request, _ context: WebContext) {
        let isSecure = request.isSecure(context, site.configuration)
        response.headers.append(
            HTTPField(name: .setCookie, value: Mark.header(Visitor.cookie, visitor.token, isSecure: isSecure)))
        response.headers.append(
            HTTPField(name: .setCookie, value: Mark.header(Mark.cleared.rawValue, "0", isSecure: isSecure)))
    }

    private func home(_ place: String = "/#now") -> Response {
        Response(status: .seeOther, headers: [.location: place])
    }

    /// Reads a form of our own page.
    private func form(_ request: Request) async throws -> (Visitor, Form) {
        let visitor = Visitor(request)
        let form = try await Form.read(request, upTo: site.configuration.formBytes)
        guard visitor.owns(form, request) else { throw HTTPError(.forbidden) }
        return (visitor, form)
    }

    // MARK: Saying

    @Sendable private func say(_ request: Request, _ context: WebContext) async throws -> Response {
        let (visitor, form) = try await form(request)
        let text = form.text ?? ""
        guard !text.allSatisfy(\.isWhitespace) else {
            return try await show(
                request, context, visitor, status: .badRequest, trouble: "还没有写字。写一句，或者点一个再发。")
        }
        let said = await door.say(text, by: visitor.id, after: form.after ?? 0, from: request.sender(context))
        return try await answer(said, text, request, context, visitor)
    }

    private func answer(
        _ said: PetitionerDoor.Said, _ text: String, _ request: Request, _ context: WebContext, _ visitor: Visitor
    ) async throws -> Response {
        switch said {
        case .refused(let refusal):
            return try await show(
                request, context, visitor, status: refusal.status, trouble: refusal.text, kept: text)
        case .stale:
            return try await show(
                request, context, visitor, status: .conflict,
                trouble: "这一步刚才已经答过了（可能在另一个页面），您这次写的没有发出去。请看现在问的这一句。",
                kept: text.count > 2 ? text : "")
        case .answered(let exchange, let ended, let clears):
            let talk = try? await door.talk(visitor.id)
            if ended, talk?.state == .gone { return gone(exchange, request, context) }
            var response = request.wantsPart ? try await show(request, context, visitor) : home()
            if clears {
                response = home()
                let mark = Mark.header(
                    Mark.cleared.rawValue, "\(exchange.seq)", isSecure: request.isSecure(context, site.configuration))
                response.headers.append(HTTPField(name: .setCookie, value: mark))
            }
            return response
        }
    }

    /// Everything was erased: what was said about it can be read this once, and the browser is nobody's any more.
    private func gone(_ exchange: Talk.Exchange, _ request: Request, _ context: WebContext) -> Response {
        let visitor = Visitor()
        var response = site.pages.render(
            "plain",
            PlainView(
                frame: frame(request, visitor, title: "删干净了"), heading: "删干净了",
                text: exchange.messages.map(\.text).joined(separator: "\n")))
        set(visitor, &response, request, context)
        return response
    }

    @Sendable private func askErase(_ request: Request, _ context: WebContext) async throws -> Response {
        let visitor = Visitor(request)
        guard visitor.isKnown, let talk = try? await door.talk(visitor.id), talk.state == .open, !talk.isFiled else {
            return home("/")
        }
        return site.pages.render("erase", TalkView(talk, frame: frame(request, visitor, title: "都删掉吗")))
    }

    @Sendable private func erase(_ request: Request, _ context: WebContext) async throws -> Response {
        let (visitor, form) = try await form(request)
        let said = await door.erase(by: visitor.id, after: form.after ?? 0, from: request.sender(context))
        if case .answered(let exchange, _, _) = said { return gone(exchange, request, context) }
        return try await answer(said, "", request, context, visitor)
    }

    // MARK: The screen

    /// Everything off the screen at once; what was said is kept.
    @Sendable private func clear(_ request: Request, _ context: WebContext) async throws -> Response {
        let (visitor, _) = try await form(request)
        var response = home("/")
        guard let talk = try? await door.talk(visitor.id), talk.last > 0 else { return response }
        let mark = Mark.header(
            Mark.cleared.rawValue, "\(talk.last)", isSecure: request.isSecure(context, site.configuration))
        response.headers.append(HTTPField(name: .setCookie, value: mark))
        return response
    }

    /// Another person, or another matter: the browser forgets who it was.
    @Sendable private func again(_ request: Request, _ context: WebContext) async throws -> Response {
        _ = try await form(request)
        var response = home("/")
        set(Visitor(), &response, request, context)
        return response
    }

    @Sendable private func changeType(_ request: Request, _ context: WebContext) async throws -> Response {
        _ = try await form(request)
        let isBig = request.cookies[Mark.big.rawValue]?.value == "1"
        var response = home()
        let mark = Mark.header(
            Mark.big.rawValue, isBig ? "0" : "1", isSecure: request.isSecure(context, site.configuration), lasts: true)
        response.headers.append(HTTPField(name: .setCookie, value: mark))
        return response
    }

    // MARK: The slip

    @Sendable private func receipt(_ request: Request, _ context: WebContext) async throws -> Response {
        let visitor = Visitor(request)
        guard visitor.isKnown, let talk = try? await door.talk(visitor.id) else { return home("/") }
        let cleared = cleared(request)
        let slips = talk.exchanges.filter { $0.seq > cleared }.flatMap(\.messages).compactMap {
            MessageView($0, showsMenu: false).slip
        }
        let receipts = slips.filter(\.isReceipt)
        let shown = receipts.isEmpty ? Array(slips.suffix(1)) : receipts
        guard !shown.isEmpty else { return home("/") }
        return site.pages.render(
            "receipt", ReceiptView(frame: frame(request, visitor, title: "回执"), slips: shown))
    }

    // MARK: News

    @Sendable private func news(_ request: Request, _ context: WebContext) async throws -> Response {
        let visitor = Visitor(request)
        // An event stream that is answered with 204 is not asked for again.
        guard visitor.isKnown else { return Response(status: .noContent) }
        let known =
            HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }.flatMap { Int64($0) }
            ?? request.uri.queryParameters["after"].flatMap { Int64($0) } ?? 0
        let (door, id) = (door, visitor.id)
        return EventStream.response(to: request, after: known) {
            door.news(of: id)
        } event: { mark in
            let last = await door.latest(id)
            return last > mark ? EventStream.Event(id: last, name: "turn", data: "\(last)") : nil
        }
    }
}

/// Slips to print or to photograph.
struct ReceiptView: Sendable {
    var frame: Frame
    var slips: [SlipView]
}

extension WireError {
    /// As a page is answered.
    var status: HTTPResponse.Status {
        switch code {
        case .textTooLong: .contentTooLarge
        case .rateLimited, .overloaded: .tooManyRequests
        case .draining, .readOnly: .serviceUnavailable
        case .conflict: .conflict
        case .notFound: .notFound
        case .internal: .internalServerError
        default: .badRequest
        }
    }
}
