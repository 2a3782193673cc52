// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Foundation
import IntakeModel
import IntakeServer
import IntakeStore
import LineProtocol
import SQLiteStore

/// Measures what finding filings of one matter costs among ever more cases, in a store of its own that is removed at the end.
struct RepeatLoad {
    /// Cases looked up at each size.
    private static let lookups = 100
    private static let group = 256
    /// So many are filed on one day of the store: there are a million receipt numbers in a day.
    private static let filedADay = 900_000
    private static let firms = "鑫达恒源宏远安泰华盛永兴广利".map { String($0) }

    private let folder: String
    private let script: Script
    private var store: SQLiteStore
    private var reading: CaseReading
    private let clauses: [String]
    /// Texts that are filed first, as they are: the two of a pair one after the other.
    private var planted: [String] = []
    private var numbers: [String] = []
    private var seed: UInt64 = 20_261_123

    /// Files cases made of the clauses of `texts`, and prints for each power of ten what a case costs to be marked, what a
    /// look-up with all that is shown takes, and what the index takes of that, in microseconds of processor time.
    ///
    /// - Parameter pairs: Texts of one matter. The two of each are filed before all others, which are made of their clauses,
    ///   too; printed is how many of the second find the first.
    static func run(_ texts: [String], pairs: [(a: String, b: String)] = [], upTo most: Int, script: Script) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("repeats-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var load = try RepeatLoad(texts + pairs.map(\.a), folder, script)
        defer { try? load.store.close() }
        load.planted = pairs.flatMap { [$0.a, $0.b] }
        guard load.planted.count <= 1_000 else { throw Failure("more than 500 pairs") }
        var size = 1_000
        while size <= most {
            let mark = try load.grow(to: size)
            let (time, index, found) = try load.lookUp()
            let recall = try pairs.isEmpty ? "" : " recall=\(load.recall().rounded3)"
            print("cases=\(size) mark_us=\(mark) lookup_us=\(time) index_us=\(index) found=\(found)\(recall)")
            flushStandardOutput()
            size *= 10
        }
    }

    private init(_ texts: [String], _ folder: String, _ script: Script) throws {
        self.folder = folder
        self.script = script
        store = try Self.open(folder, script, day: 0)
        reading = CaseReading(script: script, vault: store.vault)
        clauses = texts.flatMap { $0.split(whereSeparator: { "。，；！？".contains($0) }).map(String.init) }
    }

    /// Opens the store on a later day.
    private static func open(_ folder: String, _ script: Script, day: Int64) throws -> SQLiteStore {
        let system = DeskClock.system
        let clock = DeskClock(
            now: { Timestamp(milliseconds: system.now().milliseconds + day * 86_400_000) }, monotonic: system.monotonic)
        return try SQLiteStore.open(folder: folder, mode: .serve, policy: .desk(script: script, clock: clock))
    }

    /// The same numbers in every run (SplitMix64).
    private mutating func next(_ bound: Int) -> Int {
        seed &+= 0x9E37_79B9_7F4A_7C15
        var value = seed
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ value >> 31) % UInt64(max(bound, 1)))
    }

    private mutating func pick(_ texts: [String]) -> String {
        let place = next(texts.count)
        return texts.indices.contains(place) ? texts[place] : ""
    }

    /// What is planted; then eight clauses of the letters in any order, and a firm of a name that some hundred others have.
    private mutating func claim(_ position: Int) -> ClaimDraft {
        var words: [String] = []
        if planted.indices.contains(position) {
            words.append(planted[position])
        } else {
            for _ in 0..<8 { words.append(pick(clauses)) }
            words.append("\(pick(Self.firms))\(pick(Self.firms))公司在\(next(5_000))号")
        }
        return ClaimDraft(
            purpose: .relief, topic: "其他",
            particulars: [.init(key: "facts", label: "事情", text: words.joined(separator: "，"))], identified: true)
    }

    private mutating func grow(to size: Int) throws -> Double {
        while numbers.count < size {
            let today = Self.filedADay - numbers.count % Self.filedADay
            if today == Self.filedADay, !numbers.isEmpty {
                try store.close()
                store = try Self.open(folder, script, day: Int64(numbers.count / Self.filedADay))
                reading = CaseReading(script: script, vault: store.vault)
            }
            let count = min(Self.group, size - numbers.count, today)
            let first = try store.reserveIDs(count).lowerBound
            var turns: [Turn] = []
            for index in 0..<count {
                let changes: [Turn.Change] = [
                    .identity(.phone, "138\(10_000_000 + next(10_000_000))"), .file([claim(numbers.count + index)]),
                ]
                let turn = Turn(
                    conversation: ConversationID(first + Int64(index)), version: 0,
                    opening: Turn.Opening(channel: "网上", place: "", locale: nil, script: ""), leg: nil, key: nil,
                    source: .petitioner, input: nil, messages: [], expect: Expectation(.text), owner: .bot, state: [],
                    changes: changes, ended: true)
                turns.append(turn)
            }
            for result in try store.commit(turns) {
                guard case .committed(let turn) = result, let number = turn.cases.first else {
                    throw Failure("a case could not be filed")
                }
                numbers.append(number)
            }
        }
        let start = Self.processorTime()
        var marked = 0
        let reading = reading
        while try store.tendRepeats(
            limit: Self.group,
            mark: { record, identity in
                marked += 1
                return reading.mark(record, identity)
            })
        {}
        return marked == 0 ? 0 : ((Self.processorTime() - start) / Double(marked)).rounded()
    }

    private mutating func lookUp() throws -> (microseconds: Double, index: Double, found: Int) {
        var found = 0
        var wanted: [CaseRecord] = []
        for _ in 0..<Self.lookups {
            if let record = try store.caseRecord(number: pick(numbers), viewer: .desk) { wanted.append(record) }
        }
        func mean(_ body: (CaseRecord) throws -> Void) rethrows -> Double {
            let start = Self.processorTime()
            for record in wanted { try body(record) }
            return ((Self.processorTime() - start) / Double(max(wanted.count, 1))).rounded()
        }
        let whole = try mean { record in
            found += try reading.insight(record, in: store, viewer: .desk) { _ in "" }.likes.count
        }
        let marks = wanted.map { reading.mark($0, [:]) }
        var next = 0
        let index = try mean { record in
            _ = try store.repeatCandidates(of: marks[next], except: record.number)
            next += 1
        }
        return (whole, index, found)
    }

    /// Of the pairs planted, the share whose second text finds the first.
    private func recall() throws -> Double {
        var found = 0
        for second in stride(from: 1, to: planted.count, by: 2) {
            guard let record = try store.caseRecord(number: numbers[second], viewer: .desk) else { continue }
            let likes = try reading.insight(record, in: store, viewer: .desk) { _ in "" }.likes
            if likes.contains(where: { $0.number == numbers[second - 1] }) { found += 1 }
        }
        return Double(found) / Double(max(planted.count / 2, 1))
    }

    /// Microseconds of the processor, by POSIX.
    private static func processorTime() -> Double { Double(clock()) }
}
