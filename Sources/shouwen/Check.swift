// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check everything under dialogs/.", discussion: "Example: shouwen check dialogs")

    @Argument(help: "Folder.") var directory = "dialogs"

    func run() throws {
        let (script, diagnostics) = Script.load(directory)
        for diagnostic in diagnostics { print("\(diagnostic)") }
        guard script != nil else { throw ExitCode.failure }
        print("\(directory): 可以用（\(diagnostics.count) 条提醒）。")
    }
}
