// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel
public import Understanding

/// Reads `examples/*.yaml`: `version: 1` and `examples`, each with `text` and any of `purpose`, `topic` and `safety` (a
/// list, empty for a text that only sounds dangerous).
///
/// Codes: EXA001 a text given twice, EXA002 an example without any label.
public enum ExampleLoader {
    /// The examples of the files, in the order given. What cannot be used is left out and reported.
    public static func load(_ roots: [YAMLValue]) -> [Example] {
        var texts: Set<String> = []
        var examples: [Example] = []
        for root in roots {
            guard let file = root.mapping(required: ["version", "examples"], optional: ["note"]) else { continue }
            _ = file.int("version", in: 1...1)
            for item in file.sequence("examples") {
                guard let map = item.mapping(required: ["text"], optional: ["purpose", "topic", "safety"]),
                    let text = map.string("text")
                else { continue }
                if !texts.insert(text).inserted {
                    item.error("EXA001", "this text is there already; keep one")
                    continue
                }
                let purpose = map["purpose"] == nil ? nil : map.choice("purpose", Purpose.self)
                let topic = map.string("topic").flatMap(Topic.init(rawValue:))
                let safety =
                    map["safety"] == nil
                    ? nil : map.sequence("safety").compactMap { $0.choice(SafetyKind.self) }
                if purpose == nil, topic == nil, safety == nil {
                    item.error(
                        "EXA002", "give a purpose, a topic or safety; an example without a label teaches nothing")
                    continue
                }
                examples.append(Example(text: text, purpose: purpose, topic: topic, safety: safety))
            }
        }
        return examples
    }
}
