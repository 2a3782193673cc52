// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import LineProtocol
import Vault

/// An officer's side of a connection. Every command gets `ok` or an `error`; what the officer may not see does not
/// exist for them.
final class StaffSession: @unchecked Sendable {
    let officer: Officer
    /// The officer's own scope of idempotency.
    let scope: LegID
    /// The last event sent to a watcher; nil when it does not watch.
    var cursor: Int64?
    /// Outlives the connection while turns are in flight; the handler lets go of this side when it closes.
    let handler: any StaffLine
    let desk: Desk

    init(officer: Officer, scope: LegID, handler: any StaffLine, desk: Desk) {
        self.officer = officer
        self.scope = scope
        self.handler = handler
        self.desk = desk
    }

    func handle(_ frame: StaffFrame) {
        guard !desk.draining else { return refuse(WireError(.draining, retryAfter: 5), re: frame.id) }
        let id = frame.id
        switch frame.command {
        case .watch(let start): allow(.intake, id) { watch(start, id) }
        case .queue(let after, let limit): allow(.intake, id) { queue(after, limit, id) }
        case .claim(let conv, let version): allow(.intake, id) { command(.claim(version: version), conv, id) }
        case .follow(let conv): allow(.intake, id) { follow(conv, id) }
        case .say(let conv, let text, _):
            allow(.intake, id) { command(.officerSays(TextCleaner.clean(text, lineFeeds: true)), conv, id) }
        case .note(let conv, let text):
            allow(.intake, id) { command(.note(TextCleaner.clean(text, lineFeeds: true)), conv, id) }
        case .correct(let conv, let correction): allow(.intake, id) { command(.correct(correction), conv, id) }
        case .release(let conv, let to, let version): allow(.intake, id) { release(conv, to, version, id) }
        case .transcript(let conv, let after, let limit): allow(.intake, id) { transcript(conv, after, limit, id) }
        case .caseRecord(let number, let why): allow(.cases, id) { caseRecord(number, why: why, id) }
        case .today(let list, let skip, let limit, let filter):
            allow(.cases, id) { today(list, filter, skip: skip, limit: limit, id) }
        case .find(let person, let reason): allow(.cases, id) { find(person, reason: reason, id) }
        case .dictate(let dictation): allow(.intake, id) { dictate(dictation, id) }
        case .acknowledge(let event): acknowledge(event, id)
        case .act(let act): allow(.cases, id) { self.act(act, id) }
        case .outbox(let row, let order): allow(.admin, id) { self.order(row, order, id) }
        case .document(let order): allow(.cases, id) { document(order, id) }
        case .audit(let order): audit(order, id)
        case .addOfficer(let officer): allow(.admin, id) { add(officer, id) }
        case .account(let badge, let order): allow(.admin, id) { account(badge, order, id) }
        }
    }

    private func allow(_ role: Role, _ id: String, _ body: () -> Void) {
        guard officer.roles.contains(role) || (role == .cases && officer.roles.contains(.intake)) else {
            return refuse(WireError(.forbidden), re: id)
        }
        body()
    }

    // MARK: Answers

    func close() { handler.close() }

    func ok(_ id: String, version: Int64? = nil, _ body: (inout JSONWriter) -> Void = { _ in }) {
        handler.send { ServerFrame.ok(re: id, version: version, to: &$0, further: body) }
    }

    func refuse(_ refusal: WireError, re id: String?) {
        var refusal = refusal
        refusal.re = id
        handler.send { ServerFrame.error(refusal, to: &$0) }
    }

    func refuse(_ error: StoreError, re id: String) { refuse(WireError(error), re: id) }

    /// A command of this officer was committed (or had been).
    func done(_ turn: StoredTurn, _ request: Request, _ conversation: Conversation) {
        guard let id = request.asked.id else { return }
        let desk = desk
        if case .act(let order) = request.act, case .act(let frame) = order.command,
            frame.act == CaseAct.recode.rawValue
        {
            return tellCode(order.number, turn, id)
        }
        if case .act(let order) = request.act, case .issue = order.command { return issued(turn, id) }
        guard case .say = request.act else {
            // An act's version is that of the case.
            return ok(id, version: turn.ledger.first.map { Int64($0.version) } ?? turn.version)
        }
        // Dictation: the dialog's reply goes to the officer, who reads it out.
        ok(id, version: turn.version) { writer in
            writer.member("conv", turn.conversation.description)
            writer.key("messages")
            writer.array { writer in
                for message in turn.messages {
                    ServerFrame.message(message, to: &writer) { desk.fill($0, for: conversation) }
                }
            }
            writer.key("expect")
            writer.object { writer in
                writer.member("kind", turn.expect.kind.rawValue)
                writer.member("secret", turn.expect.secret)
            }
            if !turn.cases.isEmpty { writer.member("cases", turn.cases) }
            if turn.ended { writer.member("ended", true) }
        }
    }

