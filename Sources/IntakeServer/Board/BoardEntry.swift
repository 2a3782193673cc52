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

    /// Its row of a list; nil where it does not stand on it.
    func row(on list: CaseList) -> CaseList.Row? {
        switch list {
        case .due: return item.due == nil ? nil : row
        case .open: return row
        case .ended: return nil
        case .agenda, .supervise, .simple:
            guard let reasons = reasons[list] else { return nil }
            var row = row
            row.reasons = reasons
            return row
        }
    }
}

/// An ended case: where it is found again.
struct EndedCase: Sendable {
    var number: String
    var lane: Lane
    var conversation: ConversationID
}
