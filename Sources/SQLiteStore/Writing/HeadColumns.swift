// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

extension Lane {
    var code: Int64 {
        switch self {
        case .general: 0
        case .sealed: 1
        }
    }

    init(code: Int64) { self = code == 0 ? .general : .sealed }
}

extension IdentityField {
    /// As stored; never changed.
    var code: Int64 {
        switch self {
        case .name: 0
        case .phone: 1
        case .address: 2
        case .idNumber: 3
        case .companions: 4
        }
    }
}

extension Owner {
    var code: Int64 {
        switch self {
        case .bot: 0
        case .queue: 1
        case .officer: 2
        }
    }

    init(code: Int64, badge: String?) {
        switch code {
        case 1: self = .queue
        case 2: self = .officer(badge: badge ?? "")
        default: self = .bot
        }
    }
}

/// The columns of `conversation` that change: the same order in every statement.
enum HeadColumns {
    static let names = "lane, owner, badge, handoff, since, waiting, lease, draft, erased, ended, leg"
    static let count: Int32 = 11

    static func bind(_ head: ConversationHead, to statement: Prepared, from index: Int32) {
        statement.bind(index, head.lane.code)
        statement.bind(index + 1, head.owner.code)
        statement.bind(index + 2, head.owner.badge)
        statement.bind(index + 3, head.handOff?.rawValue)
        statement.bind(index + 4, head.lastWaitingSince?.milliseconds)
        statement.bind(index + 5, head.waitingSince != nil)
        statement.bind(index + 6, head.leaseUntil?.milliseconds)
        statement.bind(index + 7, head.draftIssued)
        statement.bind(index + 8, head.erased)
        statement.bind(index + 9, head.ended)
        statement.bind(index + 10, head.leg?.value)
    }

    static func read(_ row: Prepared, from column: Int32, into head: inout ConversationHead) {
        head.lane = Lane(code: row.int(column))
        head.owner = Owner(code: row.int(column + 1), badge: row.optionalText(column + 2))
        head.handOff = row.optionalText(column + 3).flatMap(HandoffReason.init(rawValue:))
        head.lastWaitingSince = row.optionalInt(column + 4).map(Timestamp.init(milliseconds:))
        head.waitingSince = row.bool(column + 5) ? head.lastWaitingSince : nil
        head.leaseUntil = row.optionalInt(column + 6).map(Timestamp.init(milliseconds:))
        head.draftIssued = row.bool(column + 7)
        head.erased = row.bool(column + 8)
        head.ended = row.bool(column + 9)
        head.leg = row.optionalInt(column + 10).map(LegID.init)
    }
}
