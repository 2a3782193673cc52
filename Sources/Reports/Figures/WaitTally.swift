// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Waiting for a person: how often, how long, and how often nobody came. Fed with the desk's events in their order.
public struct WaitTally: Sendable, Hashable {
    /// Waits that began in the window; `part` of them nobody had ended by its last day.
    public private(set) var nobodyCame = Ratio()
    /// Minutes, begun ones whole, until somebody came, of those waits.
    public private(set) var minutes = Lengths()
    /// Events before the window's end were looked at from its beginning on; false when some of them are no longer kept.
    public private(set) var isComplete = true

    private let window: ReportWindow
    private var since: [ConversationID: Timestamp] = [:]

    public init(_ window: ReportWindow) {
        self.window = window
    }

    /// Events before this one were removed.
    public mutating func missesEvents(before time: Timestamp) {
        if CivilDate(time) > window.period.first { isComplete = false }
    }

    public mutating func add(_ kind: DeskEvent.Kind, of conversation: ConversationID, at time: Timestamp) {
        guard CivilDate(time) <= window.asOf else { return }
        switch kind {
        case .handoffWaiting:
            guard since[conversation] == nil else { return }
            since[conversation] = time
            if window.contains(CivilDate(time)) {
                nobodyCame.whole += 1
                nobodyCame.part += 1
            }
        case .handoffClaimed:
            guard let began = since.removeValue(forKey: conversation), window.contains(CivilDate(began)) else { return }
            nobodyCame.part -= 1
            minutes.add(Int(clamping: (time.milliseconds - began.milliseconds + 59_999) / 60_000))
        default: return
        }
    }
}
