// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import Testing

@Suite struct CodeTriesTests {
    private func at(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: 1_000_000_000 + seconds * 1000) }

    @Test(arguments: [(0, 0), (3, 0), (4, 5), (5, 10), (11, 640), (12, 900), (500, 900)])
    func waitsGrow(_ tries: Int, _ seconds: Int) {
        var count = CodeTries()
        for _ in 0..<tries { count.addWrong(at: at(0)) }
        #expect(count.wait(.number, at: at(0)) == seconds)
        #expect(count.wait(.number, at: at(Int64(seconds))) == 0)
    }

    @Test func aClockSetBackLocksNobodyOut() {
        var count = CodeTries()
        for _ in 0..<4 { count.addWrong(at: at(100_000)) }
        #expect(count.wait(.number, at: at(0)) == 5)
    }

    @Test func partsOfASecondAreWaitedFor() {
        var count = CodeTries()
        for _ in 0..<4 { count.addWrong(at: at(0)) }
        #expect(count.wait(.number, at: at(5).adding(milliseconds: -1)) == 1)
    }
}
