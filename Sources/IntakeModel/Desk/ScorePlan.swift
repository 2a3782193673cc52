// SPDX-License-Identifier: Apache-2.0

/// 百分制考评 of the units, as an office may set it for itself: shares of a hundred for rates. Off unless office.yaml has one.
///
/// Only rates of duties done in time and of content petitioners can be scored. How many matters came, were accepted or came
/// again cannot: a score must never be better for fewer petitions.
public struct ScorePlan: Sendable, Hashable {
    /// What may be scored; the raw values are the names that reports print.
    public enum Measure: String, Sendable, Hashable, CaseIterable {
        case notifiedInTime = "按期告知率"
        case concludedInTime = "按期办结率"
        case reviewedInTime = "按期复查率"
        case recheckedInTime = "按期复核率"
        case unitContent = "满意率（承办单位）"
        case followedUpContent = "回访满意率"
    }

    public struct Item: Sendable, Hashable {
        public let measure: Measure
        /// 1 to 100; those of a plan make 100 together.
        public let points: Int

        public init(_ measure: Measure, points: Int) {
            self.measure = measure
            self.points = points
        }
    }

    public let items: [Item]

    /// Nothing is scored.
    public static let none = ScorePlan()

    private init() { items = [] }

    /// - Returns: nil unless each measure comes once, with points above 0 that make 100 together.
    public init?(_ items: [Item]) {
        guard items.allSatisfy({ $0.points > 0 }), items.reduce(0, { $0 + $1.points }) == 100,
            Set(items.map(\.measure)).count == items.count
        else { return nil }
        self.items = items
    }
}
