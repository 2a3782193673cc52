// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeModel
import IntakeServer
import LineProtocol
import NIOCore

/// The documents of a case: draft, look, issue, print.
struct DocumentRoutes: Sendable {
    func add(to officers: OfficerRoutes) {
        officers.get("cases/:number/document", .cases, .intake) { officer in
            try await draft(officer, kind: officer.query("kind"), fields: nil)
        }
        officers.post("cases/:number/document", .cases, .intake) { try await send($0) }
        officers.get("papers", .cases, .intake) { try await paper($0) }
        officers.post("papers/print", .cases, .intake) { try await print($0) }
    }

    /// - Parameter fields: nil: those that the desk knows.
    private func draft(
        _ officer: OfficerContext, kind: String, fields: JSONObject?, trouble: String? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let number = officer.part("number")
        let answer = try await officer.ask(
            .document(.init(.draft, number: number, kind: kind, fields: fields ?? JSONObject())))
        return await officer.page("desk-draft", title: kind, tab: .cases, status: status) { frame in
            DraftView(answer, of: number, frame: frame, trouble: trouble)
        }
    }

    private func send(_ officer: OfficerContext) async throws -> Response {
        let form = officer.form
        let number = officer.part("number")
        let kind = form.text("kind")
        let members = form.fields.filter { $0.name.hasPrefix(DraftView.prefix) }.compactMap { name, value in
            value.allSatisfy(\.isWhitespace)
                ? nil : JSONObject.Member(String(name.dropFirst(DraftView.prefix.count)), .string(value))
        }
        let fields = JSONObject(members)
        guard form.text("do") == "issue" else { return try await draft(officer, kind: kind, fields: fields) }
        do throws(WireError) {
            let order = StaffFrame.Document(
                .issue, number: number, kind: kind, version: Int64(form.text("version")), fields: fields)
            let words = [kind] + members.flatMap { [$0.key, $0.value.string ?? ""] }
            let answer = try await officer.line.ask(.document(order), id: officer.once("issue", words))
            let document = answer.text("document")
            return await officer.go(
                to: "/desk/papers?number=\(OfficerContext.escaped(document))", saying: "\(kind)出具了，文号 \(document)。")
        } catch {
            guard error.code == .conflict || error.code == .badRequest else { throw error }
            let trouble = error.code == .conflict ? "这一件刚刚有人动过，没有出具。看过再交一次。\(error.text)" : error.text
            return try await draft(officer, kind: kind, fields: fields, trouble: trouble, status: error.status)
        }
    }

    private func paper(_ officer: OfficerContext) async throws -> Response {
        let answer = try await officer.ask(.document(.init(.show, document: officer.query("number"))))
        let today = officer.door.today
        return await officer.page("desk-paper", title: answer.text("document"), tab: .cases) { frame in
            PaperView(answer, frame: frame, today: today)
        }
    }

    /// The page with names, as it goes to the printer; who took it is in the audit trail before it is given.
    private func print(_ officer: OfficerContext) async throws -> Response {
        let answer = try await officer.ask(
            .document(.init(.print, document: officer.form.text("number"), form: .html)))
        return Response.sheet(answer.text("html"))
    }
}

extension Response {
    /// A page of its own for the printer: its style stands in it, and nothing else is let in.
    static func sheet(_ html: String) -> Response {
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8"]
        if let name = HTTPField.Name("Content-Security-Policy") {
            headers[name] =
                "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'none'; sandbox allow-modals"
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// Something to be kept by the officer's own computer.
    static func download(_ bytes: [UInt8], name: String, type: String) -> Response {
        var headers: HTTPFields = [.contentType: type]
        headers[.contentDisposition] = "attachment; filename*=UTF-8''\(OfficerContext.escaped(name))"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
