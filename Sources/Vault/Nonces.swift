// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import Synchronization

/// Nonces of 96 bits that never come twice: 64 bits drawn at random when the process starts (and again after 2³²
/// nonces), then a counter of 32 bits. A system call for every record would cost as much as sealing it.
enum Nonces {
    private struct State {
        var prefix = UInt64.random(in: .min ... .max)
        var counter: UInt32 = 0
    }

    private static let state = Mutex(State())

    static func nonce() throws -> AES.GCM.Nonce {
        let (prefix, counter) = next()
        return try withUnsafeTemporaryAllocation(byteCount: 12, alignment: 8) { bytes in
            bytes.storeBytes(of: prefix, as: UInt64.self)
            bytes.storeBytes(of: counter, toByteOffset: 8, as: UInt32.self)
            return try AES.GCM.Nonce(data: UnsafeRawBufferPointer(bytes))
        }
    }

    static func next() -> (UInt64, UInt32) {
        state.withLock { state in
            let (counter, wrapped) = state.counter.addingReportingOverflow(1)
            if wrapped { state.prefix = UInt64.random(in: .min ... .max) }
            state.counter = counter
            return (state.prefix, counter)
        }
    }
}
