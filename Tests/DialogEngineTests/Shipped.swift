// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import DialogScript
import IntakeModel
import Testing

/// Told in full by the test that loads them.
struct DialogsHaveErrors: Error {}

/// The dialogs of this repository, read once.
enum Shipped {
    static let directory: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        // Tests/DialogEngineTests/Shipped.swift lies beside dialogs.
        parts.removeLast(3)
        return parts.joined(separator: "/") + "/dialogs"
    }()

    static let loaded = Script.load(directory)
    static let tests = ConversationTest.load(directory)
    static let today = CivilDate(year: 2026, month: 11, day: 23) ?? .earliest

    static func script() throws -> Script {
        guard let script = loaded.script else { throw DialogsHaveErrors() }
        return script
    }
}
