// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import IntakeStore
import Logging
import NIOCore

/// What happens by the clock: idle screens, leases, a clock that jumps.
extension Desk {
    static let tickSeconds: Int64 = 5

    /// Starts the timers and takes up what a restart left: alarms that nobody acknowledged.
    func start() {
        checkAlarms()
        dueWatch.start()
        repeatWatch.changed()
        loop.scheduleRepeatedTask(initialDelay: .seconds(Self.tickSeconds), delay: .seconds(Self.tickSeconds)) {
            [self] _ in tick()
        }
    }

    func tick() {
        let now = clock.monotonic()
        for kiosk in kiosks.values { kiosk.tick(now) }
        browsers.tick()
        officers.tick()
        tendWatchers()
        if !staff.isEmpty { board.warm() }
        tendLeases()
        noteClockJump()
    }

    /// An officer who is connected keeps their conversations; those of one who is gone return to the queue.
    func tendLeases() {
        let badges = Set(staff.map(\.officer.badge))
        let until = leaseEnd()
        let now = clock.now()
        writer.run { store throws(StoreError) in
            for badge in badges { try store.renewLeases(of: badge, until: until) }
            return try store.expiredLeases(now)
        } then: { [self] result in
            guard case .success(let ids) = result else { return }
            for id in ids {
                withConversation(id) { [self] conversation in
                    guard let conversation, let badge = conversation.owner.badge else { return }
                    submit(Request(act: .leaseOver(badge: badge), asked: .desk), to: conversation)
                }
            }
        }
    }

    private func noteClockJump() {
        writer.run { store throws(StoreError) in
            guard let jump = store.takeClockJump() else { return nil }
            let seconds = (jump.found.milliseconds - jump.expected.milliseconds) / 1000
            try store.append([DeskEvent(.clockJumped, fields: [.init("seconds", "\(seconds)")])])
            return seconds
        } then: { [self] (result: Result<Int64?, StoreError>) in
            guard case .success(let seconds?) = result else { return }
            logger.warning("the clock jumped", metadata: ["seconds": "\(seconds)"])
            pumpWatchers()
        }
    }

    // MARK: The end

    /// The server is stopping: petitioners are told, nothing new is taken.
    func drain() {
        draining = true
        for kiosk in Array(kiosks.values) { kiosk.drain() }
        browsers.finishAll()
        officers.finishNews()
    }

    func closeAll() {
        for relay in Array(relays.values) { relay.close() }
        for session in Array(staff) { session.close() }
        officers.endAll()
        for alarm in alarms.values { alarm.timer?.cancel() }
        dueWatch.stop()
        outboxWatch?.stop()
        repeatWatch.stop()
    }
}
