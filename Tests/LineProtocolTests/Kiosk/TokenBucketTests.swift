// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

@Suite struct TokenBucketTests {
    @Test func aBurstThenTheRate() {
        var bucket = TokenBucket(capacity: 3, perSecond: 2, now: 0)
        for _ in 0..<3 { #expect(bucket.take(now: 0) == true) }
        #expect(bucket.take(now: 0) == false)
        #expect(bucket.wait(now: 0) == 500)
        #expect(bucket.take(now: 499) == false)
        #expect(bucket.take(now: 500) == true)
        #expect(bucket.take(now: 501) == false)
        #expect(bucket.take(3, now: 100_000) == true)
        #expect(bucket.take(now: 100_000) == false)
    }

    @Test func spendingIntoDebtTellsThePause() {
        var bucket = TokenBucket(capacity: 10, perSecond: 10, now: 0)
        #expect(bucket.spend(10, now: 0) == 0)
        #expect(bucket.spend(5, now: 0) == 500)
        #expect(bucket.spend(0, now: 500) == 0)
        #expect(bucket.spend(1_000_000, now: 500) == 1000)  // the debt is bounded
    }

    @Test func oddClocksAndNumbers() {
        var bucket = TokenBucket(capacity: 1, perSecond: 1, now: 1000)
        #expect(bucket.take(now: 1000) == true)
        #expect(bucket.take(now: 0) == false)  // backwards: nothing comes back
        #expect(bucket.take(now: 1000) == true)
        #expect(bucket.take(now: .max) == true)
        var far = TokenBucket(capacity: 1, perSecond: 1, now: .min)
        #expect(far.take(now: .min) == true)
        #expect(far.take(now: .max) == true)
        var never = TokenBucket(capacity: 1, perSecond: 0, now: 0)
        #expect(never.take(now: 0) == true)
        #expect(never.take(now: 1_000_000) == false)
        #expect(never.wait(now: 2_000_000) == .max)
        #expect(never.wait(for: 2, now: 0) == .max)
        var negative = TokenBucket(capacity: -5, perSecond: -1, now: 0)
        #expect(negative.take(now: 10) == false)
        #expect(negative.take(-1, now: 10) == true)
    }

    @Test(arguments: UInt64(1)...30)
    func neverMoreThanBurstAndRate(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let capacity = Int.random(in: 1...50, using: &random)
        let rate = Int.random(in: 1...50, using: &random)
        var bucket = TokenBucket(capacity: capacity, perSecond: rate, now: 0)
        var now: Int64 = 0
        var taken = 0
        for _ in 0..<500 {
            now += Int64.random(in: 0...60, using: &random)
            let count = Int.random(in: 1...3, using: &random)
            if bucket.take(count, now: now) { taken += count }
            #expect(Int64(taken) * 1000 <= Int64(capacity) * 1000 + now * Int64(rate), "seed \(seed)")
        }
        #expect(taken > 0, "seed \(seed)")
    }
}
