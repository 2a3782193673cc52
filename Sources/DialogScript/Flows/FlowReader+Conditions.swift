// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension FlowReader {
    static func purposes(_ value: YAMLValue?) -> [Purpose] {
        value?.items.compactMap { $0.choice(Purpose.self) } ?? []
    }

    mutating func assignments(_ value: YAMLValue?) -> [ScriptStep.Assignment] {
        guard let map = value?.mapping(.assignments) else { return [] }
        var all: [ScriptStep.Assignment] = []
        if map.bool("new_claim", default: false) { all.append(.newClaim) }
        if let purpose = map.choice("purpose", Purpose.self) { all.append(.purpose(purpose)) }
        if let topic = map.string("topic") {
            if let place = map["topic"] { result.loose.topics.append((topic, place)) }
            all.append(.topic(topic))
        }
        if map.bool("seal", default: false) { all.append(.seal) }
        for flag in map.stringOrStrings("flag") {
            result.loose.flagsSet.insert(flag)
            all.append(.flag(flag))
        }
        if let place = map["naming"], let text = place.string {
            if let naming = ClaimDraft.Naming(rawValue: text) {
                all.append(.naming(naming))
            } else {
                place.report(
                    .notAChoice, "naming：这里不认「\(text)」；可以写 \(Self.namings.joined(separator: "、"))",
                    suggestion: Suggestion.nearest(to: text, among: Self.namings))
            }
        }
        for item in map.items("clear") {
            if let slot = slot(item) { all.append(.clear(slot: slot)) }
        }
        for entry in map.entries("values") {
            guard let slot = slot(entry.key), let text = entry.value.string else { continue }
            result.loose.fill(slot)
            result.loose.values.append((slot, text, entry.value))
            all.append(.value(slot: slot, text: text))
        }
        return all
    }

    mutating func condition(_ value: YAMLValue) -> Condition? {
        guard let map = value.mapping(.condition) else { return nil }
        var parts: [Condition] = []
        for key in ["all", "any"] where map[key] != nil {
            let inner = map.sequence(key).compactMap { condition($0) }
            parts.append(key == "all" ? .all(inner) : .any(inner))
        }
        if let not = map["not"], let inner = condition(not) { parts.append(.not(inner)) }
        if map["purpose"] != nil { parts.append(.purpose(Self.purposes(map["purpose"]))) }
        if map["topic"] != nil {
            var topics: [[UInt8]] = []
            for item in map.items("topic") {
                guard let name = item.string else { continue }
                result.loose.topics.append((name, item))
                topics.append(Array(name.utf8))
            }
            parts.append(.topic(topics))
        }
        if let said = map["said"]?.nonNull { parts.append(self.said(said)) }
        if let has = map["has"], let slot = slot(has, reads: true) { parts.append(.has(slot)) }
        if let asked = map["asked"], let slot = slot(asked, reads: true) { parts.append(.asked(slot)) }
        for entry in map.entries("value") {
            guard let slot = slot(entry.key, reads: true) else { continue }
            var values: [String] = []
            for item in entry.value.items {
                guard let text = item.string else { continue }
                result.loose.values.append((slot, text, item))
                values.append(text)
            }
            parts.append(.value(slot: slot, values))
        }
        for item in map.items("flag") {
            guard let flag = item.string else { continue }
            result.loose.flags.append((flag, item))
            parts.append(.flag(flag))
        }
        if let people = map.int("people", in: 1...1_000_000) { parts.append(.people(people)) }
        if let kiosk = map.bool("kiosk") { parts.append(.kiosk(kiosk)) }
        if map["channel"] != nil { parts.append(.channel(channels(map))) }
        if let kind = map.choice("office", OfficeKind.self) { parts.append(.office(kind)) }
        if map["safety"] != nil {
            parts.append(.safety(map.items("safety").compactMap { $0.choice(SafetyKind.self) }))
        }
        if let filed = map.bool("filed") { parts.append(.filed(filed)) }
        if let staff = map.bool("staff") { parts.append(.staff(staff)) }
        if let queued = map.bool("queued") { parts.append(.queued(queued)) }
        if let sealed = map.bool("sealed") { parts.append(.sealed(sealed)) }
        if map["may"] != nil { parts.append(.may(map.items("may").compactMap { $0.choice(Self.acts) })) }
        if let shared = map.bool("shared") { parts.append(.shared(shared)) }
        if let past = map.mapping("past", .past), let value = past["slot"],
            let slot = slot(value, reads: true), let days = past.int("days", in: 0...36_500)
        {
            parts.append(.past(slot: slot, days: days))
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    /// A list of words, or words and the slots that they are looked for in.
    private mutating func said(_ value: YAMLValue) -> Condition {
        guard value.isMapping else {
            return .said(
                PhraseSet(value.items.compactMap(\.string)), in: Self.story.compactMap { slotIndex[$0] })
        }
        let map = value.mapping(.said)
        let slots = map?.items("in").compactMap { slot($0, reads: true) } ?? []
        return .said(PhraseSet(map?.stringOrStrings("words") ?? []), in: slots)
    }

    /// Where the matter stands in the person's own words.
    static let story = ["story", "more"]

    /// How a talk may have come in, as the server writes it.
    static let channels = ["走访", "网上"]

    private func channels(_ map: YAMLMapping) -> [String] {
        map.items("channel").compactMap { item in
            guard let name = item.string else { return nil }
            if !Self.channels.contains(name) {
                item.report(
                    .unknownChannel, "没有「\(name)」这种来路，只有 \(Self.channels.joined(separator: "、"))",
                    suggestion: Suggestion.nearest(to: name, among: Self.channels))
            }
            return name
        }
    }
}
