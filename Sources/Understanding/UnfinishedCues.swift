// SPDX-License-Identifier: Apache-2.0

/// Cues of several slots of which a text has shown the first so far.
///
/// Only what a text begins is kept, however many such cues there are; cues are looked up by a few bits of their number.
struct UnfinishedCues {
    private struct Cue {
        var cue: Int32
        /// The one looked up before it under the same bits, or -1.
        var next: Int32
        /// Where the first slot begins.
        var start: Int32
        /// Where each slot but the last ends; -1 where it has not been seen since the first slot began.
        var ends: (Int32, Int32, Int32)
    }

    private var cues: [Cue] = []
    private var heads: [Int32] = []
    /// More than most texts begin, so that what was not begun is known by one look.
    private static let headCount = 256

    /// A bit for some bits of the number of each cue whose last word stands in the text: no other is begun.
    private var expected: [UInt64] = []
    private static let expectedBits: Int32 = 1024

    /// Notes which cues a text can complete.
    ///
    /// - Parameter first: The first use of each word; those of later slots come before those of the first.
    mutating func expect(
        _ words: [CueMatcher.Found], _ first: UnsafeMutableBufferPointer<CueBook.Use>,
        _ uses: UnsafeBufferPointer<CueBook.Use>
    ) {
        for at in words.indices where first[at].slot > 0 {
            if expected.isEmpty { expected = [UInt64](repeating: 0, count: Int(Self.expectedBits) / 64) }
            var use = first[at]
            var position = Int(words[at].word)
            while use.slot > 0 {
                if use.slot == use.lastSlot {
                    let bit = use.cue & (Self.expectedBits - 1)
                    expected[Int(bit >> 6)] |= 1 << UInt64(bit & 63)
                }
                if use.isLast { break }
                position += 1
                use = uses[position]
            }
        }
    }

    /// Whether the text may complete a cue.
    @inline(__always)
    private func isExpected(_ cue: Int32) -> Bool {
        if expected.isEmpty { return false }
        let bit = cue & (Self.expectedBits - 1)
        return expected[Int(bit >> 6)] >> UInt64(bit & 63) & 1 == 1
    }

    /// A word was found that fills a slot of a cue.
    ///
    /// - Returns: where the cue begins if the word completes it.
    @inline(__always)
    mutating func go(
        on use: CueBook.Use, from start: Int32, to end: Int32, in text: NormalisedText
    ) -> Int32? {
        guard isExpected(use.cue) else { return nil }
        if heads.isEmpty {
            guard use.slot == 0 else { return nil }
            heads = [Int32](repeating: -1, count: Self.headCount)
            cues.reserveCapacity(min(text.count, 128))
        }
        let head = Int(use.cue) & (Self.headCount - 1)
        var at = heads[head]
        while at >= 0, cues[Int(at)].cue != use.cue { at = cues[Int(at)].next }
        guard use.slot > 0 else {
            if at < 0 {
                at = Int32(cues.count)
                cues.append(Cue(cue: use.cue, next: heads[head], start: start, ends: (end, -1, -1)))
                heads[head] = at
            } else {
                cues[Int(at)].start = start
                cues[Int(at)].ends = (end, -1, -1)
            }
            return nil
        }
        guard at >= 0 else { return nil }
        let ends = cues[Int(at)].ends
        let before = use.slot == 1 ? ends.0 : use.slot == 2 ? ends.1 : ends.2
        guard before >= 0, before <= start, start - before <= Int32(use.gap),
            text.strongestBreak(in: Int(before)..<Int(start)) < .sentence
        else { return nil }
        if use.slot == use.lastSlot { return cues[Int(at)].start }
        if use.slot == 1 { cues[Int(at)].ends.1 = end } else { cues[Int(at)].ends.2 = end }
        return nil
    }
}
