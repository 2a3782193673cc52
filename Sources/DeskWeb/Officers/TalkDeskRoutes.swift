// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeModel
import IntakeServer
import LineProtocol

/// 会话: who waits, and one conversation with what can be done in it. What a form asks for is done once however often it
/// is sent, and refused in plain words where somebody was faster.
struct TalkDeskRoutes: Sendable {
    /// Turns that the page shows, counted from the last.
    static let shown: Int64 = 120

    func add(to officers: OfficerRoutes) {
        officers.get("talks", .intake, use: list)
        officers.get("talks/:conv", .intake) { officer in try await show(officer) }
        officers.post("talks/:conv/claim", .intake, use: claim)
        officers.post("talks/:conv/say", .intake, use: say)
        officers.post("talks/:conv/draft", .intake) { officer in
            await officer.door.keep(draft: officer.form["text"] ?? "", for: try conv(officer), officer.pass)
            return Response(status: .noContent)
        }
        officers.post("talks/:conv/release", .intake, use: release)
        officers.post("talks/:conv/correct", .intake, .cases, use: correct)
        officers.post("talks/:conv/note", .intake, .cases, use: note)
    }

    private func address(_ officer: OfficerContext) -> String { "/desk/talks/\(officer.part("conv"))" }

    /// The conversation of the address, as a number: what else stands there leads nowhere.
    private func conv(_ officer: OfficerContext) throws -> String {
        let text = officer.part("conv")
        guard (1...20).contains(text.utf8.count), text.utf8.allSatisfy({ $0 != 0x2F && $0 > 0x20 && $0 < 0x7F }) else {
            throw HTTPError(.notFound)
        }
        return text
    }

    // MARK: Looking

    @Sendable private func list(_ officer: OfficerContext) async throws -> Response {
        let queue = try await officer.ask(.queue(after: nil, limit: WireLimits.page)).objects("items")
        let leads = await officer.door.leads(of: officer.pass)
        let subjects = await officer.door.subjects(officer.pass)
        return await officer.page("desk-talks", title: "会话", tab: .talks, again: 30) { frame in
            TalkListView(frame, queue, subjects, leads)
        }
    }

    private func show(
        _ officer: OfficerContext, status: HTTPResponse.Status = .ok, trouble: String? = nil, kept: String = ""
    ) async throws -> Response {
        let conv = try conv(officer)
        let talk = try await officer.ask(.follow(conv: conv))
        var lines: [JSONObject] = []
        var after = max(0, talk.number("version") - Self.shown)
        let first = after
        // A page of the wire holds as much as fits into a frame.
        for _ in 0..<8 {
            let page = try await officer.ask(.transcript(conv: conv, after: after, limit: WireLimits.page))
            lines += page.objects("items")
            guard let next = page["next"]?.integer else { break }
            after = next
        }
        var cases: [JSONObject] = []
        if officer.has(.cases) || officer.has(.intake) {
            for number in talk.texts("cases").suffix(3) {
                if let record = try? await officer.ask(.caseRecord(number: number))["case"]?.object {
                    cases.append(record)
                }
            }
        }
        // Before there is a case, what may be put right is what the person's own words speak for.
        var verdict: Verdict?
        if cases.isEmpty, talk.optional("purpose") != nil {
            let own = lines.filter { $0.text("from") == TranscriptLine.Source.petitioner.rawValue }
            verdict = await officer.door.understanding(of: own.map { $0.text("text") }.joined(separator: "\n"))
        }
        let isMine = talk.optional("badge") == officer.officer.badge && !talk.flag("ended")
        let colleagues = await officer.door.colleagues(of: officer.pass)
        let phrases = await officer.door.phrases()
        let draft = kept.isEmpty ? await officer.door.draft(for: conv, officer.pass) : kept
        let (shownLines, shownCases, shownVerdict) = (lines, cases, verdict)
        // Without JavaScript: what is being written would go with the page that is drawn anew.
        let again = isMine ? nil : 20
        return await officer.page("desk-talk", title: talk.text("kiosk"), tab: .talks, status: status, again: again) {
            frame in
            DeskTalkView(
                frame, conv: conv, badge: officer.officer.badge, talk: talk, lines: shownLines, isCut: first > 0,
                cases: shownCases, verdict: shownVerdict, colleagues: colleagues, phrases: phrases, trouble: trouble,
                kept: draft)
        }
    }

    // MARK: Doing

