// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import IntakeModel
import LineProtocol

/// A turn on its way through the writer, with what the desk needs when it comes back. The desk makes it on its loop; the
/// writer's thread reads nothing but `turn`.
final class PendingTurn: @unchecked Sendable {
    let turn: Turn
    let conversation: Conversation
    /// The dialog's state when the turn is committed.
    let state: DialogState
    let request: Request
    let effects: [DialogEffect]
    /// Set when the turn is only asked after: is it the repeat of an earlier one?
    let refusal: WireError?

    init(
        turn: Turn, conversation: Conversation, state: DialogState, request: Request, effects: [DialogEffect],
        refusal: WireError?
    ) {
        self.turn = turn
        self.conversation = conversation
        self.state = state
        self.request = request
        self.effects = effects
        self.refusal = refusal
    }

    /// The leg that the turn takes a `seq` of.
    var leg: Leg? {
        if case .petitioner(_, let leg) = request.asked.by { leg } else { conversation.leg }
    }

    /// Whether those who watch have something to see.
    var makesNews: Bool {
        switch request.act {
        case .claim, .release, .leaseOver, .act, .correct: return true
        case .say, .leave, .resumed, .erase, .officerSays, .note, .nobodyCame, .takenOver: break
        }
        return turn.changes.contains { change in
            switch change {
            case .file, .caseEvent, .caseAct, .issue, .event, .handOff: true
            case .seal, .identity, .draftIssued, .answered, .lease, .erase, .moved, .audit: false
            }
        }
    }
}
