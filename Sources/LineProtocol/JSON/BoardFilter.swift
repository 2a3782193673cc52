// SPDX-License-Identifier: Apache-2.0

/// What a list of open cases is narrowed to, on the wire as members of `today`. A member that is nil narrows nothing.
public struct BoardFilter: Sendable, Hashable {
    /// 信访目的, as 求决.
    public var purpose: String?
    /// 内容分类 as the list shows it; its first level takes what lies under it, too.
    public var topic: String?
    /// 承办单位.
    public var unit: String?
    /// 承办人, by badge or name.
    public var officer: String?

    public static let none = BoardFilter()

    public init(purpose: String? = nil, topic: String? = nil, unit: String? = nil, officer: String? = nil) {
        self.purpose = purpose
        self.topic = topic
        self.unit = unit
        self.officer = officer
    }

    public var isEmpty: Bool { self == .none }

    public func takes(_ item: BoardItem) -> Bool {
        if let purpose, item.purpose != purpose { return false }
        if let unit, item.unit != unit { return false }
        if let officer, item.officer != officer { return false }
        if let topic, item.topic != topic, !item.topic.hasPrefix("\(topic)_") { return false }
        return true
    }

    // MARK: On the wire

    init(_ fields: FrameFields) throws(WireError) {
        self.init(
            purpose: try fields.optionalString("purpose", WireLimits.name),
            topic: try fields.optionalString("topic", WireLimits.name),
            unit: try fields.optionalString("unit", WireLimits.name),
            officer: try fields.optionalString("officer", WireLimits.name))
    }

    func write(to writer: inout JSONWriter) {
        writer.member(ifPresent: "purpose", purpose)
        writer.member(ifPresent: "topic", topic)
        writer.member(ifPresent: "unit", unit)
        writer.member(ifPresent: "officer", officer)
    }
}

/// What the lists that an officer sees can be narrowed to: what stands on them, the most frequent first.
public struct BoardChoices: Sendable, Hashable {
    /// Of each kind.
    public static let most = 60

    public var topics: [String] = []
    public var units: [String] = []
    public var officers: [String] = []

    public init() {}

    /// - Parameters: how many open cases there are of each; the most frequent come first.
    public init(topics: [String: Int], units: [String: Int], officers: [String: Int]) {
        self.topics = Self.frequent(topics)
        self.units = Self.frequent(units)
        self.officers = Self.frequent(officers)
    }

    private static func frequent(_ counts: [String: Int]) -> [String] {
        counts.filter { !$0.key.isEmpty }.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.prefix(most).map(\.key)
    }
}
