// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import IntakeModel
import IntakeStore
import LineProtocol

/// What officers do with a conversation: each an atomic command on its version.
extension Desk {
    func decideForOfficer(_ request: Request, _ conversation: Conversation) {
        switch request.act {
        case .claim(let version):
            guard case .officer(let session) = request.asked.by else { return }
            let badge = session.officer.badge
            if let owner = conversation.owner.badge, version == nil, owner != badge {
                let text = "\(owner) 号工作人员已经接了。"
                return refuseUnlessRepeated(request, conversation, WireError(.conflict, text))
            }
            var draft = Draft(messages: [Message(.notice, "-- \(badge) 号工作人员来了，下面是他说的 --")])
            draft.owner = .officer(badge: badge)
            draft.changes = [.lease(until: leaseEnd())]
            draft.version = version
            commit(draft, request, conversation)
        case .officerSays(let text):
            guard case .officer(let session) = request.asked.by else { return }
            let badge = session.officer.badge
            guard conversation.owner == .officer(badge: badge) else {
                let refusal = WireError(.conflict, "这个会话现在不在您手上，先接过来再说。")
                return refuseUnlessRepeated(request, conversation, refusal)
            }
            var draft = Draft(messages: [Message(.officer(badge: badge), text)])
            draft.changes = [.lease(until: leaseEnd())]
            commit(draft, request, conversation)
        case .note(let text):
            // Without messages it takes no place on the petitioner's leg: nothing of it is ever sent there.
            commit(Draft(messages: [], input: text), request, conversation)
        case .correct(let correction):
            var state = conversation.state
            let (isDone, what) =
                switch correction {
                case .purpose(let purpose): (state.correct(purpose: purpose), "目的改成「\(purpose.rawValue)」")
                case .topic(let topic): (state.correct(topic: topic), "内容改成「\(topic.rawValue)」")
                }
            guard isDone, !conversation.ended, conversation.cases.isEmpty else {
                let text =
                    conversation.cases.isEmpty
                    ? "现在还不能这样改。举报要本人自己说，改不成，也改不掉。" : "已经登记了，在那一件上用“更正”改。"
                return refuseUnlessRepeated(request, conversation, WireError(.conflict, text))
            }
            // As a note: it stands in the transcript with who did it, and the petitioner is sent nothing.
            var draft = Draft(messages: [], input: "听错了，\(what)。")
            draft.state = state
            commit(draft, request, conversation)
        case .release(let target, let version):
            guard case .officer(let session) = request.asked.by else { return }
            guard let owner = conversation.owner.badge,
                owner == session.officer.badge || session.officer.roles.contains(.admin)
            else {
                return refuseUnlessRepeated(request, conversation, WireError(.conflict, "这个会话现在不在您手上。"))
            }
            release(from: owner, to: target, version: version, request, conversation)
        case .leaseOver(let badge):
            guard conversation.owner == .officer(badge: badge) else {
                return fail(request, conversation, WireError(.conflict))
            }
            var draft = Draft(messages: [
                Message(.notice, "\(badge) 号工作人员那边断线了。您说的都留着，正在等别的工作人员来接。")
            ])
            draft.owner = .queue
            draft.changes = [.handOff(.dropped)]
            commit(draft, request, conversation)
        case .act(let order): act(order, request, conversation)
        case .say, .leave, .resumed, .erase, .nobodyCame, .takenOver:
            break
        }
    }

    /// A command that does not fit may be the repeat of one that did: only the store knows its id. The turn carries a
    /// version that no conversation has, so that it is answered as a repeat or comes to nothing.
    func refuseUnlessRepeated(_ request: Request, _ conversation: Conversation, _ refusal: WireError) {
        var draft = Draft(messages: [])
        draft.version = .max
        draft.refusal = refusal
        commit(draft, request, conversation)
    }

