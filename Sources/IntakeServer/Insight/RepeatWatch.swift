// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import Logging
import NIOCore

/// Marks new cases, so that filings of one matter find each other. Confined to the desk's loop; the work is done on the
/// writer's thread.
///
/// Not in the transaction that files: a case has some forty keys, each on another page of the index, and nobody looks for
/// repeats in the second in which a case is filed. A few cases at a time, with a pause: after a restore, or where there were
/// cases before there was an index, it is made in the background.
final class RepeatWatch: @unchecked Sendable {
    /// Cases in one transaction: turns wait for it, so it is no longer than a commit of theirs.
    static let casesAtOnce = 4
    /// Between a filing and its mark, and between two transactions, in milliseconds. With `casesAtOnce` it bounds what marking
    /// takes of the writer: at most 66 cases a second.
    static let delay: Int64 = 60

    private let desk: Desk
    private var timer: Scheduled<Void>?
    private var running = false
    private var again = false
    private var stopped = false

    init(desk: Desk) { self.desk = desk }

    /// Something was filed, or the server begins.
    func changed() {
        guard !stopped else { return }
        guard !running else {
            again = true
            return
        }
        guard timer == nil else { return }
        timer = desk.loop.scheduleTask(in: .milliseconds(Self.delay)) { [self] in
            timer = nil
            look()
        }
    }

    func stop() {
        stopped = true
        timer?.cancel()
    }

    private func look() {
        guard !stopped, !desk.draining else { return }
        running = true
        let reading = CaseReading(script: desk.script, vault: desk.vault)
        desk.writer.run { store throws(StoreError) in
            try store.tendRepeats(limit: Self.casesAtOnce) { record, identity in reading.mark(record, identity) }
        } then: { [self] result in
            running = false
            var more = false
            switch result {
            case .success(let found): more = found
            case .failure(let error):
                desk.logger.error("repeats could not be looked for", metadata: ["error": "\(error.code)"])
            }
            let wanted = more || again
            again = false
            if wanted { changed() }
        }
    }
}
