// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import LineProtocol
import Vault

/// Lists of open cases, and finding cases by who filed them.
extension StaffSession {
    func today(_ list: BoardList?, _ filter: BoardFilter, skip: Int, limit: Int, _ id: String) {
        desk.board.current { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success:
                desk.board.page(list, filter, viewer: officer.viewer, skip: skip, limit: limit) { [self] result in
                    switch result {
                    case .failure(let error): refuse(error, re: id)
                    case .success(let page): tell(page, id)
                    }
                }
            }
        }
    }

    private func tell(_ page: CaseBoard.Page, _ id: String) {
        let today = CivilDate(desk.clock.now())
        handler.send { writer in
            ServerFrame.board(
                re: id, today: today, counts: page.counts, choices: page.choices, items: page.items,
                more: page.isMore, to: &writer)
        }
    }

    /// Cases that somebody filed, kept in the audit trail with the reason before anything is looked for. What was asked for
    /// is kept nowhere. What the officer may not see is not found.
    func find(_ person: StaffFrame.Person, reason: String, _ id: String) {
        guard let wanted = SoughtPerson(person, desk.vault) else {
            let text =
                switch person {
                case .phone: "电话号码至少要 7 位数字。"
                case .name: "姓名至少要写两个字，从姓写起。"
                }
            return refuse(WireError(.badRequest, text), re: id)
        }
        let (badge, viewer) = (officer.badge, officer.viewer)
        let reading = BoardReading(desk)
        desk.writer.run { store throws(StoreError) in
            try store.audit(badge: badge, act: "search", subject: wanted.kind, reason: reason)
        } then: { [self] result in
            if case .failure(let error) = result { return refuse(error, re: id) }
            desk.read { store throws(StoreError) in
                try wanted.find(in: store, viewer: viewer).map { reading.item($0) }
            } then: { [self] result in
                switch result {
                case .failure(let error): refuse(error, re: id)
                case .success(let items): found(items, id)
                }
            }
        }
    }

    private func found(_ items: [BoardItem], _ id: String) {
        let today = CivilDate(desk.clock.now())
        handler.send { writer in
            ServerFrame.board(
                re: id, today: today, counts: nil, items: Array(items.prefix(SoughtPerson.most)),
                more: items.count > SoughtPerson.most, to: &writer)
        }
    }
}
