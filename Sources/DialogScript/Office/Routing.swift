// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Where a filed claim goes.
public struct Placement: Sendable, Hashable {
    public var unit: String
    public var officer: String
    /// 首问责任人, by badge.
    public var firstContact: String

    public init(unit: String, officer: String, firstContact: String) {
        self.unit = unit
        self.officer = officer
        self.firstContact = firstContact
    }
}

/// `routing.yaml`: topic × region → unit and officer. The first rule that fits counts.
public struct Routing: Sendable, Hashable {
    public struct Rule: Sendable, Hashable {
        /// Empty: any purpose.
        public let purposes: [Purpose]
        /// A first level, or `一级_二级`; nil: any topic.
        public let topic: String?
        /// Words that must stand in the text (one of them is enough); empty: none needed.
        public let words: [String]
        /// Words of a place; empty: anywhere.
        public let regions: [String]
        /// Id of the unit.
        public let unit: String
        public let officer: String?

        let topicBytes: [UInt8]
        let wordSet: PhraseSet
        let regionSet: PhraseSet

        init(
            purposes: [Purpose], topic: String?, words: [String], regions: [String], unit: String, officer: String?
        ) {
            self.purposes = purposes
            self.topic = topic
            self.words = words
            self.regions = regions
            self.unit = unit
            self.officer = officer
            topicBytes = Array((topic ?? "").utf8)
            wordSet = PhraseSet(words)
            regionSet = PhraseSet(regions)
        }
    }

    public let rules: [Rule]

    public init(rules: [Rule]) { self.rules = rules }

    /// The unit for a matter, never one that it complains of: then the unit above it, else the fallback.
    ///
    /// - Parameters:
    ///   - texts: what the person wrote; the words and regions of the rules are looked for in it.
    ///   - respondent: the unit complained of, as said.
    public func unit(
        purpose: Purpose?, topic: String, texts: [String], respondent: String?, office: Office
    ) -> (unit: Office.Unit?, officer: String?) {
        // By position: a rule that does not fit is not copied.
        for index in rules.indices {
            if !rules[index].purposes.isEmpty {
                guard let purpose, rules[index].purposes.contains(purpose) else { continue }
            }
            if !rules[index].topicBytes.isEmpty, !Self.covers(rules[index].topicBytes, topic) { continue }
            if !rules[index].words.isEmpty, !Self.stands(rules[index].wordSet, in: texts) { continue }
            if !rules[index].regions.isEmpty, !Self.stands(rules[index].regionSet, in: texts) { continue }
            guard var unit = office.unit(rules[index].unit) else { continue }
            var officer = rules[index].officer
            // At most as many steps up as there are units: a circle ends at the fallback.
            for _ in 0...office.units.count {
                guard Self.isComplainedOf(unit, respondent) else { return (unit, officer ?? unit.officer) }
                officer = nil
                guard let above = unit.above.flatMap(office.unit) else { break }
                unit = above
            }
            break
        }
        let fallback = office.fallbackUnit
        return (fallback, fallback?.officer)
    }

    /// Whether `wanted` (a level, or two) covers `topic`.
    package static func covers(_ wanted: [UInt8], _ topic: String) -> Bool {
        var topic = topic
        return topic.withUTF8 { topic in
            guard topic.count >= wanted.count, topic.starts(with: wanted) else { return false }
            return topic.count == wanted.count || topic[wanted.count] == UInt8(ascii: "_")
        }
    }

    private static func stands(_ words: PhraseSet, in texts: [String]) -> Bool {
        for text in texts where words.occurs(in: text) { return true }
        return false
    }

    private static func isComplainedOf(_ unit: Office.Unit, _ respondent: String?) -> Bool {
        guard let respondent, !respondent.isEmpty else { return false }
        return ([unit.name] + unit.aliases).contains { ByteSearch.contains(respondent, Array($0.utf8)) }
    }
}
