// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@Suite struct RepeatRankingTests {
    static func ranked(_ keys: [[Int64]], persons: [[Int64]] = []) -> [RepeatRanking.Found] {
        var ranking = RepeatRanking()
        for cases in keys { ranking.add(cases) }
        for cases in persons { ranking.add(ofSamePerson: cases) }
        return ranking.ranked()
    }

    @Test("those of the same person come first, then those with more keys in common, then the newest") func order() {
        let found = Self.ranked([[4, 9], [4, 7], [9, 4], [8]], persons: [[7, 2]])
        #expect(found.map(\.id) == [7, 2, 4, 9, 8])
        #expect(found.map(\.keys) == [1, 0, 3, 2, 1])
        #expect(found.map(\.isSamePerson) == [true, true, false, false, false])
    }

    @Test("a person with two numbers is one case") func person() {
        let found = Self.ranked([], persons: [[5], [5]])
        #expect(found.map(\.id) == [5])
        #expect(found.map(\.keys) == [0])
        #expect(found.map(\.isSamePerson) == [true])
        #expect(Self.ranked([]).isEmpty)
        #expect(Self.ranked([[], []], persons: [[]]).isEmpty)
    }

    @Test("a key that two cases have says more than three that everybody has") func rare() {
        let common = (0..<RepeatMark.mostPerKey).map { Int64(1_000 + $0) }
        let found = Self.ranked([common, common, common, [2, 3]])
        #expect(found.prefix(2).map(\.id) == [3, 2])
        #expect(found.count == RepeatMark.mostPerKey + 2)
        // Keys that everybody has add up all the same.
        let many = Self.ranked([[Int64]](repeating: common, count: 9) + [[2, 3]])
        #expect(many.first?.id == common.last)
        #expect(many.first?.keys == 9)
    }

    @Test("the highest numbers that a store gives are told apart") func highest() {
        let last: Int64 = 1 << 47 - 1
        let found = Self.ranked([[last, last - 1], [last - 1]], persons: [[last]])
        #expect(found.map(\.id) == [last, last - 1])
        #expect(found.map(\.isSamePerson) == [true, false])
        #expect(found.map(\.keys) == [1, 2])
    }
}
