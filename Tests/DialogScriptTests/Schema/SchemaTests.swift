// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import DialogEngine
@testable import DialogScript

@Suite("Published schemas") struct SchemaTests {
    private func published(_ file: SchemaFile) throws -> String {
        try String(
            contentsOfFile: "\(Repository.root)/dialogs/schema/\(file.rawValue).schema.json", encoding: .utf8)
    }

    @Test("each is what the program writes: shouwen check --schema NAME", arguments: SchemaFile.allCases)
    func current(_ file: SchemaFile) throws { #expect(try published(file) == file.text) }

    @Test("every key that the reader knows is in the schema, and the reverse", arguments: SchemaFile.allCases)
    func keys(_ file: SchemaFile) throws {
        let schema = try SchemaValidator(published(file))
        var expected: [String: Set<String>] = [:]
        for (index, shape) in file.shapes.enumerated() {
            expected[index == 0 ? "" : shape.name] = Set(shape.required + shape.optional)
            #expect(Set(shape.required + shape.optional).count == shape.keys.count, "\(shape.name): a key twice")
            #expect(Set(shape.oneOf).union(shape.only.keys).isSubset(of: shape.required + shape.optional))
        }
        #expect(schema.properties == expected)
        #expect(schema.references().isSubset(of: Set(expected.keys.map { "#/$defs/\($0)" })))
    }

    /// Readers have no keys of their own: each reads by a table, which is what the schema is written from.
    @Test("no reader checks keys that stand in no table") func readers() throws {
        let folder = URL(fileURLWithPath: Repository.root + "/Sources/DialogScript").resolvingSymlinksInPath().path
        let names = try #require(FileManager.default.subpaths(atPath: folder)).filter { $0.hasSuffix(".swift") }
        #expect(names.count > 40)
        for name in names where !name.hasPrefix("YAML/") {
            let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            #expect(!text.contains("required: [\""), "\(name)")
        }
    }

    /// What the reader of conversation tests answers to a key that nobody knows lists those that it knows.
    @Test(
        "the reader of conversation tests knows the keys of its schema and no others",
        arguments: [(YAMLShape.test, "不会有的键: 1\n"), (.testTurn, "version: 1\ntest: x\nturns: [{不会有的键: 1}]\n")])
    func conversationTests(_ shape: YAMLShape, _ text: String) throws {
        let diagnostics = Diagnostics()
        _ = YAMLValue.parse(text, file: "tests/x.yaml", diagnostics).flatMap { ConversationTest.load($0) }
        let message = try #require(diagnostics.all.first { $0.code == .unknownKey }?.message)
        let listed = try #require(message.split(separator: " ").last).split(separator: "、").map(String.init)
        #expect(Set(listed) == Set(shape.required + shape.optional))
    }

    @Test(
        "every shipped file is valid",
        arguments: ShippedFiles.folder.files.map(\.path).filter { !$0.hasSuffix(".mustache") })
    func shipped(_ path: String) throws {
        let file = try #require(SchemaFile(path: path), "\(path)")
        let text = try #require(ShippedFiles.texts[path])
        #expect(try SchemaValidator(file.text).findings(text) == [])
    }

    @Test("what the reader takes, the schema takes", arguments: DiagnosticCode.allCases)
    func mended(_ code: DiagnosticCode) throws {
        guard let example = code.example, !example.mended.isEmpty, let file = SchemaFile(path: example.path) else {
            return
        }
        #expect(try SchemaValidator(file.text).findings(example.mended) == [])
    }

    @Test(
        "what is a matter of keys and types, the schema refuses, too",
        arguments: [
            DiagnosticCode.wrongType, .unknownKey, .missingKey, .outOfRange, .notAChoice, .stepKind, .misplacedKey,
            .testInput, .testProgress,
        ])
    func refused(_ code: DiagnosticCode) throws {
        let example = try #require(code.example)
        guard case .text(let text?) = example.failing else { return }
        let file = try #require(SchemaFile(path: example.path))
        #expect(try !SchemaValidator(file.text).findings(text).isEmpty)
    }

    @Test("files that carry the line for editors name their own schema") func references() throws {
        for (path, text) in ShippedFiles.texts {
            for line in text.split(separator: "\n").prefix(3) where line.hasPrefix("# yaml-language-server:") {
                let file = try #require(SchemaFile(path: path))
                let up = path.contains("/") ? "../" : ""
                #expect(line == "# yaml-language-server: $schema=\(up)schema/\(file.rawValue).schema.json", "\(path)")
            }
        }
    }
}
