// SPDX-License-Identifier: Apache-2.0

import NIOConcurrencyHelpers

/// Wakes one listening page: an element at once, and one whenever there may be something new.
public struct NewsFeed: Sendable {
    /// Ends when the desk stops, when the listener is sent away, or by ``end()``.
    public let wakes: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let ending = NIOLockedValueBox(Ending())

    private struct Ending {
        var isOver = false
        var body: (@Sendable () -> Void)?
    }

    init() {
        (wakes, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        continuation.onTermination = { [ending] _ in
            let body = ending.withLockedValue { ending in
                ending.isOver = true
                defer { ending.body = nil }
                return ending.body
            }
            body?()
        }
    }

    /// Nobody listens any more. A second call does nothing.
    public func end() { continuation.finish() }

    func wake() { continuation.yield() }

    /// Called once, from any thread, when the feed has ended, however it did; at once when it has.
    func whenEnded(_ body: @escaping @Sendable () -> Void) {
        let isOver = ending.withLockedValue { ending in
            if !ending.isOver { ending.body = body }
            return ending.isOver
        }
        if isOver { body() }
    }
}
