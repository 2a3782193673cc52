// SPDX-License-Identifier: Apache-2.0

import Foundation
import Yams

/// Holds a YAML text against a JSON Schema: the part of draft 2020-12 that the published schemas use. A keyword that it
/// does not know is a finding, so that nothing is passed over in silence.
struct SchemaValidator {
    private let root: [String: Any]

    init(_ json: String) throws {
        let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8))
        root = (parsed as? [String: Any]) ?? [:]
    }

    /// What is wrong, each with its path; empty when the text is valid.
    func findings(_ yaml: String) throws -> [String] {
        guard let node = try Yams.compose(yaml: yaml) else { return ["empty"] }
        return check(node, root, "$")
    }

    /// Every mapping that the schema describes, with the names of its properties: the root as "", the others by `$defs`.
    var properties: [String: Set<String>] {
        var all = ["": keys(root)]
        for (name, value) in root["$defs"] as? [String: [String: Any]] ?? [:] { all[name] = keys(value) }
        return all
    }

    /// Everything that `$ref` names.
    func references() -> Set<String> {
        func collect(_ value: Any) -> [String] {
            if let map = value as? [String: Any] {
                return map.flatMap { key, value in
                    key == "$ref" ? [(value as? String) ?? ""] : collect(value)
                }
            }
            return (value as? [Any])?.flatMap(collect) ?? []
        }
        return Set(collect(root))
    }

    private func keys(_ schema: [String: Any]) -> Set<String> {
        Set((schema["properties"] as? [String: Any] ?? [:]).keys)
    }

    private func check(_ node: Node, _ schema: [String: Any], _ path: String) -> [String] {
        var found: [String] = []
        for (keyword, value) in schema {
            switch keyword {
            case "$schema", "$comment", "$defs", "description": break
            case "$ref":
                let name = (value as? String).map { String($0.dropFirst("#/$defs/".count)) } ?? ""
                guard let target = (root["$defs"] as? [String: Any])?[name] as? [String: Any] else {
                    found.append("\(path): no definition \(name)")
                    continue
                }
                found += check(node, target, path)
            case "type":
                let wanted = (value as? [String]) ?? [(value as? String) ?? ""]
                let type = Self.type(node)
                if !wanted.contains(type), !(type == "integer" && wanted.contains("number")) {
                    found.append("\(path): \(type), not \(wanted)")
                }
            case "enum":
                if !((value as? [String]) ?? []).contains(node.string ?? "") {
                    found.append("\(path): not in \(value)")
                }
            case "pattern":
                let pattern = (value as? String) ?? ""
                if node.string?.range(of: pattern, options: .regularExpression) == nil {
                    found.append("\(path): does not match \(pattern)")
                }
            case "minimum", "maximum":
                let limit = (value as? NSNumber)?.doubleValue ?? .nan
                let number = node.string.flatMap(Double.init) ?? .nan
                if keyword == "minimum" ? !(number >= limit) : !(number <= limit) {
                    found.append("\(path): \(keyword) \(limit)")
                }
            case "items":
                for (index, item) in (node.sequence.map(Array.init) ?? []).enumerated() {
                    found += check(item, (value as? [String: Any]) ?? [:], "\(path)[\(index)]")
                }
            case "required":
                for key in (value as? [String]) ?? [] where node.mapping?[Node(key)] == nil {
                    found.append("\(path): \(key) is missing")
                }
            case "properties":
                for (key, inner) in node.mapping ?? [:] {
                    guard let schema = (value as? [String: Any])?[key.string ?? ""] as? [String: Any] else { continue }
                    found += check(inner, schema, "\(path).\(key.string ?? "")")
                }
            case "additionalProperties":
                let known = keys(schema)
                for (key, inner) in node.mapping ?? [:] where !known.contains(key.string ?? "") {
                    if let schema = value as? [String: Any] {
                        found += check(inner, schema, "\(path).\(key.string ?? "")")
                    } else {
                        found.append("\(path): unknown key \(key.string ?? "")")
                    }
                }
            case "anyOf", "oneOf":
                let fits = ((value as? [[String: Any]]) ?? []).count { check(node, $0, path).isEmpty }
                if fits == 0 || (keyword == "oneOf" && fits > 1) { found.append("\(path): \(keyword) fits \(fits)") }
            case "dependentSchemas":
                for (key, schema) in (value as? [String: [String: Any]]) ?? [:] where node.mapping?[Node(key)] != nil {
                    found += check(node, schema, "\(path)(\(key))")
                }
            default: found.append("\(path): keyword \(keyword) is not known to this validator")
            }
        }
        return found
    }

    /// By the core schema of YAML 1.2, as editors take it.
    private static func type(_ node: Node) -> String {
        switch node {
        case .mapping: return "object"
        case .sequence: return "array"
        case .alias: return "alias"
        case .scalar(let scalar):
            guard scalar.style == .plain || scalar.style == .any else { return "string" }
            switch scalar.string {
            case "", "~", "null", "Null", "NULL": return "null"
            case "true", "false": return "boolean"
            default: break
            }
            let digits = scalar.string.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
            if !digits.isEmpty, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) { return "integer" }
            if digits.first.map({ $0 >= 0x30 && $0 <= 0x39 }) ?? false, Double(scalar.string) != nil { return "number" }
            return "string"
        }
    }
}
