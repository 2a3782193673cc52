// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// An open case on the board: its row of the lists by date, and that of the page 办件.
final class BoardEntry: Sendable {
    let item: BoardItem
    let row: CaseList.Row
    /// Why it stands on a list that wants a reason; it stands on none that is not here.
    let reasons: [CaseList: [String]]

    init(item: BoardItem, row: CaseList.Row, reasons: [CaseList: [String]]) {
        self.item = item
        self.row = row
        self.reasons = reasons
    }

    func isOn(_ list: CaseList) -> Bool {
        switch list {
        case .due: item.due != nil
        case .open: true
        case .ended: false
        case .agenda, .supervise, .simple: reasons[list] != nil
        }
    }

    /// Its row of a list; nil where it does not stand on it.
    func row(on list: CaseList) -> CaseList.Row? {
        guard isOn(list) else { return nil }
        guard let reasons = reasons[list] else { return row }
        var row = row
        row.reasons = reasons
        return row
    }
}

/// An ended case: where it is found again.
struct EndedCase: Sendable {
    /// Those of its number, after `XF`.
    var digits: Int64
    var lane: Lane

    /// nil for what is no number of ours.
    init?(number: String, lane: Lane) {
        guard number.hasPrefix("XF"), number.utf8.count == ReceiptNumber.digitCount + 2,
            let digits = Int64(number.dropFirst(2)), digits > 0
        else { return nil }
        self.digits = digits
        self.lane = lane
    }

    static func number(_ digits: Int64) -> String {
        let text = String(digits)
        return "XF" + String(repeating: "0", count: max(0, ReceiptNumber.digitCount - text.utf8.count)) + text
    }
}
