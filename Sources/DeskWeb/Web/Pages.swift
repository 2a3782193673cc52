// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeServer
import Mustache
import NIOCore

/// The templates. Everything they fill in is escaped by them; nothing is filled in unescaped.
struct Pages: Sendable {
    private let library: MustacheLibrary

    init() throws {
        library = MustacheLibrary(templates: [
            "head": try Self.template(PackageResources.head_mustache),
            "foot": try Self.template(PackageResources.foot_mustache),
            "message": try Self.template(PackageResources.message_mustache),
            "part": try Self.template(PackageResources.part_mustache),
            "talk": try Self.template(PackageResources.talk_mustache),
            "erase": try Self.template(PackageResources.erase_mustache),
            "plain": try Self.template(PackageResources.plain_mustache),
            "progress": try Self.template(PackageResources.progress_mustache),
            "receipt": try Self.template(PackageResources.receipt_mustache),
            // The officers' pages.
            "desk-head": try Self.template(PackageResources.desk_head_mustache),
            "desk-foot": try Self.template(PackageResources.desk_foot_mustache),
            "desk-plain": try Self.template(PackageResources.desk_plain_mustache),
            "desk-login": try Self.template(PackageResources.desk_login_mustache),
            "desk-password": try Self.template(PackageResources.desk_password_mustache),
            "desk-proof": try Self.template(PackageResources.desk_proof_mustache),
            "desk-account": try Self.template(PackageResources.desk_account_mustache),
            "desk-today": try Self.template(PackageResources.desk_today_mustache),
            "desk-cases": try Self.template(PackageResources.desk_cases_mustache),
            "desk-find": try Self.template(PackageResources.desk_find_mustache),
            "desk-talks": try Self.template(PackageResources.desk_talks_mustache),
            "desk-talk": try Self.template(PackageResources.desk_talk_mustache),
            "desk-case": try Self.template(PackageResources.desk_case_mustache),
            "desk-case-live": try Self.template(PackageResources.desk_case_live_mustache),
            "desk-watching": try Self.template(PackageResources.desk_watching_mustache),
            "desk-draft": try Self.template(PackageResources.desk_draft_mustache),
            "desk-paper": try Self.template(PackageResources.desk_paper_mustache),
            "desk-lists": try Self.template(PackageResources.desk_lists_mustache),
            "desk-rows": try Self.template(PackageResources.desk_rows_mustache),
            "desk-reports": try Self.template(PackageResources.desk_reports_mustache),
            "desk-drill": try Self.template(PackageResources.desk_drill_mustache),
            "desk-audit": try Self.template(PackageResources.desk_audit_mustache),
            "desk-dictation": try Self.template(PackageResources.desk_dictation_mustache),
            "desk-files": try Self.template(PackageResources.desk_files_mustache),
            "desk-file-list": try Self.template(PackageResources.desk_file_list_mustache),
            "desk-people": try Self.template(PackageResources.desk_people_mustache),
        ])
    }

    private static func template(_ bytes: [UInt8]) throws -> MustacheTemplate {
        try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
    }

    func render(_ name: String, _ view: some Sendable, status: HTTPResponse.Status = .ok) -> Response {
        guard let view = ViewNode.plain(view), let text = library.render(view, withTemplate: name) else {
            return Response(status: .internalServerError)
        }
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// A page that says what went wrong and where to go on.
    func problem(_ status: HTTPResponse.Status, _ site: Site) -> Response {
        let text =
            switch status.code {
            case 404: "没有这一页。地址可能写错了。"
            case 413: "这一次写得太长了，没有发出去。请退回去，分几次写。"
            case 429: "这会儿发得太快了，请等几秒再试。刚才这一下没有算。"
            case 403: "这一页放得太久，或者浏览器没有留下标记（Cookie）。刚才这一下没有发出去，请从头打开再试。"
            case 503: "系统正在重启，请过一会儿再来。说过的都存好了。"
            case 400...499: "刚才这一下没有看懂，没有记下。请退回去再试。"
            default: "这边出了点问题，刚才这一下没有记下。请再试一次。"
            }
        return render(
            "plain", PlainView(frame: Frame(site, title: "没有办成"), heading: "没有办成", text: text), status: status)
    }
}

/// What stands around every page.
struct Frame: Sendable {
    var title: String
    var office: String
    var officeLine: String
    var css: String
    var script: String
    var seal: String
    var isBig: Bool
    var formToken: String

    init(_ site: Site, title: String, visitor: Visitor? = nil, isBig: Bool = false) {
        let card = site.rooms.office
        self.title = title
        office = card.name
        officeLine = [card.address, card.phone.isEmpty ? "" : "电话 \(card.phone)", card.hours]
            .filter { !$0.isEmpty }.joined(separator: "　")
        css = site.assets.address("site.css")
        script = site.assets.address("talk.js")
        seal = site.assets.address("seal.svg")
        self.isBig = isBig
        formToken = visitor?.formToken ?? ""
    }
}

/// A page with a heading, a text and a way on.
struct PlainView: Sendable {
    var frame: Frame
    var heading: String
    var text: String
}
