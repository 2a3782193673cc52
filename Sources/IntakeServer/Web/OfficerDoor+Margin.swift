// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
import IntakeStore
import LineProtocol

extension OfficerDoor {
    /// What every page tells at its margin.
    public struct Margin: Sendable {
        /// To be said above everything else, once.
        public var sayings: [String]
        /// Safety alerts that ring for this officer and that nobody has acknowledged, oldest first.
        public var alarms: [Alert]
        /// What the page shows is not older than this mark of ``OfficerLine/changes(after:)``.
        public var mark: Int64
        public var now: Timestamp
    }

    public struct Alert: Sendable, Hashable {
        /// What is acknowledged.
        public var seq: Int64
        public var at: Timestamp
        /// Label of the kiosk, or the way that the petitioner came.
        public var place: String
        /// The sign that was found, as the dialogs name it.
        public var what: String
        /// nil where the officer may not see it: a life comes before secrecy, and the place is told all the same.
        public var conversation: String?
    }

    /// - Parameter takesSayings: what is to be said is on this page, and on no later one.
    public func margin(_ pass: OfficerPass, takesSayings: Bool) async -> Margin {
        await onLoop { [desk] in
            let session = desk.officers.find(id: pass.id)
            let badge = pass.officer.badge
            let rings = desk.alarms.values.filter { $0.rung.contains(badge) }.sorted { $0.event.seq < $1.event.seq }
            var margin = Margin(
                sayings: session?.saying ?? [], alarms: rings.map { desk.alert($0, for: pass.officer) },
                mark: pass.line.mark, now: desk.clock.now())
            if takesSayings { session?.saying = [] } else { margin.sayings = [] }
            return margin
        }
    }
}

extension Desk {
    func alert(_ alarm: Alarm, for officer: Officer) -> OfficerDoor.Alert {
        func field(_ key: String) -> String { alarm.event.event.fields.first { $0.key == key }?.value ?? "" }
        let conversation = alarm.event.conversation
        let isHidden = conversation.flatMap { conversations[$0] }.map { !officer.viewer.sees($0.lane) } ?? false
        return OfficerDoor.Alert(
            seq: alarm.event.seq, at: alarm.event.at, place: field("kiosk"), what: field("kind"),
            conversation: isHidden ? nil : conversation?.description)
    }
}
