// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import DialogScript
import IntakeModel
import IntakeStore
import LineProtocol
import NIOCore

/// Names, greetings and the hands that lead from the connections to the desk.
extension Desk {
    /// Names of legs that no relay may take.
    static let kioskName = "kiosk"
    static let dictation = "代录"
    static let reservedNames: Set<String> = [kioskName, "staff", dictation]
    static let serverName = "shouwen/0.1.0"

    /// What a screen says before anybody has typed: not a turn, and nothing is kept of it.
    func greeting(door: Door) -> (messages: [Message], expect: Expectation) {
        let now = clock.now()
        let context = DialogContext(
            now: now, today: CivilDate(now), channel: door.channel, place: door.place, atKiosk: door.channel == "走访",
            cases: [], owner: .bot, dutyBadge: script.office.dutyBadge(at: now), staffPresent: staffPresent)
        guard case .done(let outcome) = DialogEngine.step(script, DialogEngine.begin(script), .open, context) else {
            return ([], Expectation(.text))
        }
        return (outcome.messages, outcome.expect)
    }

    /// 代录: an officer enters what a petitioner wrote or said; the dialog runs on.
    func openDictation(_ request: Request, channel: String, badge: String) {
        guard let id = nextID() else {
            return refuse(request, WireError(.overloaded, retryAfter: 1))
        }
        let opening = Turn.Opening(channel: channel, place: "\(Desk.dictation) \(badge)", script: script.hash)
        let conversation = Conversation(
            id: ConversationID(id), opening: opening, script: script, state: DialogEngine.begin(script))
        submit(request, to: conversation)
    }

    // MARK: Writing in batches

    var isBatching: Bool { batchDepth > 0 }

    /// Runs `body`, and flushes every connection that was written to once, at its end.
    func batch(_ body: () -> Void) {
        batchDepth += 1
        body()
        batchDepth -= 1
        guard batchDepth == 0, !unflushed.isEmpty else { return }
        let handlers = unflushed
        unflushed.removeAll(keepingCapacity: true)
        for handler in handlers { handler.flushNow() }
    }

    func flushLater(_ handler: JSONLinesHandler) { unflushed.append(handler) }
}
