// SPDX-License-Identifier: Apache-2.0

/// The published JSON Schemas (draft 2020-12), one for each kind of file, written from the tables that the readers check
/// keys against.
public enum SchemaFile: String, Sendable, CaseIterable {
    case flow, answers, office, routing, moves, cues, locale, translation, test, rules, calendar, examples, model,
        documents

    /// The kind of file at `path` within a dialogs folder; nil for what nobody reads.
    public init?(path: String) {
        let parts = path.split(separator: "/")
        switch (parts.count, parts.first) {
        case (1, "office.yaml"): self = .office
        case (1, "routing.yaml"): self = .routing
        case (1, "moves.yaml"): self = .moves
        case (2, "flows"): self = .flow
        case (2, "answers"): self = .answers
        case (2, "cues"): self = .cues
        case (2, "locales"): self = path == ScriptReader.mainLocale ? .locale : .translation
        case (2, "tests"): self = .test
        case (2, "rules"): self = .rules
        case (2, "calendars"): self = .calendar
        case (2, "examples"): self = .examples
        case (2, "model"): self = .model
        case (2, "documents") where path.hasSuffix(".yaml"): self = .documents
        default: return nil
        }
    }

    /// The table of the whole file first, then those it refers to.
    package var shapes: [YAMLShape] {
        switch self {
        case .flow:
            [.flow, .slot, .step, .option, .branch, .lookup, .assignments, .condition, .past, .said, .wording, .wayOut]
        case .answers: [.answers, .approval, .answer, .basis, .elsewhere]
        case .office: [.office, .unit, .duty, .turn, .reminders, .reminder, .officePapers]
        case .routing: [.routing, .route]
        case .moves: [.moves, .move]
        case .cues: [.cues, .group, .mark, .combination]
        case .locale: [.locale, .words, .replies, .phrases, .wording]
        case .translation:
            [
                .translation, .words, .replies, .stepTexts, .optionTexts, .slotTexts, .translatedPhrases, .phraseTexts,
                .wording,
            ]
        case .test: [.test, .testTurn, .testProgress, .testClock]
        case .rules: [.rules, .counting, .rule]
        case .calendar: [.calendar, .holiday]
        case .examples: [.examples, .example]
        case .model: [.model]
        case .documents: [.documents, .documentNeeds, .documentNeed]
        }
    }

    /// The schema as it is published: `dialogs/schema/NAME.schema.json`.
    public var text: String {
        var members: [(String, SchemaTree)] = [
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            (
                "$comment",
                .string("SPDX-License-Identifier: Apache-2.0. Written by: shouwen check --schema \(rawValue)")
            ),
        ]
        let shapes = shapes
        if let first = shapes.first { members += Self.object(first) }
        members.append(("$defs", .object(shapes.dropFirst().map { ($0.name, .object(Self.object($0))) })))
        return SchemaTree.object(members).text + "\n"
    }

    private static func object(_ shape: YAMLShape) -> [(String, SchemaTree)] {
        var members: [(String, SchemaTree)] = [
            ("description", .string(shape.note)), ("type", .string("object")),
            ("additionalProperties", .bool(false)),
        ]
        if !shape.required.isEmpty { members.append(("required", .array(shape.required.map { .string($0) }))) }
        members.append(
            (
                "properties",
                .object(
                    shape.keys.map { key in
                        (key.name, .object([("description", .string(key.note))] + schema(key.kind)))
                    })
            ))
        if !shape.oneOf.isEmpty { members.append(("oneOf", .array(shape.oneOf.map(required)))) }
        if !shape.only.isEmpty {
            members.append(
                (
                    "dependentSchemas",
                    .object(
                        shape.keys.compactMap { key in
                            shape.only[key.name].map { (key.name, .object([("anyOf", .array($0.map(required)))])) }
                        })
                ))
        }
        return members
    }

    private static func required(_ key: String) -> SchemaTree {
        .object([("required", .array([.string(key)]))])
    }

    private static func schema(_ kind: YAMLShape.Kind) -> [(String, SchemaTree)] {
        switch kind {
        // A plain 110 or true is a good text to the reader.
        case .text: [("type", .array([.string("string"), .string("number"), .string("boolean")]))]
        case .bool: [("type", .string("boolean"))]
        case .int(let range):
            [("type", .string("integer"))]
                + (range.map { [("minimum", .int($0.lowerBound)), ("maximum", .int($0.upperBound))] } ?? [])
        case .number(let range):
            [("type", .string("number"))]
                + (range.map { [("minimum", .number($0.lowerBound)), ("maximum", .number($0.upperBound))] } ?? [])
        case .date: [("type", .string("string")), ("pattern", .string("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
        case .words(let words): [("enum", .array(words.map { .string($0) }))]
        case .list(let inner): [("type", .string("array")), ("items", .object(schema(inner)))]
        case .oneOrMore(let inner):
            [("anyOf", .array([.object(schema(inner)), .object(schema(.list(inner)))]))]
        case .map(let inner): [("type", .string("object")), ("additionalProperties", .object(schema(inner)))]
        case .shape(let name): [("$ref", .string("#/$defs/\(name)"))]
        case .either(let kinds): [("anyOf", .array(kinds.map { .object(schema($0)) }))]
        case .orNothing(let inner):
            [("anyOf", .array([.object(schema(inner)), .object([("type", .string("null"))])]))]
        }
    }
}
