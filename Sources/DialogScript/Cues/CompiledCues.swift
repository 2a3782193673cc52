// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Understanding

/// Cues compiled side by side on all processors, in the order given.
struct CompiledCues {
    /// One for each source.
    let results: [Result<CuePattern, CuePattern.Failure>]

    /// So many are compiled at a time: some hundred microseconds.
    private static let chunk = 256

    init(_ sources: [String]) {
        let count = (sources.count + Self.chunk - 1) / Self.chunk
        let parts = Parts(count)
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let from = index * Self.chunk
            parts.set(
                sources[from..<min(from + Self.chunk, sources.count)].map { source in
                    Result { () throws(CuePattern.Failure) in try CuePattern(source) }
                }, at: index)
        }
        results = parts.all
    }

    /// Filled by several threads, each its own places.
    private final class Parts: @unchecked Sendable {
        private let queue = DispatchQueue(label: "shouwen.cues")
        private var parts: [[Result<CuePattern, CuePattern.Failure>]]

        init(_ count: Int) { parts = Array(repeating: [], count: count) }

        func set(_ part: [Result<CuePattern, CuePattern.Failure>], at index: Int) {
            queue.sync { parts[index] = part }
        }

        var all: [Result<CuePattern, CuePattern.Failure>] { queue.sync { parts.flatMap(\.self) } }
    }
}
