// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Acknowledgements of relays that wait for the next write: they are worth no sync of their own.
final class PendingAcks: Sendable {
    private let acks = Mutex<[Int64: Int64]>([:])

    /// Past this many a write of their own is due, so that memory stays bounded.
    static let limit = 4096

    /// - Returns: how many legs wait now.
    func note(leg: Int64, through seq: Int64) -> Int {
        acks.withLock { acks in
            acks[leg] = max(acks[leg] ?? 0, seq)
            return acks.count
        }
    }

    func seq(ofLeg leg: Int64) -> Int64? { acks.withLock { $0[leg] } }

    var all: [Int64: Int64] { acks.withLock { $0 } }

    /// Forgets what was written, unless a later one came meanwhile.
    func remove(_ written: [Int64: Int64]) {
        acks.withLock { acks in
            for (leg, seq) in written where acks[leg] == seq { acks[leg] = nil }
        }
    }
}
