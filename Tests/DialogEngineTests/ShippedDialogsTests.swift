// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import DialogScript
import IntakeModel
import Testing

@Suite("Shipped dialogs")
struct ShippedDialogsTests {
    @Test("they load without any diagnostic")
    func loadClean() {
        #expect(Shipped.loaded.diagnostics.map(\.description) == [])
        #expect(Shipped.loaded.script != nil)
    }

    @Test("their conversation tests can be read")
    func testsClean() {
        #expect(Shipped.tests.diagnostics.map(\.description) == [])
        #expect(Shipped.tests.tests.count >= 20)
    }

    @Test("every conversation goes as written", arguments: Shipped.tests.tests.map(\.file))
    func conversation(_ file: String) throws {
        let test = try #require(Shipped.tests.tests.first { $0.file == file })
        let failures = test.run(try Shipped.script())
        for failure in failures { Issue.record("\(failure)") }
    }
}
