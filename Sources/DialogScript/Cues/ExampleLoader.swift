// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel
public import Understanding

/// Reads `examples/*.yaml`: `version: 1` and `examples`, each with `text` and any of `purpose`, `topic` and `safety` (a
/// list, empty for a text that only sounds dangerous).
public enum ExampleLoader {
    /// The examples of the files, in the order given. What cannot be used is left out and reported.
    public static func load(_ roots: [YAMLValue]) -> [Example] { read(roots).map(\.example) }

    /// The same, each with the place it is written at.
    static func read(_ roots: [YAMLValue]) -> [(example: Example, map: YAMLMapping)] {
        var texts: Set<String> = []
        var examples: [(Example, YAMLMapping)] = []
        for root in roots {
            guard let file = root.mapping(.examples) else { continue }
            _ = file.int("version", in: 1...1)
            for item in file.sequence("examples") {
                guard let map = item.mapping(.example), let text = map.string("text") else { continue }
                if !texts.insert(text).inserted {
                    map.report(.exampleTwice, at: "text", "这一句前面已经有了；留一句")
                    continue
                }
                let purpose = map["purpose"] == nil ? nil : map.choice("purpose", Purpose.self)
                let topic = map.string("topic").flatMap(Topic.init(rawValue:))
                let safety =
                    map["safety"] == nil
                    ? nil : map.sequence("safety").compactMap { $0.choice(SafetyKind.self) }
                if purpose == nil, topic == nil, safety == nil {
                    item.report(.exampleWithoutLabel, "标上目的、分类或者危险；没有标的例子试不出什么")
                    continue
                }
                examples.append((Example(text: text, purpose: purpose, topic: topic, safety: safety), map))
            }
        }
        return examples
    }
}
