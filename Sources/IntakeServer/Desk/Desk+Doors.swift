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
    /// Of the legs that begin on the page for petitioners.
    static let browserName = "网页"
    static let reservedNames: Set<String> = [kioskName, "staff", dictation, browserName]
    static let serverName = "shouwen/0.1.0"

    /// What a screen says before anybody has typed, and the dialog's state after it: not a turn, and nothing is kept.
    func greeting(door: Door) -> Outcome? {
        let now = clock.now()
        let context = DialogContext(
            now: now, today: CivilDate(now), channel: door.channel, place: door.place, atKiosk: door.isKiosk,
            cases: [], owner: .bot, dutyBadge: script.office.dutyBadge(at: now), staffPresent: staffPresent,
            locale: door.locale, columns: door.columns)
        guard case .done(let outcome) = DialogEngine.step(script, DialogEngine.begin(script), .open, context) else {
            return nil
        }
        return outcome
    }

    /// A new conversation on the current script. Where a screen has greeted already, or an officer dictates, the dialog
    /// stands behind its greeting; a relay's first answer carries it.
    func conversation(_ id: Int64, _ door: Door) -> Conversation {
        let opening = Turn.Opening(channel: door.channel, place: door.place, locale: door.locale, script: script.hash)
        let isGreeted = door.isKiosk || door.isGreeted || door.place.hasPrefix(Desk.dictation)
        let state = (isGreeted ? greeting(door: door)?.state : nil) ?? DialogEngine.begin(script)
        return Conversation(id: ConversationID(id), opening: opening, script: script, state: state)
    }

    /// 代录: an officer enters what a petitioner wrote or said; the dialog runs on.
    func openDictation(_ request: Request, channel: String, badge: String) {
        guard let id = nextID() else {
            return refuse(request, WireError(.overloaded, retryAfter: 1))
        }
        submit(request, to: conversation(id, Door(channel: channel, place: "\(Desk.dictation) \(badge)")))
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
