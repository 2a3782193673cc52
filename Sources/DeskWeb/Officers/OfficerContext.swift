// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeModel
import IntakeServer
import LineProtocol

/// What a page for officers works with: who asks, their way to the desk, what was asked, and how to answer.
struct OfficerContext {
    let site: Site
    let pass: OfficerPass
    let request: Request
    let web: WebContext
    let key: DeskKey
    /// What was sent; empty for a page that is only looked at.
    let form: OfficerForm

    var officer: Officer { pass.officer }
    var door: OfficerDoor { site.rooms.officers }
    /// The way to the desk: ``OfficerLine/ask(_:id:)``.
    var line: OfficerLine { pass.line }

    func has(_ role: Role) -> Bool { officer.roles.contains(role) }

    /// A part of the path, as `number` of `cases/:number`; empty when there is none.
    func part(_ name: String) -> String { web.parameters.get(name) ?? "" }

    /// A field of the address, after the question mark; empty when it is not there.
    func query(_ name: String) -> String {
        OfficerForm(encoded: Array((request.uri.query ?? "").utf8))?[name] ?? ""
    }

    /// The command's id of a form that carries `once`: sent twice it is done once. The name keeps forms apart that share
    /// a page.
    func once(_ name: String) -> String? {
        let mark = form.text("once")
        guard (8...40).contains(mark.utf8.count), mark.utf8.allSatisfy({ Hex.digits.contains($0) }) else { return nil }
        return "\(name)-\(mark)"
    }

    /// Asks the desk.
    func ask(_ command: StaffFrame.Command, once name: String? = nil) async throws(WireError) -> JSONObject {
        try await line.ask(command, id: name.flatMap { once($0) })
    }

    // MARK: Answering

    /// A page within head, navigation and foot.
    ///
    /// - Parameters:
    ///   - template: its name in ``Pages``.
    ///   - again: without JavaScript it draws itself anew after so many seconds.
    ///   - view: what fills it; its member `frame` is the given one.
    func page<View: Sendable>(
        _ template: String, title: String, tab: DeskFrame.Tab? = nil, status: HTTPResponse.Status = .ok,
        again: Int? = nil, _ view: (DeskFrame) -> View
    ) async -> Response {
        let frame = await frame(title: title, tab: tab, again: again)
        return site.pages.render(template, view(frame), status: status)
    }

    func frame(title: String, tab: DeskFrame.Tab? = nil, again: Int? = nil) async -> DeskFrame {
        // A part of a page has no place for sayings: they wait for the next whole one.
        let margin = await door.margin(pass, takesSayings: !request.wantsPart)
        return DeskFrame(
            site, title: title, formToken: key.formToken, pass: pass, margin: margin, tab: tab, here: here, again: again
        )
    }

    /// Path and query of this request.
    var here: String { request.uri.description }

    /// Goes on to another page of the desk, as every form that was done does.
    ///
    /// - Parameter saying: what that page says above everything else.
    func go(to path: String, saying: String? = nil) async -> Response {
        if let saying { await door.say(saying, to: pass) }
        return Response(status: .seeOther, headers: [.location: Self.ownPath(path)])
    }

    /// Says what did not work.
    func problem(_ error: WireError) async -> Response {
        if error.code == .unauthorized { return loggedOut() }
        return await problem(error.text, status: error.code == .forbidden ? .forbidden : error.status)
    }

    func problem(_ text: String, status: HTTPResponse.Status) async -> Response {
        await page("desk-plain", title: "没有办成", status: status) { frame in
            DeskPlainView(frame: frame, heading: "没有办成", text: text)
        }
    }

    /// Asks for the password once more, and comes back.
    ///
    /// Use: `guard officer.pass.isRecent else { return officer.proof(backTo: "/desk/cases/…") }`.
    func proof(backTo path: String) -> Response {
        Response(
            status: .seeOther, headers: [.location: "/desk/proof?to=\(Self.escaped(Self.ownPath(path)))"])
    }

    /// To the log-in, and from there back here.
    func loggedOut() -> Response {
        Response(status: .seeOther, headers: [.location: "/desk/login?to=\(Self.escaped(here))"])
    }

    /// A path of the desk and nothing else, whatever was asked for.
    static func ownPath(_ path: String) -> String {
        let isOwn =
            (path == "/desk" || path.hasPrefix("/desk/") || path.hasPrefix("/desk?")) && !path.contains("//")
            && !path.contains("\\") && path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && path.utf8.count <= 512
        return isOwn ? path : "/desk"
    }

    static func escaped(_ text: String) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"):
                out.append(byte)
            default: out += Array("%".utf8) + Array(Hex.text([byte]).uppercased().utf8)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}

/// A page with a heading and a text.
struct DeskPlainView: Sendable {
    var frame: DeskFrame
    var heading: String
    var text: String
}
