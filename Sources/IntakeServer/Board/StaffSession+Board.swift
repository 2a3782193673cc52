// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import LineProtocol
import Vault

/// Lists of open cases, and finding them by a telephone number.
extension StaffSession {
    func today(_ list: BoardList?, skip: Int, limit: Int, _ id: String) {
        desk.board.current { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success(let items):
                let viewer = officer.viewer
                let today = CivilDate(desk.clock.now())
                let seen = items.filter { viewer.sees($0.lane) }
                let counts = BoardList.allCases.map { list in seen.count { $0.isOn(list, today: today) } }
                let listed = list.map { list in seen.filter { $0.isOn(list, today: today) } } ?? []
                let page = listed.sorted(by: BoardItem.isBefore).dropFirst(skip)
                handler.send { writer in
                    ServerFrame.board(
                        re: id, today: today, counts: counts, items: Array(page.prefix(limit)),
                        more: page.count > limit, to: &writer)
                }
            }
        }
    }

    /// Open cases that were filed under a telephone number, kept in the audit trail with the reason. The number itself is
    /// kept nowhere. Sealed matters are never found this way.
    func find(phone: String, reason: String, _ id: String) {
        guard let key = desk.vault.personKey(.phone, phone) else {
            return refuse(WireError(.badRequest, "电话号码至少要 7 位数字。"), re: id)
        }
        let (badge, viewer) = (officer.badge, officer.viewer)
        let reading = BoardReading(desk)
        desk.writer.run { store throws(StoreError) in
            try store.audit(badge: badge, act: "find.phone", subject: "", reason: reason)
            var items: [BoardItem] = []
            for found in try store.repeatCandidates(of: RepeatMark(persons: [key]), except: "") where found.isSamePerson
            {
                guard let record = try store.caseRecord(number: found.number, viewer: viewer) else { continue }
                if let item = reading.item(record) { items.append(item) }
            }
            return items
        } then: { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success(let items):
                let today = CivilDate(desk.clock.now())
                handler.send { writer in
                    ServerFrame.board(
                        re: id, today: today, counts: nil, items: items.sorted(by: BoardItem.isBefore), more: false,
                        to: &writer)
                }
            }
        }
    }
}