    @Sendable private func claim(_ officer: OfficerContext) async throws -> Response {
        let conv = try conv(officer)
        do throws(WireError) {
            // Whoever presses sees the state that they take over: the petitioner may go on talking meanwhile, so the
            // version is not held against it; that somebody else has it is.
            _ = try await officer.ask(.claim(conv: conv, version: nil), once: "claim")
        } catch {
            guard error.code == .conflict else { throw error }
            return try await show(officer, status: .conflict, trouble: error.text)
        }
        return await officer.go(to: address(officer))
    }

    @Sendable private func say(_ officer: OfficerContext) async throws -> Response {
        let conv = try conv(officer)
        let text = officer.form["text"] ?? ""
        guard !officer.form.text("text").isEmpty else {
            return try await show(officer, status: .badRequest, trouble: "还没有写字。")
        }
        do throws(WireError) {
            _ = try await officer.ask(.say(conv: conv, text: text, version: nil), once: "say")
        } catch {
            guard error.code != .unauthorized, error.code != .notFound else { throw error }
            return try await show(officer, status: error.status, trouble: "没有发出去：\(error.text)", kept: text)
        }
        await officer.door.keep(draft: "", for: conv, officer.pass)
        return officer.request.wantsPart ? try await show(officer) : await officer.go(to: address(officer))
    }

    @Sendable private func release(_ officer: OfficerContext) async throws -> Response {
        let conv = try conv(officer)
        let destination: StaffFrame.Destination
        let saying: String
        switch officer.form.text("to") {
        case "bot": (destination, saying) = (.bot, "交还给自动接待了。")
        case "queue": (destination, saying) = (.queue, "放回去了，等别的同事接。")
        case "officer":
            let badge = officer.form.text("badge")
            (destination, saying) = (.officer(badge: badge), "转给 \(badge) 号了。")
        default: throw HTTPError(.badRequest)
        }
        do throws(WireError) {
            _ = try await officer.ask(.release(conv: conv, to: destination, version: nil), once: "release")
        } catch {
            guard error.code == .conflict || error.code == .notFound || error.code == .forbidden else { throw error }
            return try await show(officer, status: error.status, trouble: error.text)
        }
        return await officer.go(to: "/desk", saying: saying)
    }

    // MARK: The case beside it

    private func act(
        _ officer: OfficerContext, _ act: CaseAct, _ fields: [(CaseField, String)], saying: String
    ) async throws -> Response {
        let members = fields.map { JSONObject.Member($0.0.rawValue, .string($0.1)) }
        let frame = StaffFrame.CaseAct(
            number: officer.form.text("case"), act: act.rawValue, fields: JSONObject(members))
        do throws(WireError) {
            _ = try await officer.ask(.act(frame), once: act == .note ? "note" : "correct")
        } catch {
            guard error.code != .unauthorized else { throw error }
            return try await show(officer, status: error.status, trouble: error.text)
        }
        return await officer.go(to: address(officer), saying: saying)
    }

    @Sendable private func correct(_ officer: OfficerContext) async throws -> Response {
        let value = officer.form.text("value")
        guard !officer.form.text("case").isEmpty else { return try await correctTalk(officer, value) }
        return try await act(
            officer, .correct,
            [(.field, officer.form.text("field")), (.value, value), (.reason, "谈话时核对")], saying: "改成「\(value)」了。")
    }

    /// Before there is a case.
    private func correctTalk(_ officer: OfficerContext, _ value: String) async throws -> Response {
        let correction: StaffFrame.Correction? =
            officer.form.text("field") == CaseCorrection.purpose.rawValue
            ? Purpose(rawValue: value).map { .purpose($0) } : Topic(rawValue: value).map { .topic($0) }
        guard let correction else { throw HTTPError(.badRequest) }
        let conv = try conv(officer)
        do throws(WireError) {
            _ = try await officer.ask(.correct(conv: conv, correction), once: "correct")
        } catch {
            guard error.code == .conflict else { throw error }
            return try await show(officer, status: .conflict, trouble: error.text)
        }
        return await officer.go(to: address(officer), saying: "改成「\(DeskText.topic(value))」了，登记时照这个。")
    }

    /// With the case; before there is one, in the transcript.
    @Sendable private func note(_ officer: OfficerContext) async throws -> Response {
        guard officer.form.text("case").isEmpty else {
            return try await act(officer, .note, [(.text, officer.form.text("text"))], saying: "备注记下了。")
        }
        let text = officer.form.text("note")
        guard !text.isEmpty else { return try await show(officer, status: .badRequest, trouble: "还没有写字。") }
        _ = try await officer.ask(.note(conv: try conv(officer), text: text), once: "note")
        return await officer.go(to: address(officer), saying: "备注记下了，群众看不到。")
    }
}
