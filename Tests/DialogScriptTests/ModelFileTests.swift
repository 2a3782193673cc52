// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing
import Understanding

@testable import DialogScript

@Suite struct ModelFileTests {
    static let examples = [
        Example(text: "低保停了，不服", purpose: .appeal), Example(text: "低保停了 不服气", purpose: .appeal),
        Example(text: "路灯坏了", purpose: .relief), Example(text: "路灯又坏了", purpose: .relief, safety: []),
    ]

    private static func read(_ text: String, _ diagnostics: Diagnostics) -> ModelFile? {
        YAMLValue.parse(Array(text.utf8), file: ModelFile.path, diagnostics).flatMap(ModelFile.read)
    }

    @Test func whatIsWrittenIsRead() throws {
        let (model, _) = ModelTrainer(book: CueBook(groups: [])).train(Self.examples)
        let file = ModelFile(
            model: model, examples: ModelFile.digest(Self.examples), purpose: 0.8125, topic: 0.5)
        let diagnostics = Diagnostics()
        let again = try #require(Self.read(file.text, diagnostics))
        #expect(diagnostics.sorted.isEmpty)
        #expect(again.model == model)
        #expect(again.examples == file.examples)
        #expect(again.purpose == 0.8125)
        #expect(again.text == file.text)
    }

    @Test func theDigestSeesEveryLabel() {
        let digest = ModelFile.digest(Self.examples)
        #expect(digest.utf8.count == 64)
        for change in 0..<4 {
            var examples = Self.examples
            switch change {
            case 0: examples[0].text = "低保停了，不服！"
            case 1: examples[1].purpose = .relief
            case 2: examples[2].topic = .other
            default: examples[3].safety = nil
            }
            #expect(ModelFile.digest(examples) != digest)
        }
    }

    @Test(arguments: ["model: 坏了", "model: AAAA", "model: \"\""]) func damageIsTold(_ line: String) {
        let diagnostics = Diagnostics()
        let file = Self.read("version: 1\nexamples: a\npurpose: 0\ntopic: 0\n\(line)\n", diagnostics)
        #expect(file == nil)
        #expect(diagnostics.sorted.map(\.code) == [.modelDamaged] || diagnostics.sorted.map(\.code) == [.emptyText])
    }

    @Test func aTableOfLabelledTexts() throws {
        let table = """
            purpose\taccepted\ttitle\tbody\tsafety\ttopic
            求决\t求决/举报\t违建\t挡光了\t\t城乡建设
            其他\t其他\t\t您好\t\t
            \t\t\t活着没意思\t自伤\t
            """
        let file = try #require(LabelledFile.table(table, "t.tsv").file)
        #expect(file.items.count == 3)
        #expect(file.items[0].example.text == "违建。挡光了")
        #expect(file.items[0].accepted == [.relief, .report])
        #expect(file.items[0].example.topic == Topic(level1: "城乡建设"))
        #expect(file.items[0].example.safety == [])
        #expect(file.items[1].accepted.isEmpty && file.items[1].example.purpose == nil)
        #expect(file.items[2].example.safety == [.selfHarm])
        #expect(LabelledFile.table("a\tb\n1\t2", "t.tsv").file == nil)
        #expect(LabelledFile.table("", "t.tsv").file == nil)
    }

    /// A conversation keeps the version it began with, the model included, and has no use for the examples.
    @Test func sourcesHoldTheModelAndNotTheExamples() throws {
        var files = DiagnosticExample.base
        let (model, _) = ModelTrainer(book: CueBook(groups: [])).train(Self.examples)
        files[ModelFile.path] = ModelFile(model: model, examples: "0", purpose: 0, topic: 0).text
        let script = try #require(Script.load(files: files).script)
        #expect(script.understander.model == model)
        let again = try #require(Script.load(sources: script.sources).script)
        #expect(again.understander.model == model)
        files["examples/e.yaml"] = "version: 1\nexamples: []\n"
        #expect(Script.load(files: files).script?.hash == script.hash)
        files[ModelFile.path] = nil
        #expect(Script.load(files: files).script?.hash != script.hash)
    }
}