    private func release(
        from badge: String, to target: Request.ReleaseTarget, version: Int64?, _ request: Request,
        _ conversation: Conversation
    ) {
        var draft: Draft
        switch target {
        case .bot:
            draft = Draft(messages: [Message(.notice, "-- \(badge) 号工作人员先离开了，下面还是自动接待程序 --")])
            var context = context(conversation)
            context.owner = .bot
            if !conversation.ended,
                case .done(let outcome) = DialogEngine.step(
                    conversation.script, conversation.state, .officerLeft, context, [])
            {
                draft.messages += outcome.messages
                draft.state = outcome.state
                draft.expect = outcome.expect
            }
            draft.owner = .bot
        case .queue:
            draft = Draft(messages: [
                Message(.notice, "\(badge) 号工作人员先离开了。您的事还在等人接，说过的都留着。")
            ])
            draft.owner = .queue
            draft.changes = [.handOff(.passed)]
        case .officer(let next):
            draft = Draft(messages: [Message(.notice, "-- \(badge) 号工作人员把您交给 \(next) 号接着谈 --")])
            draft.owner = .officer(badge: next)
            draft.changes = [.lease(until: leaseEnd())]
        }
        draft.version = version
        commit(draft, request, conversation)
    }

    func leaseEnd() -> Timestamp { clock.now().adding(milliseconds: limits.lease) }

    // MARK: Live lines

    /// Carries the lines of a committed turn to the officer who owns the conversation and to those who follow it.
    func stream(_ turn: StoredTurn, _ conversation: Conversation, ownerBefore: Owner) {
        guard conversation.owner.badge != nil || ownerBefore.badge != nil || !conversation.followers.isEmpty else {
            return
        }
        let lines = TranscriptLine.lines(of: turn)
        guard !lines.isEmpty else { return }
        for session in staff {
            let owns = conversation.owner.badge == session.officer.badge || ownerBefore.badge == session.officer.badge
            let follows = conversation.followers.contains { $0 === session }
            guard owns || follows, session.officer.viewer.sees(conversation.lane) else { continue }
            for line in lines { session.line(line, in: conversation) }
        }
    }

    // MARK: Watching

    /// Sends each watcher what it has not seen yet, in commit order, as far as it may see it.
    func pumpWatchers() {
        guard !pumping else {
            pumpAgain = true
            return
        }
        let watchers = staff.compactMap { session in session.cursor.map { (session, $0) } }
        guard let (first, _) = watchers.first else { return }
        _ = first
        pumping = true
        let asked = watchers.map { Watcher(session: $0.0, cursor: $0.1, viewer: $0.0.officer.viewer) }
        read { store throws(StoreError) in
            var pages: [(Watcher, EventPage)] = []
            for watcher in asked {
                pages.append((watcher, try store.events(after: watcher.cursor, limit: 200, viewer: watcher.viewer)))
            }
            return pages
        } then: { [self] result in
            pumping = false
            var more = pumpAgain
            pumpAgain = false
            if case .success(let pages) = result {
                for (watcher, page) in pages where watcher.session.cursor == watcher.cursor {
                    watcher.session.events(page)
                    if page.last > watcher.cursor { more = true }
                }
            }
            if more { pumpWatchers() }
        }
    }

    private struct Watcher: @unchecked Sendable {
        let session: StaffSession
        let cursor: Int64
        let viewer: Viewer
    }

    // MARK: Coming and going

    /// The officer has other rights now, or none: all their connections and browsers are shown out.
    func dismiss(_ badge: String) {
        for session in Array(staff) where session.officer.badge == badge { session.close() }
        officers.end { $0.officer.badge == badge }
        officers.forgetDrafts(of: badge)
    }

    func joined(_ session: StaffSession) {
        staff.append(session)
        for alarm in alarms.values { ring(alarm) }
    }

    func left(_ session: StaffSession) {
        staff.removeAll { $0 === session }
        for conversation in conversations.values { conversation.followers.removeAll { $0 === session } }
    }
}
