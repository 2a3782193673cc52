// SPDX-License-Identifier: Apache-2.0

/// A piece of a schema as JSON, members in the order given, laid out for people and for `git diff`.
indirect enum SchemaTree {
    case object([(String, SchemaTree)])
    case array([SchemaTree])
    case string(String)
    case int(Int)
    case number(Double)
    case bool(Bool)

    /// Columns up to which an object or a list stays on one line.
    private static let columns = 100

    var text: String {
        var out = ""
        write(&out, indent: 0)
        return out
    }

    private func write(_ out: inout String, indent: Int) {
        let line = line
        if line.unicodeScalars.count + indent <= Self.columns {
            out += line
            return
        }
        let inner = String(repeating: " ", count: indent + 2)
        let outer = String(repeating: " ", count: indent)
        switch self {
        case .object(let members):
            out += "{\n"
            for (index, member) in members.enumerated() {
                out += "\(inner)\(quoted(member.0)): "
                member.1.write(&out, indent: indent + 2)
                out += index < members.count - 1 ? ",\n" : "\n"
            }
            out += "\(outer)}"
        case .array(let items):
            out += "[\n"
            for (index, item) in items.enumerated() {
                out += inner
                item.write(&out, indent: indent + 2)
                out += index < items.count - 1 ? ",\n" : "\n"
            }
            out += "\(outer)]"
        case .string, .int, .number, .bool: out += line
        }
    }

    private var line: String {
        switch self {
        case .object(let members):
            members.isEmpty
                ? "{}" : "{ " + members.map { "\(quoted($0.0)): \($0.1.line)" }.joined(separator: ", ") + " }"
        case .array(let items): "[" + items.map(\.line).joined(separator: ", ") + "]"
        case .string(let text): quoted(text)
        case .int(let value): "\(value)"
        case .number(let value): value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)"
        case .bool(let value): value ? "true" : "false"
        }
    }
}
