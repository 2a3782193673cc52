// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript
import Foundation
import LineProtocol
import Understanding

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Learn purposes, topics and dangers from dialogs/examples.",
        discussion: """
            Example: shouwen train
            Writes dialogs/model/understanding.yaml; the same examples and cues give the same file, byte for byte.
            """)

    @Option(help: "Folder of dialogs.") var dialogs = "dialogs"
    @Option(help: "Further labelled texts, a table or a file of examples; may be given several times.")
    var data: [String] = []
    @Option(help: "Where to write; default: model/understanding.yaml in the folder of dialogs.") var out: String?
    @Flag(help: "Write nothing; fail if the file there is not what would be written.") var verify = false
    @Flag(help: "Write even a model that is worse than the one there.") var force = false
    @Flag(help: "JSON.") var json = false

    /// A model that is right so much less often in cross-validation is refused.
    static let tolerated = 0.01

    func run() throws {
        let (material, diagnostics) = LearningMaterial.read(dialogs)
        for diagnostic in diagnostics { warn("\(diagnostic)") }
        guard let material else { throw Failure("the examples or cues in \(dialogs) have errors: mend them first") }
        var taught: [Example] = []
        for path in data {
            let (file, reason) = LabelledFile.read(path)
            guard let file else { throw Failure(reason) }
            taught += file.items.map(\.example)
        }
        let (model, report) = ModelTrainer(book: material.cues).train(material.examples, taught: taught)
        // The digest is that of the examples in the folder: what the check can see.
        let file = ModelFile(
            model: model, examples: ModelFile.digest(material.examples), purpose: report.purpose.accuracy,
            topic: report.topic.accuracy)
        let text = file.text
        let path = out ?? "\(dialogs)/\(ModelFile.path)"
        tell(report, model, bytes: text.utf8.count)
        if verify {
            guard FileManager.default.contents(atPath: path) == Data(text.utf8) else {
                throw Failure("\(path) is not what these examples and cues give: run shouwen train")
            }
            return
        }
        if let current = material.current, !force,
            file.purpose < current.purpose - Self.tolerated || file.topic < current.topic - Self.tolerated
        {
            throw Failure(
                "refused: purposes \(current.purpose.percent) → \(file.purpose.percent), topics "
                    + "\(current.topic.percent) → \(file.topic.percent); --force writes it all the same")
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        if !json { print("\(path)") }
    }

    private func tell(_ report: ModelTrainer.Report, _ model: LinearModel, bytes: Int) {
        if json {
            return printJSON { writer in
                writer.object { writer in
                    writer.member("features", Int64(model.featureCount))
                    writer.member("memory", Int64(model.byteCount))
                    writer.member("file", Int64(bytes))
                    for (name, part) in [("purpose", report.purpose), ("topic", report.topic)] {
                        writer.key(dynamic: name)
                        writer.object { writer in
                            writer.member("texts", Int64(part.count))
                            writer.key("accuracy")
                            writer.value(.double(part.accuracy.rounded3))
                            writer.key("macro_f1")
                            writer.value(.double(part.macroF1.rounded3))
                        }
                    }
                    writer.key("danger")
                    writer.object { writer in
                        writer.member("texts", Int64(report.danger.count))
                        writer.key("found")
                        writer.value(.double(report.danger.accuracy.rounded3))
                        writer.key("false_alarms")
                        writer.value(.double(report.danger.falseAlarms.rounded3))
                    }
                }
            }
        }
        print("特征 \(model.featureCount) 个，占内存 \(model.byteCount / 1024) KiB，文件 \(bytes / 1024) KiB；五折交叉检验：")
        print(
            "  目的 \(report.purpose.count) 句，对 \(report.purpose.accuracy.percent)，macro-F1 \(report.purpose.macroF1.rounded3)"
        )
        print(
            "  分类 \(report.topic.count) 句，对 \(report.topic.accuracy.percent)，macro-F1 \(report.topic.macroF1.rounded3)")
        print(
            "  危险 \(report.danger.count) 句，不靠关键词找到 \(report.danger.accuracy.percent)，虚报 \(report.danger.falseAlarms.rounded3)"
        )
    }
}
