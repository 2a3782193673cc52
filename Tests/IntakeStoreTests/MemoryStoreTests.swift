// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import StoreConformance
import Testing

@Suite struct MemoryStoreTests {
    @Test(arguments: StoreConformance.checks)
    func conforms(_ check: StoreConformance.Check) throws {
        let clock = TestClock()
        let store = MemoryStore(policy: clock.policy)
        try check.run(StoreFixture(store: store, second: store, clock: clock))
    }

    @Test func stopsWritingWhenTold() throws {
        let store = MemoryStore(policy: TestClock().policy)
        store.stopWriting()
        #expect(!store.isWritable)
        #expect(throws: StoreError.self) { try store.reserveIDs(1) }
        #expect(try store.officers().isEmpty)
    }
}
