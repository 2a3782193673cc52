// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeModel
import IntakeServer
import LineProtocol
import NIOCore

/// Scans: keeping one with a case or a dictation, and opening one.
struct FileRoutes: Sendable {
    /// Room for what stands around the file in a form.
    private static let formBytes = 16_384

    func add(to officers: OfficerRoutes) {
        officers.get("files/:place", .cases, .intake) { try await list($0) }
        officers.upload("files/:place", .cases, .intake) { try await keep($0) }
        officers.get("files/:place/:file", .cases, .intake) { try await open($0) }
        officers.post("files/:place/:file/remove", .cases, .intake) { try await remove($0) }
    }

    private func list(_ officer: OfficerContext, trouble: String? = nil, status: HTTPResponse.Status = .ok)
        async throws -> Response
    {
        let place = officer.part("place")
        let today = officer.door.today
        let files = try await officer.door.files(of: place, for: officer.officer).map {
            FileView($0, of: place, today: today)
        }
        return await officer.page("desk-files", title: "附件", tab: .cases, status: status) { frame in
            FilesView(frame: frame, heading: "\(place) 的附件", place: place, files: files, trouble: trouble)
        }
    }

    private func keep(_ officer: OfficerContext) async throws -> Response {
        let form = try await MultipartForm.read(
            officer.request, upTo: AttachmentLimits.fileBytes + Self.formBytes)
        guard officer.owns(form.text("t")) else { throw HTTPError(.forbidden) }
        let place = officer.part("place")
        guard let file = form.file("file"), !file.bytes.isEmpty else {
            return try await list(officer, trouble: "还没有选文件。", status: .badRequest)
        }
        do throws(WireError) {
            let kept = try await officer.door.attach(
                file.bytes, named: file.fileName ?? "", to: place, by: officer.officer)
            let saying = "存好了：\(kept.name)（\(FileView.size(kept.size))）。"
            return await officer.go(
                to: place.hasPrefix("XF") ? "/desk/cases/\(place)" : "/desk/files/\(place)", saying: saying)
        } catch {
            guard error.code == .badRequest else { throw error }
            return try await list(officer, trouble: error.text, status: .badRequest)
        }
    }

    /// Takes a file away that was put there by mistake, with the reason.
    private func remove(_ officer: OfficerContext) async throws -> Response {
        guard let number = Int(officer.part("file")) else { throw HTTPError(.notFound) }
        let (place, reason) = (officer.part("place"), officer.form.text("reason"))
        guard reason.count >= 2, reason.unicodeScalars.count <= 200 else {
            return try await list(officer, trouble: "没有撤：写上为什么撤掉，几个字就行。", status: .badRequest)
        }
        _ = try await officer.door.remove(file: number, of: place, because: reason, by: officer.officer)
        return await officer.go(
            to: place.hasPrefix("XF") ? "/desk/cases/\(place)" : "/desk/files/\(place)",
            saying: "撤掉了附件 \(number)，内容已经销毁。")
    }

    /// Pictures are shown, everything else is taken: a browser runs nothing of either.
    private func open(_ officer: OfficerContext) async throws -> Response {
        guard let number = Int(officer.part("file")) else { throw HTTPError(.notFound) }
        let (file, bytes) = try await officer.door.open(
            file: number, of: officer.part("place"), for: officer.officer)
        guard file.kind != .pdf else {
            return .download(bytes, name: file.name, type: file.kind.mediaType)
        }
        var headers: HTTPFields = [.contentType: file.kind.mediaType]
        headers[.contentDisposition] = "inline; filename*=UTF-8''\(OfficerContext.escaped(file.name))"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

struct FilesView: Sendable {
    var frame: DeskFrame
    var heading: String
    var place: String
    var files: [FileView]
    var trouble: String?
}
