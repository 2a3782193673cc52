// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What figures are counted by, beside the ledgers: rules, calendar, the office's places, and how small is too small.
public struct ReportBasis: Sendable {
    public var office: OfficeKind
    /// As titles name it.
    public var officeName: String
    public var rules: RuleBook
    public var calendar: WorkCalendar
    /// Names of places that cases are sorted by, in this order; the first that stands in the place a person gave counts.
    /// What a person wrote is never printed itself.
    public var regions: [String]
    /// From how many cases on a rate is drawn; 1 to 1000, 10 if nothing else is said.
    public var minimum: Int
    /// Whether sealed (举报) cases are in the figures. False counts them nowhere but in one total.
    public var includesSealed: Bool
    /// 百分制 of the units; nothing is scored where the office has none.
    public var score: ScorePlan

    public init(
        office: OfficeKind, officeName: String, rules: RuleBook, calendar: WorkCalendar, regions: [String] = [],
        minimum: Int = 10, includesSealed: Bool = false, score: ScorePlan = .none
    ) {
        self.office = office
        self.officeName = officeName
        self.rules = rules
        self.calendar = calendar
        self.regions = regions
        self.minimum = min(max(minimum, 1), 1000)
        self.includesSealed = includesSealed
        self.score = score
    }

    func region(of place: String?) -> String {
        guard let place, !place.isEmpty else { return ReportDimension.unnamed }
        return regions.first { !$0.isEmpty && Self.stands($0, in: place) } ?? ReportDimension.elsewhere
    }

    /// Whether `needle` is somewhere in `text`.
    private static func stands(_ needle: String, in text: String) -> Bool {
        let (needle, text) = (Array(needle.utf8), Array(text.utf8))
        guard needle.count <= text.count else { return false }
        return (0...(text.count - needle.count)).contains { text[$0..<($0 + needle.count)].elementsEqual(needle) }
    }
}

/// By what figures are told apart. The raw values are those of the command line.
public enum ReportDimension: String, Sendable, Hashable, CaseIterable {
    case unit, topic, channel, region, purpose

    public var title: String {
        switch self {
        case .unit: "承办单位"
        case .topic: "内容分类"
        case .channel: "渠道"
        case .region: "地方"
        case .purpose: "信访目的"
        }
    }

    /// A place that is not among the office's.
    public static let elsewhere = "其他地方"
    public static let unnamed = "没写"
}
