// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeModel
import IntakeServer
import LineProtocol

/// 代录: a letter, a call or a visit is typed in one form; the dialog runs on and is answered a question at a time.
///
/// An answer is shown by the form that asked for it: sent again, the same form is the same command, and shows the same.
struct DictationRoutes: Sendable {
    static let prefix = "k."

    private let forms = SentForms()

    func add(to officers: OfficerRoutes) {
        officers.get("dictation", .intake) { officer in
            await show(officer, nil, DictationView.Sent())
        }
        officers.post("dictation", .intake) { try await say($0) }
    }

    private func show(
        _ officer: OfficerContext, _ answer: JSONObject?, _ sent: DictationView.Sent, trouble: String? = nil,
        status: HTTPResponse.Status = .ok
    ) async -> Response {
        let today = officer.door.today
        var files: [FileView] = []
        let conv = answer?.text("conv") ?? sent.conv
        if !conv.isEmpty {
            let found = (try? await officer.door.files(of: conv, for: officer.officer)) ?? []
            files = found.map { FileView($0, of: conv, today: today) }
        }
        let shown = files
        return await officer.page("desk-dictation", title: "代录", tab: .dictation, status: status) { frame in
            DictationView(answer, sent, files: shown, frame: frame, today: today, trouble: trouble)
        }
    }

    private func say(_ officer: OfficerContext) async throws -> Response {
        let form = officer.form
        var sent = DictationView.Sent()
        sent.channel = DictationView.ways.contains(form.text("channel")) ? form.text("channel") : "来信"
        sent.conv = form.text("conv")
        sent.text = form["key"] ?? form.text("text")
        for (name, value) in form.fields where name.hasPrefix(Self.prefix) {
            sent.known[String(name.dropFirst(Self.prefix.count))] = value
        }
        let isStart = sent.conv.isEmpty
        guard !sent.text.isEmpty || !isStart else {
            return await show(officer, nil, sent, trouble: "还没有写信里说了什么。", status: .badRequest)
        }
        let dictation = StaffFrame.Dictation(
            conv: isStart ? nil : sent.conv, channel: isStart ? sent.channel : nil, text: sent.text)
        let mark = officer.once("dictate") ?? ""
        let isNew = mark.isEmpty || forms.takes(mark, [sent.conv, sent.text])
        do throws(WireError) {
            // The same mark is the same command: what was answered first counts, and its answer comes again.
            let answer = try await officer.ask(.dictate(dictation), once: "dictate")
            let trouble = isNew ? nil : "这一句刚才已经答过了，您这次写的没有发出去。请看现在问的这一句。"
            return await show(officer, answer, sent, trouble: trouble, status: isNew ? .ok : .conflict)
        } catch {
            if isNew { forms.forget(mark) }
            guard error.code != .unauthorized else { throw error }
            return await show(officer, nil, sent, trouble: error.text, status: error.status)
        }
    }
}
