// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import IntakeStore
import Logging
import NIOCore

/// A safety alert that nobody has acknowledged yet.
final class Alarm: @unchecked Sendable {
    let event: StoredEvent
    /// How often it went on to the next person.
    var step = 0
    /// Badges it rang so far.
    var rung: Set<String> = []
    var timer: Scheduled<Void>?
    var nobodyTold = false

    init(event: StoredEvent) { self.event = event }
}

/// A safety alert rings the officer on duty, must be acknowledged, and goes on to the next one after a minute.
extension Desk {
    /// Finds alerts that wait for an acknowledgement: after a commit that made one, and at start.
    func checkAlarms() {
        read { store throws(StoreError) in
            try store.unacknowledgedAlerts()
        } then: { [self] result in
            guard case .success(let events) = result else { return }
            for event in events where alarms[event.seq] == nil {
                let alarm = Alarm(event: event)
                alarms[event.seq] = alarm
                ring(alarm)
                schedule(alarm)
            }
        }
    }

    private func schedule(_ alarm: Alarm) {
        alarm.timer = loop.scheduleTask(in: .milliseconds(limits.alarm)) { [self] in
            guard alarms[alarm.event.seq] === alarm else { return }
            alarm.step += 1
            ring(alarm)
            tellThatNobodyCame(alarm)
            schedule(alarm)
        }
    }

    /// Who is rung at a step: the roster from the officer on duty on, then everybody who is there. Somebody who is not
    /// connected cannot hear it, so the next one who is takes their place at once.
    func ladder(at now: Timestamp) -> [String] {
        var badges = script.office.dutyBadges(at: now)
        for session in staff where session.officer.roles.contains(.intake) && !badges.contains(session.officer.badge) {
            badges.append(session.officer.badge)
        }
        return badges.filter { badge in staff.contains { $0.officer.badge == badge && $0.handler.isAttended } }
    }

    func ring(_ alarm: Alarm) {
        // Whoever asks for a page now and then finds the alarm on the next one; but that is nobody who hears it, so it
        // takes nobody's place.
        for session in staff where !session.handler.isAttended && session.officer.roles.contains(.intake) {
            guard alarm.rung.insert(session.officer.badge).inserted else { continue }
            session.alarm(alarm.event, to: session.officer.badge)
        }
        let present = ladder(at: clock.now())
        guard !present.isEmpty else {
            logger.warning("safety alert: no officer is connected", metadata: ["event.seq": "\(alarm.event.seq)"])
            return
        }
        let upTo = min(alarm.step, present.count - 1)
        for badge in present[...upTo] where !alarm.rung.contains(badge) || badge == present[upTo] {
            alarm.rung.insert(badge)
            for session in staff where session.officer.badge == badge {
                session.alarm(alarm.event, to: badge)
            }
        }
    }

    private func tellThatNobodyCame(_ alarm: Alarm) {
        guard !alarm.nobodyTold, let id = alarm.event.conversation else { return }
        alarm.nobodyTold = true
        withConversation(id) { [self] conversation in
            guard let conversation, conversation.owner.badge == nil else { return }
            submit(Request(act: .nobodyCame, asked: .desk), to: conversation)
        }
    }

    /// Gives true for the first acknowledgement, false for a later one, nil when there is no such alert.
    func acknowledgeAlarm(_ seq: Int64, by badge: String, then: @escaping @Sendable (Result<Bool?, StoreError>) -> Void)
    {
        writer.run { store throws(StoreError) -> Bool? in
            if try store.acknowledgeAlert(seq, by: badge) { return true }
            let page = try store.events(after: seq - 1, limit: 1, viewer: .desk)
            return page.events.contains { $0.seq == seq && $0.event.kind == .safetyAlert } ? false : nil
        } then: { [self] result in
            if case .success(.some) = result {
                alarms.removeValue(forKey: seq)?.timer?.cancel()
                officers.note(.alarms)
            }
            then(result)
        }
    }
}
