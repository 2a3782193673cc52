// SPDX-License-Identifier: Apache-2.0

public import Documents

extension Office {
    /// What documents need to know of the office.
    public var facts: OfficeFacts {
        OfficeFacts(
            name: name, address: address, phone: phone, hours: hours, units: units.map(\.facts),
            reviewOrgan: papers.reviewOrgan, recheckOrgan: papers.recheckOrgan,
            review: papers.review.flatMap { unit($0) }?.facts, recheck: papers.recheck.flatMap { unit($0) }?.facts,
            numbering: papers.numbering)
    }
}

extension Office.Unit {
    fileprivate var facts: OfficeFacts.Unit {
        OfficeFacts.Unit(name: name, aliases: [id] + aliases, phone: phone, address: address, hours: hours)
    }
}

/// `documents` of `office.yaml`: how the office numbers its papers, and where reviews of its opinions are asked for.
public struct OfficePapers: Sendable, Hashable {
    public let numbering: DocumentNumbering
    /// The bodies that decide on 复查 and 复核.
    public let reviewOrgan: String?
    public let recheckOrgan: String?
    /// Where they are asked for, by ids of units.
    public let review: String?
    public let recheck: String?

    public static let usual = OfficePapers(
        numbering: DocumentNumbering(), reviewOrgan: nil, recheckOrgan: nil, review: nil, recheck: nil)

    static func load(_ map: YAMLMapping, units: [String]) -> OfficePapers {
        var marks: [DocumentKind: String] = [:]
        for entry in map.entries("marks") {
            guard let kind = DocumentKind(rawValue: entry.name) else {
                entry.key.report(
                    .documentKind, "没有「\(entry.name)」这种文书",
                    suggestion: Suggestion.nearest(to: entry.name, among: DocumentKind.allCases.map(\.rawValue)))
                continue
            }
            marks[kind] = entry.value.string
        }
        var organs: [String: String] = [:]
        for entry in map.entries("organs") { organs[entry.name] = entry.value.string }
        let usual = DocumentNumbering()
        var pattern = map.string("number") ?? usual.pattern
        if let objection = DocumentNumbering.objection(to: pattern) {
            map.report(.documentNumber, at: "number", objection)
            pattern = usual.pattern
        }
        func unit(_ key: String) -> String? {
            guard let name = map.string(key) else { return nil }
            if units.contains(name) { return name }
            map.report(
                .unknownUnit, at: key, "units 里没有「\(name)」这个单位",
                suggestion: Suggestion.nearest(to: name, among: units))
            return nil
        }
        return OfficePapers(
            numbering: DocumentNumbering(
                mark: map.string("mark") ?? usual.mark, marks: marks, organs: organs, pattern: pattern),
            reviewOrgan: map.string("review_organ"), recheckOrgan: map.string("recheck_organ"),
            review: unit("review"), recheck: unit("recheck"))
    }
}
