// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import DialogScript
public import IntakeModel
import LineProtocol

extension OfficerDoor {
    /// An officer who is there and takes conversations.
    public struct Colleague: Sendable, Hashable {
        public var badge: String
        public var name: String
    }

    /// A conversation that the officer leads.
    public struct Lead: Sendable, Hashable {
        public var conversation: String
        public var place: String
        /// Number of its first case; nil before filing.
        public var caseNumber: String?
        public var hasEnded: Bool
    }

    /// Who else is there, by badge.
    public func colleagues(of pass: OfficerPass) async -> [Colleague] {
        await onLoop { [desk] in
            var found: [String: Colleague] = [:]
            for session in desk.staff where session.officer.roles.contains(.intake) {
                guard session.officer.badge != pass.officer.badge else { continue }
                found[session.officer.badge] = Colleague(badge: session.officer.badge, name: session.officer.name)
            }
            return found.values.sorted { $0.badge < $1.badge }
        }
    }

    /// What the conversations that wait are about, as far as it is understood; those of which nothing is known are left
    /// out.
    public func subjects(_ pass: OfficerPass) async -> [String: String] {
        await onLoop { [desk] in
            var subjects: [String: String] = [:]
            for conversation in desk.conversations.values
            where conversation.waitingSince != nil && pass.officer.viewer.sees(conversation.lane) {
                guard let topic = conversation.state.foundTopic else { continue }
                subjects[conversation.id.description] = topic
            }
            return subjects
        }
    }

    /// Conversations that the officer leads, the oldest first.
    public func leads(of pass: OfficerPass) async -> [Lead] {
        await onLoop { [desk] in
            desk.conversations.values.filter {
                $0.owner.badge == pass.officer.badge && pass.officer.viewer.sees($0.lane)
            }.sorted { $0.id.value < $1.id.value }.map { conversation in
                Lead(
                    conversation: conversation.id.description, place: conversation.opening.place,
                    caseNumber: conversation.cases.first, hasEnded: conversation.ended)
            }
        }
    }

    /// Keeps what an officer is writing in a conversation until it is sent, through a log-in that ran out too. Nowhere but
    /// in memory.
    ///
    /// - Parameter text: empty: nothing is kept any more.
    public func keep(draft text: String, for conv: String, _ pass: OfficerPass) async {
        guard text.unicodeScalars.count <= WireLimits.text, conv.utf8.count <= 32 else { return }
        await onLoop { [desk] in
            guard desk.officers.find(id: pass.id) != nil else { return }
            desk.officers.keep(draft: text, for: conv, of: pass.officer.badge)
        }
    }

    /// What was kept; empty when there is nothing.
    public func draft(for conv: String, _ pass: OfficerPass) async -> String {
        await onLoop { [desk] in desk.officers.draft(for: conv, of: pass.officer.badge) }
    }

    /// How a petitioner's words are understood, for what an officer may put right. Off the loop.
    public func understanding(of text: String) async -> Verdict {
        let (script, today) = await onLoop { [desk] in (desk.script, CivilDate(desk.clock.now())) }
        return script.understand(text, today: today)
    }

    /// What the office has its officers say often.
    public func phrases() async -> [String] { await onLoop { [desk] in desk.script.office.phrases } }
}
