// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import IntakeModel
import LineProtocol

extension StaffSession {
    /// What an officer has to know who looks into a conversation: who leads it, where the person is, what they gave
    /// already so that nobody asks again.
    func handOver(_ conversation: Conversation, to writer: inout JSONWriter) {
        writer.member("owner", conversation.owner.name)
        writer.member(ifPresent: "badge", conversation.owner.badge)
        writer.member("kiosk", conversation.opening.place)
        writer.member("channel", conversation.opening.channel)
        writer.member(ifPresent: "reason", conversation.waitingSince == nil ? nil : conversation.handOff?.rawValue)
        writer.member(ifPresent: "since", conversation.waitingSince?.iso8601)
        writer.member("sealed", conversation.lane == .sealed)
        writer.member("ended", conversation.ended)
        writer.member("cases", conversation.cases)
        writer.member(ifPresent: "purpose", conversation.state.foundPurpose?.rawValue)
        writer.member(ifPresent: "topic", conversation.state.foundTopic)
        writer.key("given")
        writer.array { writer in
            for given in conversation.state.given(in: conversation.script) {
                writer.object { writer in
                    writer.member("label", given.label)
                    writer.member("text", Hole.fill(given.text) { Masking.label($0) })
                }
            }
        }
        let others = conversation.followers.map(\.officer.badge).filter { $0 != officer.badge }
        writer.member("watching", Array(Set(others)).sorted())
    }
}
