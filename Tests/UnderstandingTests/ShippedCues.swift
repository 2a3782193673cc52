// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Foundation
import IntakeModel
import Testing
import Understanding

/// The cues, answers and examples of this repository, read once, and the day the tests are set in.
enum Shipped {
    static let today = CivilDate(year: 2026, month: 11, day: 23) ?? .earliest

    private static let root: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        // Tests/UnderstandingTests/ShippedCues.swift lies beside dialogs.
        parts.removeLast(3)
        return parts.joined(separator: "/")
    }()

    /// The dialogs folder of this repository.
    static let directory = root + "/dialogs"

    /// The labelled texts of a file in Tests/Data, which nothing is learned from.
    static func data(_ name: String) -> [Example] {
        let diagnostics = Diagnostics()
        return ExampleLoader.load(
            YAMLValue.read(path: "\(root)/Tests/Data/\(name)", as: name, diagnostics).map { [$0] } ?? [])
    }

    private static func roots(_ folder: String, _ diagnostics: Diagnostics) -> [YAMLValue] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(folder)")) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().compactMap {
            YAMLValue.read(path: "\(directory)/\(folder)/\($0)", as: "\(folder)/\($0)", diagnostics)
        }
    }

    private static let loaded: (cues: CueBook, answers: AnswerBook, examples: [Example], diagnostics: [Diagnostic]) = {
        let diagnostics = Diagnostics()
        let cues = CueLoader.load(roots("cues", diagnostics))
        let answers = AnswerLoader.book(roots("answers", diagnostics))
        let examples = ExampleLoader.load(roots("examples", diagnostics))
        return (cues, answers, examples, diagnostics.sorted)
    }()

    static var diagnostics: [Diagnostic] { loaded.diagnostics }
    static var cues: CueBook { loaded.cues }
    static var answers: [Answer] { loaded.answers.answers }
    static var examples: [Example] { loaded.examples }
    static let model = LearningMaterial.read(directory).material?.current
    static let understander = Understander(
        cues: loaded.cues, model: model?.model, answers: loaded.answers)
}
