// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import IntakeStore
import Logging
import NIOCore
import NIOPosix

/// The desk's timer for the outbox. Confined to the desk's loop; rows are taken and settled on the writer's thread and sent
/// on a thread of its own, so that a slow program delays nobody.
final class OutboxWatch: @unchecked Sendable {
    /// Seconds between two looks.
    static let interval: Int64 = 60

    private let desk: Desk
    private let sender: any OutboxSender
    private let threads = NIOThreadPool(numberOfThreads: 1)
    private var timer: RepeatedTask?
    private var running = false
    /// Something was put into it while it was looked at.
    private var again = false
    private var stopped = false

    init(desk: Desk, sender: any OutboxSender) {
        self.desk = desk
        self.sender = sender
    }

    func start() {
        threads.start()
        timer = desk.loop.scheduleRepeatedTask(initialDelay: .seconds(2), delay: .seconds(Self.interval)) {
            [self] _ in look()
        }
    }

    func stop() {
        stopped = true
        timer?.cancel()
        threads.shutdownGracefully { _ in }
    }

    /// Something may have been put into it.
    func look() {
        guard !stopped, !desk.draining else { return }
        guard !running else {
            again = true
            return
        }
        running = true
        again = false
        let pass = OutboxPass(
            sender: sender, plan: desk.script.office.reminders, calendar: desk.script.calendar, now: desk.clock.now())
        desk.writer.run { store throws(StoreError) in
            try pass.take(store)
        } then: { [self] result in
            switch result {
            case .success(let items) where !items.isEmpty: send(items, pass)
            case .success: rest()
            case .failure(let error): failed(error)
            }
        }
    }

    private func send(_ items: [OutboxItem], _ pass: OutboxPass) {
        let loop = desk.loop
        threads.submit { [self] state in
            // A server that stops leaves what it took to be tried again.
            let results = state == .active ? pass.send(items) : []
            loop.execute { [self] in settle(results, pass) }
        }
    }

    private func settle(_ results: [(id: Int64, error: String?)], _ pass: OutboxPass) {
        desk.writer.run { store throws(StoreError) in
            try pass.settle(results, store)
        } then: { [self] result in
            switch result {
            case .success(let outcome):
                desk.metrics.outbox(sent: outcome.sent, failed: outcome.failed)
                if outcome.failed > 0 {
                    desk.logger.warning("reminders could not be sent", metadata: ["count": "\(outcome.failed)"])
                }
                if outcome.givenUp > 0 { desk.pumpWatchers() }
                if outcome.more { again = true }
                rest()
            case .failure(let error): failed(error)
            }
        }
    }

    private func rest() {
        running = false
        if again { look() }
    }

    private func failed(_ error: StoreError) {
        running = false
        desk.logger.error("the outbox could not be looked at", metadata: ["error": "\(error.code)"])
    }
}
