// SPDX-License-Identifier: Apache-2.0

import Foundation
import IntakeModel
import IntakeStore
import SQLiteStore
import Synchronization

/// Fills a store with cases, and measures at each size what listing the nearest dates and opening a case cost.
///
///     case-bench DATA SIZE...      sizes rising: 10000 100000 1000000
func fail(_ text: String) -> Never {
    FileHandle.standardError.write(Data("case-bench: \(text)\n".utf8))
    exit(1)
}

let sizes = CommandLine.arguments.dropFirst(2).compactMap { Int($0) }
guard CommandLine.arguments.count > 2, sizes.count == CommandLine.arguments.count - 2, sizes == sizes.sorted() else {
    fail("case-bench DATA SIZE...")
}
let folder = CommandLine.arguments[1]
let first = Timestamp(milliseconds: 1_735_660_800_000)
let now = Mutex(first)
/// Cases that one talk files; what each costs to open does not depend on it.
let casesATalk = 10
/// The last and largest number of cases comes within a year.
let year: Int64 = 365 * 86_400_000

let policy = FilingPolicy(
    place: { _, _ in .init(unit: "县人社局", officer: "人社收件", firstContact: "012") },
    clocks: { _, day in
        [("转送", 15, "第二十二条"), ("告知", 15, "第二十三条")].map { rule, days, article in
            ClockNote(
                rule: rule, from: day, nominalDue: day.adding(days: days), effectiveDue: day.adding(days: days),
                provisional: false, article: article)
        }
    }, now: { now.withLock { $0 } }, monotonic: { now.withLock { $0.milliseconds } })

let claim = ClaimDraft(
    purpose: .relief, topic: "劳动和社会保障", subtopic: "劳动报酬",
    particulars: [
        .init(key: "fact", label: "事情", text: String(repeating: "在工地干活，三个月没发工资。", count: 8)),
        .init(key: "wish", label: "要求", text: "把工资发下来"),
    ], place: "城南", people: 9, identified: true)

struct Timing {
    var wall: [Double] = []

    mutating func time<Value>(_ body: () throws -> Value) rethrows -> Value {
        let began = ContinuousClock.now
        let value = try body()
        let spent = (ContinuousClock.now - began).components
        wall.append(Double(spent.seconds) * 1000 + Double(spent.attoseconds) / 1e15)
        return value
    }

    /// `median 0.123 ms, 99 of 100 under 0.456 ms`.
    func told() -> String {
        let sorted = wall.sorted()
        guard let last = sorted.last else { return "nothing" }
        let ninetyNine = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        return String(
            format: "median %.3f ms, 99 of 100 under %.3f ms, longest %.3f ms", sorted[sorted.count / 2], ninetyNine,
            last)
    }
}

do {
    var store = try SQLiteStore.open(folder: folder, mode: .serve, policy: policy)
    var numbers: [String] = []
    var random = SystemRandomNumberGenerator()
    let officer = Viewer.officer(badge: "012", unit: "县信访局", roles: [.intake, .cases])
    for size in sizes {
        let began = ContinuousClock.now
        let start = numbers.count
        while numbers.count < size {
            let talks = min(100, (size - numbers.count + casesATalk - 1) / casesATalk)
            let ids = try store.reserveIDs(talks)
            let turns = ids.map { id in
                Turn(
                    conversation: ConversationID(id), version: 0,
                    opening: Turn.Opening(channel: "网上", place: "1号机", locale: nil, script: "s"), leg: nil, key: nil,
                    source: .petitioner, input: "欠工资", messages: [], expect: Expectation(.text), owner: .bot,
                    state: [1], changes: [.file(Array(repeating: claim, count: casesATalk))], ended: true)
            }
            for result in try store.commit(turns) {
                guard case .committed(let stored) = result else { fail("not filed: \(result)") }
                numbers += stored.cases
            }
            let share = Double(numbers.count) / Double(sizes.last ?? size)
            now.withLock { $0 = max($0, first.adding(milliseconds: Int64(share * Double(year)))) }
        }
        print("\(size) cases: \(numbers.count - start) filed in \(ContinuousClock.now - began)")
        // A ledger as a case has after some months.
        var opened: [String] = []
        for _ in 0..<500 {
            guard let number = numbers.randomElement(using: &random), let id = try store.conversation(forCase: number),
                let talk = try store.conversation(id, viewer: .desk)
            else { fail("a case is gone") }
            var turn = Turn(
                conversation: id, version: talk.version, source: .officer(badge: "012"), messages: [],
                expect: Expectation(.text), owner: .bot, state: [1])
            turn.changes = Array(repeating: .caseEvent(number: number, .noted, text: "电话里问过，说下周去现场看。"), count: 14)
            _ = try store.commit([turn])
            opened.append(number)
        }
        // One that went on for years.
        guard let longest = opened.first, let id = try store.conversation(forCase: longest) else {
            fail("a case is gone")
        }
        for _ in 0..<10 {
            guard let talk = try store.conversation(id, viewer: .desk) else { fail("a case is gone") }
            var turn = Turn(
                conversation: id, version: talk.version, source: .officer(badge: "012"), messages: [],
                expect: Expectation(.text), owner: .bot, state: [1])
            turn.changes = Array(
                repeating: .caseEvent(number: longest, .reminded, text: "电话里催过，说下周去现场看。"), count: 100)
            _ = try store.commit([turn])
        }
        // As a reader beside the server finds it, with nothing of it in memory.
        try store.close()
        let reader = try SQLiteStore.open(folder: folder, mode: .readOnly, policy: policy)
        var listing = Timing()
        for _ in 0..<300 {
            let rows = try listing.time { try reader.nearestDues(limit: 50, viewer: officer) }
            guard rows.count == 50 else { fail("\(rows.count) rows") }
        }
        var opening = Timing()
        for number in opened + (0..<500).compactMap({ _ in numbers.randomElement(using: &random) }) {
            guard try opening.time({ try reader.caseRecord(number: number, viewer: officer) }) != nil else {
                fail("a case is gone")
            }
        }
        var folding = Timing()
        for _ in 0..<200 {
            let entries = try folding.time { () -> Int in
                try reader.caseRecord(number: longest, viewer: officer).map { CaseFile($0).version } ?? 0
            }
            guard entries > 1_000 else { fail("\(entries) entries") }
        }
        print("  listing the 50 nearest dates: \(listing.told())   (goal: under 5 ms)")
        print("  opening a case: \(opening.told())   (goal: under 2 ms)")
        print("  opening and folding one with 1,000 entries: \(folding.told())   (goal: under 2 ms)")
        try reader.close()
        store = try SQLiteStore.open(folder: folder, mode: .serve, policy: policy)
    }
    try store.close()
} catch {
    fail("\(error)")
}
