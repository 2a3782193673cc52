// SPDX-License-Identifier: Apache-2.0

/// Either number by which a petitioner comes back: that of a registered matter or that of a draft.
public enum MatterNumber: Sendable, Hashable, CustomStringConvertible {
    case receipt(ReceiptNumber)
    case draft(DraftNumber)

    /// Reads what a person typed; the count of digits decides which it is, `XF` in front makes it a receipt number.
    ///
    /// - Throws: ``NumberError``, whose ``NumberError/message`` can be said as it is.
    public init(typed text: some StringProtocol) throws(NumberError) {
        let typed = try TypedDigits(text, allowsPrefix: true)
        // Nearer to eight digits than to fifteen, and no XF: meant as a draft number.
        if !typed.hasPrefix, typed.digits.count < 12 {
            self = .draft(try DraftNumber(digits: typed.digits))
        } else {
            self = .receipt(try ReceiptNumber(digits: typed.digits))
        }
    }

    public var description: String {
        switch self {
        case .receipt(let number): number.description
        case .draft(let number): number.description
        }
    }
}
