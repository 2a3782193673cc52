// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript
import LineProtocol

struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What a change does to steps, texts and running conversations.",
        discussion: "Example: shouwen diff dialogs ../dialogs-new")

    @Argument(help: "Folder of the old version.") var old: String
    @Argument(help: "Folder of the new version.") var new: String
    @Flag(help: "JSON.") var json = false

    func run() throws {
        let diff = ScriptDiff(from: try Self.read(old), to: try Self.read(new))
        guard json else { return print(diff.text, terminator: "") }
        printJSON { writer in
            writer.object { writer in
                Self.write(diff.flows, "flows", &writer)
                Self.write(diff.steps, "steps", &writer)
                Self.write(diff.slots, "slots", &writer)
                Self.write(diff.texts, "texts", &writer)
                Self.write(diff.answers, "answers", &writer)
                Self.write(diff.cues, "cues", &writer)
                Self.write(diff.others, "others", &writer)
                writer.key("conversations")
                writer.array { writer in
                    for place in diff.places {
                        writer.object { writer in
                            writer.member("step", place.step)
                            writer.member("standing", place.standing.rawValue)
                            writer.member(ifPresent: "suggestion", place.suggestion)
                        }
                    }
                }
            }
        }
    }

    private static func read(_ path: String) throws -> ScriptFolder {
        let diagnostics = Diagnostics()
        let folder = ScriptFolder.read(path, diagnostics)
        guard !folder.files.isEmpty else {
            throw Failure(diagnostics.sorted.first?.description ?? "\(path): there are no .yaml files in this folder")
        }
        return folder
    }

    private static func write(_ changes: [ScriptDiff.Change], _ key: StaticString, _ writer: inout JSONWriter) {
        writer.key(key)
        writer.array { writer in
            for change in changes {
                writer.object { writer in
                    writer.member("change", change.sort.rawValue)
                    writer.member("name", change.name)
                    writer.member("file", change.file)
                    writer.member("line", Int64(change.line))
                    writer.key("details")
                    writer.array { writer in
                        for detail in change.details {
                            writer.object { writer in
                                writer.member("part", detail.part)
                                writer.member(orNull: "before", detail.before)
                                writer.member(orNull: "after", detail.after)
                            }
                        }
                    }
                }
            }
        }
    }
}
