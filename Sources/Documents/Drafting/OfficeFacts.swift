// SPDX-License-Identifier: Apache-2.0

/// What documents need to know of an office.
public struct OfficeFacts: Sendable, Hashable {
    /// A body that is written to, or that matters go to.
    public struct Unit: Sendable, Hashable {
        public var name: String
        public var aliases: [String]
        public var phone: String?
        public var address: String?
        public var hours: String?

        public init(
            name: String, aliases: [String] = [], phone: String? = nil, address: String? = nil, hours: String? = nil
        ) {
            self.name = name
            self.aliases = aliases
            self.phone = phone
            self.address = address
            self.hours = hours
        }

        /// `县政府复查复核窗口（人民路1号，电话1234597，周一至周五）`, without what is not known.
        var whole: String {
            let parts = [address, phone.map { "电话 \($0)" }, hours].compactMap(\.self)
            return parts.isEmpty ? name : "\(name)（\(parts.joined(separator: "，"))）"
        }
    }

    public var name: String
    public var address: String
    public var phone: String
    public var hours: String
    public var units: [Unit]
    /// The bodies that decide on 复查 and 复核; nil where the office has not said.
    public var reviewOrgan: String?
    public var recheckOrgan: String?
    /// Where those are asked for.
    public var review: Unit?
    public var recheck: Unit?
    public var numbering: DocumentNumbering

    public init(
        name: String, address: String, phone: String, hours: String, units: [Unit] = [],
        reviewOrgan: String? = nil, recheckOrgan: String? = nil, review: Unit? = nil, recheck: Unit? = nil,
        numbering: DocumentNumbering = DocumentNumbering()
    ) {
        self.name = name
        self.address = address
        self.phone = phone
        self.hours = hours
        self.units = units
        self.reviewOrgan = reviewOrgan
        self.recheckOrgan = recheckOrgan
        self.review = review
        self.recheck = recheck
        self.numbering = numbering
    }

    /// A body that papers go out in the name of, as the office calls it; nil for the office itself.
    func other(_ issuer: String) -> String? {
        let name = unit(issuer)?.name ?? issuer
        return name == self.name ? nil : name
    }

    /// The unit of that name or alias.
    func unit(_ name: String) -> Unit? { units.first { $0.name == name || $0.aliases.contains(name) } }
}
