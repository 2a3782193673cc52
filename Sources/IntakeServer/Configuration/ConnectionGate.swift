// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Counts connections in total and per address. Confined to the desk's loop.
final class ConnectionGate: @unchecked Sendable {
    private let total: Int
    private let perAddress: Int
    private var open = 0
    private var byAddress: [String: Int] = [:]

    init(total: Int, perAddress: Int) {
        self.total = total
        self.perAddress = perAddress
    }

    /// Whether one more may come in; then it must `leave` again.
    func enter(_ address: String) -> Bool {
        guard open < total, byAddress[address, default: 0] < perAddress else { return false }
        open += 1
        byAddress[address, default: 0] += 1
        return true
    }

    func leave(_ address: String) {
        open -= 1
        if let count = byAddress[address], count > 1 {
            byAddress[address] = count - 1
        } else {
            byAddress[address] = nil
        }
    }

    /// Lets the channel in and counts it, or sends one line and closes it.
    func admit(_ channel: any Channel, desk: Desk, refusal: [UInt8], _ body: () throws -> Void) rethrows -> Bool {
        let address = channel.remoteAddress?.ipAddress ?? "?"
        guard enter(address) else {
            desk.metrics.connectionTurnedAway()
            var buffer = channel.allocator.buffer(capacity: refusal.count)
            buffer.writeBytes(refusal)
            channel.writeAndFlush(buffer).whenComplete { _ in channel.close(promise: nil) }
            return false
        }
        desk.metrics.connectionAccepted()
        channel.closeFuture.whenComplete { _ in self.leave(address) }
        try body()
        return true
    }
}
