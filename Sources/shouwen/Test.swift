// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogEngine
import DialogScript

struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the conversations under dialogs/tests.", discussion: "Example: shouwen test dialogs")

    @Argument(help: "Folder.") var directory = "dialogs"

    func run() throws {
        let script = try loadScript(directory)
        let (tests, diagnostics) = ConversationTest.load(directory)
        for diagnostic in diagnostics { warn("\(diagnostic)") }
        var failed = 0
        for test in tests {
            let problems = test.run(script)
            if problems.isEmpty { continue }
            failed += 1
            for problem in problems { print("\(problem)") }
        }
        print("\(tests.count - failed) passed, \(failed) failed")
        guard failed == 0, diagnostics.isEmpty else { throw ExitCode.failure }
    }
}
