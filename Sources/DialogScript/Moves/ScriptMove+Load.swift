// SPDX-License-Identifier: Apache-2.0

extension ScriptMove {
    /// Reads `moves.yaml`.
    ///
    /// Codes: `MOVE001` the beginning of a version that is too short or no hexadecimal number, `MOVE002` a new name that
    /// is no step or slot of this version.
    static func load(_ root: YAMLValue, steps: Set<String>, slots: Set<String>) -> [ScriptMove] {
        guard let file = root.mapping(required: ["version", "moves"]) else { return [] }
        return file.sequence("moves").compactMap { item in
            guard let map = item.mapping(required: ["from"], optional: ["steps", "slots"]) else { return nil }
            var from: [String] = []
            for text in map.stringOrStrings("from") where text != "*" {
                guard text.utf8.count >= shortestPrefix, text.utf8.allSatisfy(isHexadecimal) else {
                    map.error(
                        "MOVE001", at: "from",
                        "\"\(text)\" is not the beginning of a version: give at least \(shortestPrefix) of its digits (0-9, a-f), or \"*\""
                    )
                    continue
                }
                from.append(text)
            }
            func names(_ key: String, _ known: Set<String>) -> [String: String] {
                var names: [String: String] = [:]
                for (old, _, value) in map.entries(key) {
                    guard let new = value.string else { continue }
                    guard known.contains(new) else {
                        value.error(
                            "MOVE002",
                            "\"\(new)\" is not among the \(key) of these dialogs"
                                + Suggestion.phrase(for: new, among: known.sorted()))
                        continue
                    }
                    names[old] = new
                }
                return names
            }
            return ScriptMove(from: from, steps: names("steps", steps), slots: names("slots", slots))
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}
