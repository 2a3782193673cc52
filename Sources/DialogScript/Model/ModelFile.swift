// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import IntakeModel
public import Understanding

/// `model/understanding.yaml`: what `shouwen train` learned from the examples, as it is kept beside them.
///
/// The file names the examples by their digest, so that the check can tell when it is out of date, and carries what
/// cross-validation found, so that a later and worse model can be refused.
public struct ModelFile: Sendable {
    /// Within a dialogs folder.
    public static let path = "model/understanding.yaml"
    /// Figures are kept as shares of 1.
    static let shares = 0.0...1.0
    /// Characters of a line of base64.
    static let lineLength = 120

    public var model: LinearModel
    /// ``ModelFile/digest(_:)`` of the examples it was learned from.
    public var examples: String
    /// Accuracy of purposes and of topics in cross-validation, 0…1.
    public var purpose: Double
    public var topic: Double

    public init(model: LinearModel, examples: String, purpose: Double, topic: Double) {
        self.model = model
        self.examples = examples
        self.purpose = purpose
        self.topic = topic
    }

    /// SHA-256 over texts and labels, in order; 64 hexadecimal digits.
    public static func digest(_ examples: [Example]) -> String {
        var writer = ByteWriter(reserving: examples.count * 96)
        writer.array(examples) { writer, example in
            writer.string(example.text)
            writer.optional(example.purpose?.rawValue)
            writer.optional(example.topic?.rawValue)
            writer.optional(example.safety.map { $0.map(\.rawValue).joined(separator: " ") })
        }
        return ContentHash.hex(writer.bytes)
    }

    /// The file as text.
    public var text: String {
        func share(_ value: Double) -> String { "\((value * 10_000).rounded() / 10_000)" }
        var out = """
            # SPDX-License-Identifier: Apache-2.0
            # yaml-language-server: $schema=../schema/model.schema.json
            # 从 examples/ 学来的。不要手改；改了例子就跑 shouwen train，谁来跑都是这一份。
            version: 1
            examples: "\(examples)"
            purpose: \(share(purpose))
            topic: \(share(topic))
            model: |

            """
        let base64 = Array(Data(model.encoded()).base64EncodedString().utf8)
        for start in stride(from: 0, to: base64.count, by: Self.lineLength) {
            out +=
                "  " + String(decoding: base64[start..<min(start + Self.lineLength, base64.count)], as: UTF8.self)
                + "\n"
        }
        return out
    }

    /// Reads the file; nil, with a diagnostic, when it is damaged.
    static func read(_ root: YAMLValue) -> ModelFile? {
        guard let file = root.mapping(.model) else { return nil }
        _ = file.int("version", in: 1...1)
        guard let examples = file.string("examples"), let purpose = file.double("purpose", in: shares),
            let topic = file.double("topic", in: shares), let base64 = file.string("model")
        else { return nil }
        do throws(StoredFormatError) {
            guard let data = Data(base64Encoded: base64, options: .ignoreUnknownCharacters) else {
                throw StoredFormatError("no base64")
            }
            return ModelFile(
                model: try LinearModel(decoding: Array(data)), examples: examples, purpose: purpose, topic: topic)
        } catch {
            file.report(.modelDamaged, at: "model", "学来的数据读不出来（\(error.description)）；跑 shouwen train 重新学")
            return nil
        }
    }
}
