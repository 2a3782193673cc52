// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript
import Foundation
import IntakeModel
import IntakeStore
import SQLiteStore
import Understanding

struct Examples: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Examples that officers gave by putting cases right (更正).", subcommands: [Export.self],
        defaultSubcommand: Export.self)

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write what officers put right as a file of labelled examples.",
            discussion: """
                Example: shouwen examples export > ours.yaml; shouwen eval ours.yaml --wrong; shouwen train --data ours.yaml
                The words are the petitioners', with names and numbers masked; read them before passing the file on. Nothing
                of a 举报 is in it.
                """)

        @OptionGroup var options: DataOptions
        @Flag(help: "Instead the questions whose answer was put right: id of the answer, tab, question.")
        var answers = false

        func run() throws {
            let script = try loadScript(options.dialogs)
            let store = try options.openReading(script)
            let found = try store.cases(viewer: try options.viewer(store)).compactMap(CorrectedText.init)
            guard answers else {
                let examples = found.map(\.example).filter { $0.purpose != nil || $0.topic != nil }
                print(ExampleFile.text(examples, note: "本局更正过的，原话里的姓名号码已经遮去。"), terminator: "")
                return
            }
            for item in found {
                guard let id = item.answer else { continue }
                print("\(id)\t\(item.example.text.replacing("\t", with: " "))")
            }
        }
    }
}
