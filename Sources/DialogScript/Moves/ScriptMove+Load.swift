// SPDX-License-Identifier: Apache-2.0

extension ScriptMove {
    /// Reads `moves.yaml`.
    static func load(_ root: YAMLValue, steps: Set<String>, slots: Set<String>) -> [ScriptMove] {
        guard let file = root.mapping(.moves) else { return [] }
        return file.sequence("moves").compactMap { item in
            guard let map = item.mapping(.move) else { return nil }
            let from = map.stringOrStrings("from").filter { $0 != "*" }
            for text in from where text.utf8.count < shortestPrefix || !text.utf8.allSatisfy(isHexadecimal) {
                map.report(
                    .moveVersion, at: "from",
                    "「\(text)」不是版本号的开头：至少写前 \(shortestPrefix) 位（0-9、a-f），或者写 \"*\"")
            }
            func names(_ key: String, _ known: Set<String>, _ code: DiagnosticCode) -> [String: String] {
                var names: [String: String] = [:]
                for (old, _, value) in map.entries(key) {
                    guard let new = value.string else { continue }
                    names[old] = new
                    guard !known.contains(new) else { continue }
                    value.report(
                        code, "这一版里没有「\(new)」", suggestion: Suggestion.nearest(to: new, among: known.sorted()))
                }
                return names
            }
            return ScriptMove(
                from: from, steps: names("steps", steps, .unknownStep), slots: names("slots", slots, .unknownSlot))
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}