    func line(_ line: TranscriptLine, in conversation: Conversation) {
        handler.send { ServerFrame.line(line, conv: conversation.id, to: &$0) }
    }

    func events(_ page: EventPage) {
        if let from = page.gapFrom { handler.send { ServerFrame.gap(from: from, to: &$0) } }
        // An alert that nobody has acknowledged rings its own way.
        for stored in page.events where stored.event.kind != .safetyAlert || stored.acknowledgedBy != nil {
            send(stored.event, stored)
        }
        cursor = max(cursor ?? 0, page.last)
    }

    private func send(_ event: DeskEvent, _ stored: StoredEvent) {
        handler.send { writer in
            ServerFrame.event(event, seq: stored.seq, at: stored.at, conversation: stored.conversation, to: &writer)
        }
    }

    /// Rings: the event itself, with the badge it is for. A life comes before secrecy, so the officer on duty is rung
    /// for a sealed matter too, with the place and nothing else.
    func alarm(_ stored: StoredEvent, to badge: String) {
        var event = stored.event
        event.fields.removeAll { $0.key == "to" }
        event.fields.append(DeskEvent.Field("to", badge))
        desk.metrics.alarmRung()
        var shown = stored
        if let id = stored.conversation, let conversation = desk.conversations[id],
            !officer.viewer.sees(conversation.lane)
        {
            shown.conversation = nil
        }
        send(event, shown)
    }

    // MARK: Commands on a conversation

    /// The conversation, when there is one that this officer may see.
    func withVisible(_ conv: String, _ id: String, _ body: @escaping @Sendable (Conversation) -> Void) {
        guard let number = ConversationID(text: conv) else { return refuse(WireError(.notFound), re: id) }
        desk.withConversation(number) { [self] conversation in
            guard let conversation, officer.viewer.sees(conversation.lane) else {
                return refuse(WireError(.notFound), re: id)
            }
            body(conversation)
        }
    }

    private func command(_ act: Request.Act, _ conv: String, _ id: String) {
        withVisible(conv, id) { [self] conversation in
            desk.submit(Request(act: act, asked: Asked(by: .officer(self), id: id)), to: conversation)
        }
    }

    private func release(_ conv: String, _ to: StaffFrame.Destination, _ version: Int64?, _ id: String) {
        switch to {
        case .bot: command(.release(to: .bot, version: version), conv, id)
        case .queue: command(.release(to: .queue, version: version), conv, id)
        case .officer(let badge):
            desk.read { store throws(StoreError) in
                try store.officers()
            } then: { [self] result in
                switch result {
                case .failure(let error): refuse(error, re: id)
                case .success(let officers):
                    guard
                        let next = officers.first(where: { $0.badge == badge && !$0.disabled }),
                        next.roles.contains(.intake)
                    else { return refuse(WireError(.notFound, "没有 \(badge) 号工作人员，或者不接待。"), re: id) }
                    withVisible(conv, id) { [self] conversation in
                        guard next.viewer.sees(conversation.lane) else {
                            return refuse(WireError(.forbidden, "\(badge) 号没有看这类事项的权限。"), re: id)
                        }
                        let act = Request.Act.release(to: .officer(badge: badge), version: version)
                        desk.submit(Request(act: act, asked: Asked(by: .officer(self), id: id)), to: conversation)
                    }
                }
            }
        }
    }

    private func follow(_ conv: String, _ id: String) {
        withSeen(conv, id) { [self] conversation in
            if !conversation.followers.contains(where: { $0 === self }) { conversation.followers.append(self) }
            ok(id, version: conversation.version) { self.handOver(conversation, to: &$0) }
        }
    }

    private func dictate(_ dictation: StaffFrame.Dictation, _ id: String) {
        let text = TextCleaner.clean(dictation.text, lineFeeds: true)
        let request = Request(act: .say(text), asked: Asked(by: .officer(self), id: id))
        if let conv = dictation.conv {
            return withVisible(conv, id) { [self] conversation in
                guard conversation.opening.place.hasPrefix(Desk.dictation) else {
                    return refuse(WireError(.conflict, "这个会话是本人在谈，不能代录；可以接过来说。"), re: id)
                }
                guard conversation.owner.badge == nil else {
                    return refuse(WireError(.conflict, "这个代录有人接过去在谈，先交还给自动接待再录。"), re: id)
                }
                desk.submit(request, to: conversation)
            }
        }
        desk.openDictation(request, channel: dictation.channel ?? "来信", badge: officer.badge)
    }

