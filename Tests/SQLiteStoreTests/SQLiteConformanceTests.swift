// SPDX-License-Identifier: Apache-2.0

import Foundation
import IntakeModel
import IntakeStore
import StoreConformance
import Testing

@testable import SQLiteStore

/// A data folder that goes with its test.
final class DataScratch: Sendable {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("desk-\(UUID().uuidString)").path

    var database: String { "\(path)/desk.db" }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func open(
        _ clock: TestClock = TestClock(), mode: SQLiteStore.Mode = .serve, options: SQLiteStore.Options = .init()
    ) throws -> SQLiteStore {
        try SQLiteStore.open(folder: path, mode: mode, policy: clock.policy, options: options)
    }
}

@Suite struct SQLiteConformanceTests {
    /// Runs a check with a second process's view of the same folder.
    private func run(_ check: StoreConformance.Check, _ options: SQLiteStore.Options) throws {
        let scratch = DataScratch()
        let clock = TestClock()
        let store = try scratch.open(clock, options: options)
        let second = try scratch.open(clock, mode: .readOnly)
        try check.run(StoreFixture(store: store, second: second, clock: clock))
        #expect(try store.verify() == [])
        #expect(try second.verify() == [])
        try second.close()
        try store.close()
        let again = try scratch.open(clock, options: options)
        #expect(try again.verify() == [])
        try again.close()
    }

    @Test(arguments: StoreConformance.checks)
    func conforms(_ check: StoreConformance.Check) throws {
        try run(check, .init())
    }

    /// Nothing is held in memory for long, and the journal's index is written all the time.
    @Test(arguments: StoreConformance.checks)
    func conformsWithoutMemory(_ check: StoreConformance.Check) throws {
        var options = SQLiteStore.Options()
        options.conversationsInMemory = 2
        options.indexBatch = 3
        try run(check, options)
    }
}
