// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import Logging
import NIOCore

/// The desk's timer for what is due by the date. Confined to the desk's loop; the work is done by ``DuePass`` on the
/// writer's thread, a few cases at a time, with the turns that come meanwhile in between.
final class DueWatch: @unchecked Sendable {
    /// The longest time between two looks, in milliseconds.
    static let longest: Int64 = 300_000
    /// So long after a case changed it is looked at, in milliseconds: what one officer does in a row is one look.
    static let afterChange: Int64 = 500

    private let desk: Desk
    private var timer: Scheduled<Void>?
    /// When the timer rings, in milliseconds of the monotonic clock.
    private var rings: Int64 = .max
    private var running = false
    /// Asked for while a look was under way.
    private var again = false
    private var stopped = false
    /// Milliseconds since the last good backup at the last look; nil when there was none.
    private(set) var backupAge: Int64?

    init(desk: Desk) { self.desk = desk }

    /// The first look, at once: what a restart left, or a day that began while the server was down.
    func start() { look() }

    func stop() {
        stopped = true
        timer?.cancel()
    }

    /// A case changed, or the rules did.
    func changed() { ring(in: Self.afterChange) }

    private func ring(in delay: Int64) {
        guard !stopped else { return }
        let at = desk.clock.monotonic() + delay
        guard timer == nil || at < rings else { return }
        timer?.cancel()
        rings = at
        timer = desk.loop.scheduleTask(in: .milliseconds(delay)) { [self] in
            timer = nil
            rings = .max
            look()
        }
    }

    private func look(isFirst: Bool = true) {
        guard !stopped, !desk.draining else { return }
        guard !running else {
            again = true
            return
        }
        running = true
        let now = desk.clock.now()
        let pass = DuePass(
            script: desk.script, now: now, staleAfter: desk.limits.backupStale, isFirst: isFirst)
        desk.writer.run { store throws(StoreError) in
            try pass.run(store)
        } then: { [self] result in
            running = false
            switch result {
            case .success(let outcome):
                if isFirst { backupAge = outcome.backupAge }
                if outcome.clocks.moved > 0 { desk.board.reset() }
                if outcome.makesNews { desk.pumpWatchers() }
                if outcome.clocks.told > 0 { desk.outboxWatch?.look() }
                if outcome.backupTold { desk.logger.warning("the last backup is too old") }
                if outcome.calendarTold { desk.logger.notice("no calendar yet for dates ahead: they are provisional") }
                if outcome.clocks.more { return look(isFirst: false) }
            case .failure(let error):
                desk.logger.error("clocks could not be looked at", metadata: ["error": "\(error.code)"])
            }
            let delay = DuePass.delay(after: desk.clock.now(), longest: Self.longest)
            ring(in: again ? Self.afterChange : delay)
            again = false
        }
    }
}
