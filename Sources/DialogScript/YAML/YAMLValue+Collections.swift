// SPDX-License-Identifier: Apache-2.0

extension YAMLValue {
    /// The values of a list; nil and a report for anything else.
    public var sequence: [YAMLValue]? {
        guard nodeKind == .sequence else {
            report(
                .wrongType,
                "\(label)这里要一个列表，写的是\(kind)；\(isNull ? "空的就写 []" : "每一条用「- 」开头")")
            return nil
        }
        return children
    }

    /// The values directly below this one; keys and values of a mapping in turn.
    private var children: [YAMLValue] {
        var found: [YAMLValue] = []
        var next = index + 1
        while next < end {
            let value = YAMLValue(source, next)
            found.append(value)
            next = value.end
        }
        return found
    }

    /// Keys and values of a mapping, without a report; empty when it is none.
    var pairs: [(key: YAMLValue, value: YAMLValue)] {
        guard nodeKind == .mapping else { return [] }
        var found: [(key: YAMLValue, value: YAMLValue)] = []
        let end = end
        var next = index + 1
        while next < end {
            let key = YAMLValue(source, next)
            let value = YAMLValue(source, key.end)
            found.append((key, value))
            next = value.end
        }
        return found
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
        guard nodeKind == .mapping else {
            report(.wrongType, "\(label)这里要一组「键: 值」，写的是\(kind)；写成「名字: 值」")
            return nil
        }
        return pairs.compactMap { key, value in key.string.map { ($0, key, value) } }
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
        var found: [YAMLMapping.Entry] = []
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
                // Read as what was probably meant: what would follow from its absence is no second finding.
                if let nearest, !entries.contains(where: { $0.name == nearest }) {
                    found.append(YAMLMapping.Entry(name: nearest, key: entry.key, value: entry.value))
                }
                continue
            }
            found.append(YAMLMapping.Entry(name: entry.name, key: entry.key, value: entry.value))
            if entry.value.isNull, required.contains(entry.name) {
                entry.key.report(.missingKey, "\(label)键「\(entry.name)」后面没有值")
            }
        }
        for name in required where !found.contains(where: { $0.name == name }) {
            report(.missingKey, "\(label)少了键「\(name)」")
        }
        return YAMLMapping(value: self, entries: found)
    }

    /// This mapping read by a table of keys, see ``mapping(required:optional:)``.
    package func mapping(_ shape: YAMLShape) -> YAMLMapping? {
        mapping(shape.required, shape.optional, known: shape.known)
    }
}
