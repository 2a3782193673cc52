// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import IntakeServer

@Suite struct KeptOrderTests {
    @Test("However elements come and go, they stand as if sorted anew", arguments: 1...8 as ClosedRange<UInt64>)
    func order(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func next(_ limit: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % limit)
        }
        var order = KeptOrder<Int>(>)
        var all: Set<Int> = Set((0..<next(40)).map { _ in next(200) })
        order.fill(all)
        for _ in 0..<400 {
            let element = next(200)
            if next(2) == 0 {
                order.remove(element)
                all.remove(element)
            } else if all.insert(element).inserted {
                order.insert(element)
            }
            #expect(order.elements == all.sorted(by: >), "seed \(seed)")
        }
    }
}
