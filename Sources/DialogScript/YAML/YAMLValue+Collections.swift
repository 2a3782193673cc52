// SPDX-License-Identifier: Apache-2.0

internal import Yams

extension YAMLValue {
    /// The values of a list; nil and a report for anything else.
    public var sequence: [YAMLValue]? {
        guard case .sequence(let sequence) = node else {
            report(
                .wrongType,
                "\(label)这里要一个列表，写的是\(kind)；\(isNull ? "空的就写 []" : "每一条用「- 」开头")")
            return nil
        }
        return sequence.enumerated().map { child($1, item: $0) }
    }

    /// The texts of a list; items that are none are reported and left out.
    public var strings: [String]? { sequence?.compactMap(\.string) }

    /// A single text or a list of texts.
    public var stringOrStrings: [String]? {
        isSequence ? strings : string.map { [$0] }
    }

    /// The items of a list, or this value alone.
    var items: [YAMLValue] { isSequence ? sequence ?? [] : [self] }

    /// The keys and values of a mapping whose keys are names given by the author, in their order.
    ///
    /// For mappings with fixed keys take ``mapping(required:optional:)``.
    public var entries: [(name: String, key: YAMLValue, value: YAMLValue)]? {
        guard case .mapping(let mapping) = node else {
            report(.wrongType, "\(label)这里要一组「键: 值」，写的是\(kind)；写成「名字: 值」")
            return nil
        }
        return mapping.compactMap { key, value in
            let keyValue = keyValue(key)
            guard let name = keyValue.string else { return nil }
            return (name, keyValue, child(value, key: name))
        }
    }

    /// This mapping, after its keys were checked: unknown ones are reported with the nearest right one, and
    /// required ones that are missing.
    ///
    /// - Returns: nil only when this is no mapping; a missing key shows later as nil from the accessor, silently.
    public func mapping(required: [String], optional: [String] = []) -> YAMLMapping? {
        mapping(required, optional, known: Set(required).union(optional))
    }

    private func mapping(_ required: [String], _ optional: [String], known: Set<String>) -> YAMLMapping? {
        guard let entries else { return nil }
        var found: [String: YAMLMapping.Entry] = [:]
        found.reserveCapacity(entries.count)
        for entry in entries {
            guard known.contains(entry.name) else {
                let allowed = required + optional
                let nearest = Suggestion.nearest(to: entry.name, among: allowed)
                entry.key.report(
                    .unknownKey,
                    "\(label)没有「\(entry.name)」这个键"
                        + (nearest == nil ? "；这里可以写 \(allowed.joined(separator: "、"))" : ""),
                    suggestion: nearest)
                continue
            }
            found[entry.name] = YAMLMapping.Entry(key: entry.key, value: entry.value)
            if entry.value.isNull, required.contains(entry.name) {
                entry.key.report(.missingKey, "\(label)键「\(entry.name)」后面没有值")
            }
        }
        for name in required where found[name] == nil { report(.missingKey, "\(label)少了键「\(name)」") }
        return YAMLMapping(value: self, entries: found)
    }

    /// This mapping read by a table of keys, see ``mapping(required:optional:)``.
    package func mapping(_ shape: YAMLShape) -> YAMLMapping? {
        mapping(shape.required, shape.optional, known: shape.known)
    }
}
