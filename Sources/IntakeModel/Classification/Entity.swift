// SPDX-License-Identifier: Apache-2.0

/// Something definite that a text names: a number, a name, a date, a sum, a place.
public struct Entity: Sendable, Hashable, Codable {
    /// What sort of thing it is.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// A telephone number, digits only in ``Entity/text``'s value.
        case phone
        /// An 18-digit (or old 15-digit) citizen identity number, GB 11643; see ``Entity/isChecked``.
        case idNumber
        /// A bank card or other account number of 16 to 19 digits.
        case account
        /// The name a writer gives as his own.
        case name
        /// How many people the matter concerns, the writer included.
        case people
        /// A sum of money.
        case amount
        /// So many months' wages or pension: a claim without a figure.
        case monthsOfPay
        /// A date, a month or a year.
        case date
        /// A place: a compound and building, a town and village, a street and number.
        case place
        /// A firm or a factory by its name, such as 鑫达公司.
        case firm
        /// The number of a document, such as `某人社工认〔2026〕12号`.
        case documentNumber
        /// A receipt number of this office: XF and 15 digits.
        case receiptNumber
        /// Twelve digits that may be a query code; secret.
        case code
    }

    /// What the words mean, as far as it can be computed.
    public enum Value: Sendable, Hashable, Codable {
        /// The words in their plain form, such as the digits of a telephone number.
        case text(String)
        /// A number of people or of months; `approximate` for 十几, 二十多.
        case count(Int, approximate: Bool)
        /// Money in 分 (hundredths of a yuan).
        case fen(Int64, approximate: Bool)
        /// A date, possibly without day or month.
        case date(MentionedDate)
    }

    public var kind: Kind
    /// Where it stands: UTF-8 offsets in the text as it was typed.
    public var range: Range<Int>
    public var value: Value
    /// Whether the form could be verified: check digit and birth date of an identity number, a surname known. True for
    /// kinds that have nothing to check.
    public var isChecked: Bool

    public init(kind: Kind, range: Range<Int>, value: Value, isChecked: Bool = true) {
        self.kind = kind
        self.range = range
        self.value = value
        self.isChecked = isChecked
    }

    /// Whether it tells who or where somebody is, and so must be kept in the vault and masked elsewhere.
    public var isIdentity: Bool {
        switch kind {
        case .phone, .idNumber, .account, .name, .code: true
        case .people, .amount, .monthsOfPay, .date, .place, .firm, .documentNumber, .receiptNumber: false
        }
    }
}

/// A date as people say it: at least a year, perhaps a month, perhaps a day; proleptic Gregorian, +08:00.
public struct MentionedDate: Sendable, Hashable, Codable {
    public var year: Int
    /// 1…12, or nil when only the year was said.
    public var month: Int?
    /// 1…31 and valid in its month, or nil when no day was said.
    public var day: Int?

    public init(year: Int, month: Int? = nil, day: Int? = nil) {
        self.year = year
        self.month = month
        self.day = day
    }
}