    // MARK: Reads

    private func watch(_ start: StaffFrame.WatchStart, _ id: String) {
        // Behind the writer: everything committed before this command is before the starting point.
        desk.writer.run { store throws(StoreError) in
            try store.events(after: .max, limit: 1, viewer: .desk).last
        } then: { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success(let last):
                if case .after(let seq) = start { cursor = max(0, seq) } else { cursor = last }
                ok(id) { $0.member("seq", last) }
                desk.pumpWatchers()
            }
        }
    }

    private func queue(_ after: String?, _ limit: Int, _ id: String) {
        let viewer = officer.viewer
        let start = after.flatMap { ConversationID(text: $0) }
        desk.read { store throws(StoreError) in
            try store.queue(after: start, limit: limit, viewer: viewer)
        } then: { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success(let items):
                let rows = items.map { item in
                    QueueRow(
                        conversation: item.conversation, version: item.version, since: item.since, reason: item.reason,
                        kiosk: item.place, purpose: item.purpose?.rawValue, caseNumber: item.cases.first, due: item.due)
                }
                let next = items.count >= limit ? items.last?.conversation : nil
                handler.send { ServerFrame.queue(re: id, items: rows, next: next, to: &$0) }
            }
        }
    }

    private func transcript(_ conv: String, _ after: Int64, _ limit: Int, _ id: String) {
        withSeen(conv, id) { [self] conversation in
            let viewer = officer.viewer
            let number = conversation.id
            let reading = CaseReading(script: desk.script, vault: desk.vault)
            desk.read { store throws(StoreError) in
                let turns = try store.transcript(number, after: after, limit: limit, viewer: viewer)
                return (count: turns.count, page: Self.page(turns, reading))
            } then: { [self] result in
                switch result {
                case .failure(let error): refuse(error, re: id)
                case .success(let (count, (lines, last))):
                    let next = last < count || count >= limit ? lines.last?.seq : nil
                    handler.send { writer in
                        ServerFrame.transcript(
                            re: id, version: conversation.version, items: lines, next: next, to: &writer)
                    }
                }
            }
        }
    }

    /// As many turns as fit into one frame, at least one, and how many they are.
    private static func page(_ turns: [StoredTurn], _ reading: CaseReading) -> (lines: [TranscriptLine], turns: Int) {
        // Every byte of a text may take two when it is escaped; the rest is for keys and dates.
        let room = WireLimits.frameBytes / 2 - 4_096
        var lines: [TranscriptLine] = []
        var used = 0
        for (index, turn) in turns.enumerated() {
            let said = TranscriptLine.lines(of: turn) { Masking.label($0) }
            let added = said.map { reading.read($0) }
            var size = 0
            for line in added {
                size += line.text.utf8.count + 96
                size += line.heard.count * CaseReading.heardBytes
            }
            if used + size > room, index > 0 { return (lines, index) }
            used += size
            lines += added
        }
        return (lines, turns.count)
    }

    private func acknowledge(_ event: Int64, _ id: String) {
        desk.acknowledgeAlarm(event, by: officer.badge) { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success(nil): refuse(WireError(.notFound, "没有这个警报。"), re: id)
            case .success(let first?): ok(id) { $0.member("first", first) }
            }
        }
    }

    /// The number as it is stored, however it was typed; what is no number is looked for as it is, and not found.
    static func canonical(_ text: String) -> String {
        (try? ReceiptNumber(typed: text))?.description ?? text
    }

    private func order(_ row: Int64, _ order: OutboxOrder, _ id: String) {
        let badge = officer.badge
        desk.writer.run { store throws(StoreError) in
            try store.orderOutbox(row, order, badge: badge)
        } then: { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success(false): refuse(WireError(.notFound, "发件箱里没有第 \(row) 条，或者它不用再管了。"), re: id)
            case .success(true):
                ok(id)
                desk.outboxWatch?.look()
            }
        }
    }

    private func add(_ officer: Officer, _ id: String) {
        guard !officer.roles.isSuperset(of: Officer.apart) else { return refuse(AccountOffice.apart, re: id) }
        let vault = desk.vault
        let by = self.officer.badge
        desk.writer.run { store throws(StoreError) in
            let token = vault.makeToken()
            try store.save(officer: officer, tokenHash: vault.tokenHash(token))
            try store.audit(badge: by, act: "staff.add", subject: officer.badge, reason: "")
            return token
        } then: { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success(let token):
                ok(id) { $0.member("token", token) }
                // Whoever was there with the old token, or the old roles, is there no more.
                desk.dismiss(officer.badge)
            }
        }
    }
}
