// SPDX-License-Identifier: Apache-2.0

import IntakeModel
public import Understanding

/// A file of examples as `shouwen eval`, `shouwen train --data` and the folder of examples read it.
public enum ExampleFile {
    /// - Parameter note: what is said above the examples, one line.
    public static func text(_ examples: [Example], note: String) -> String {
        var text = "# SPDX-License-Identifier: Apache-2.0\n"
        text += "# \(note.replacing("\n", with: " "))\nversion: 1\n\nexamples:"
        if examples.isEmpty { return text + " []\n" }
        text += "\n"
        for example in examples {
            var members = ["text: \(quoted(example.text))"]
            if let purpose = example.purpose { members.append("purpose: \(purpose.rawValue)") }
            if let topic = example.topic { members.append("topic: \(quoted(topic.rawValue))") }
            if let safety = example.safety {
                members.append("safety: [\(safety.map(\.rawValue).joined(separator: ", "))]")
            }
            text += "  - {\(members.joined(separator: ", "))}\n"
        }
        return text
    }

    /// A double-quoted scalar of YAML 1.2 on one line.
    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value): out += " "
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
