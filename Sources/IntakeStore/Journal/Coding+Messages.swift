// SPDX-License-Identifier: Apache-2.0

import IntakeModel

extension ByteWriter {
    mutating func message(_ message: Message) {
        switch message.kind {
        case .text: byte(0)
        case .menu(let options):
            byte(1)
            array(options) { writer, option in
                writer.string(option.key)
                writer.string(option.text)
            }
        case .answer(let id, let basis):
            byte(2)
            string(id)
            string(basis)
        case .review(let items):
            byte(3)
            array(items) { writer, item in
                writer.string(item.key)
                writer.string(item.label)
                writer.string(item.value)
            }
        case .draft: byte(4)
        case .receipt(let receipt):
            byte(5)
            int(receipt.claim)
            int(receipt.person)
            string(receipt.number)
            string(receipt.unit)
            string(receipt.firstContact)
            array(receipt.clocks) { writer, clock in writer.clock(clock) }
        case .notice: byte(6)
        case .officer(let badge):
            byte(7)
            string(badge)
        }
        string(message.text)
    }

    mutating func clock(_ clock: ClockNote) {
        string(clock.rule)
        date(clock.from)
        date(clock.nominalDue)
        date(clock.effectiveDue)
        bool(clock.provisional)
        string(clock.article)
    }

    mutating func date(_ date: CivilDate) { int(date.daysSince1970) }
}

extension ByteReader {
    mutating func message() throws(StoredFormatError) -> Message {
        let kind: Message.Kind
        switch try byte() {
        case 0: kind = .text
        case 1:
            kind = .menu(
                try array { reader throws(StoredFormatError) in
                    Message.Option(key: try reader.string(), text: try reader.string())
                })
        case 2: kind = .answer(id: try string(), basis: try string())
        case 3:
            kind = .review(
                try array { reader throws(StoredFormatError) in
                    Message.ReviewItem(
                        key: try reader.string(), label: try reader.string(), value: try reader.string())
                })
        case 4: kind = .draft
        case 5:
            kind = .receipt(
                Message.Receipt(
                    claim: try int(), person: try int(), number: try string(), unit: try string(),
                    firstContact: try string(),
                    clocks: try array { reader throws(StoredFormatError) in try reader.clock() }))
        case 6: kind = .notice
        case 7: kind = .officer(badge: try string())
        default: throw StoredFormatError("unknown kind of message")
        }
        return Message(kind, try string())
    }

    mutating func clock() throws(StoredFormatError) -> ClockNote {
        ClockNote(
            rule: try string(), from: try date(), nominalDue: try date(), effectiveDue: try date(),
            provisional: try bool(), article: try string())
    }

    mutating func date() throws(StoredFormatError) -> CivilDate {
        let days = try int()
        let date = CivilDate(daysSince1970: days)
        guard date.daysSince1970 == days else { throw StoredFormatError("day out of range") }
        return date
    }
}
