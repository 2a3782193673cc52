// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Foundation
import IntakeModel
import LineProtocol
import Understanding

/// Measures repeats: pairs of texts that are the same matter, against random pairs of texts that are not.
struct PairResult {
    /// Pairs of the file, and of them those that a look-up by keys finds, those that are called the same, and both.
    private var pairs = 0
    private var met = 0
    private var same = 0
    private var found = 0
    /// Random pairs; of them those that share a key, and those that share one and are called the same.
    private var strangers = 0
    private var strangersMet = 0
    private var strangersSame = 0
    /// Pairs of which one is too short to be compared.
    private var short = 0
    /// Mean difference of the likeness told by sketches and that of the texts.
    private var error = 0.0

    private struct Side {
        var text: RepeatText
        var sketch: RepeatSketch?
        var keys: RepeatIndexKeys?

        init(_ text: String) {
            let entities = EntityFinder(today: today()).entities(in: NormalisedText(text))
            let read = RepeatText(text, entities: entities)
            self.text = read
            sketch = RepeatSketch(read, key: PairResult.key)
            keys = sketch.map { RepeatIndexKeys($0, of: read, key: PairResult.key) }
        }

        func meets(_ other: Side) -> Bool {
            guard let keys, let others = other.keys else { return false }
            return keys.meets(others)
        }
    }

    /// Any will do here; an office has its own.
    private static let key: UInt64 = 20_261_123
    /// Random pairs for each text of the file.
    private static let strangersPerText = 40

    /// The pairs of a table with `text_a` and `text_b`.
    static func pairs(_ path: String) throws -> [(a: String, b: String)] {
        guard let data = FileManager.default.contents(atPath: path) else { throw Failure("\(path)：读不了") }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        guard let header = lines.first, let a = header.firstIndex(of: "text_a"), let b = header.firstIndex(of: "text_b")
        else { throw Failure("\(path)：表头里要有 text_a 和 text_b") }
        return lines.dropFirst().filter { max(a, b) < $0.count }.map { ($0[a], $0[b]) }
    }

    /// Reads a table with `text_a` and `text_b` and, for random pairs, one of texts; without it, texts of different pairs.
    static func measure(_ path: String, against: String?) throws -> PairResult {
        var result = PairResult()
        var others: [Side] = []
        for (a, b) in try pairs(path) {
            let (left, right) = (Side(a), Side(b))
            result.add(left, right)
            others.append(left)
        }
        if let against {
            let (file, reason) = LabelledFile.read(against)
            guard let file else { throw Failure(reason) }
            others = file.items.map { Side($0.example.text) }
        }
        for (position, left) in others.enumerated() {
            for step in 1...strangersPerText where others.count > strangersPerText {
                result.addStrangers(left, others[(position + step * 7) % others.count])
            }
        }
        return result
    }

    private mutating func add(_ left: Side, _ right: Side) {
        pairs += 1
        guard let one = left.sketch, let two = right.sketch else {
            short += 1
            return
        }
        let likeness = RepeatLikeness(left.text, right.text, withReasons: false)
        error += abs(one.likeness(to: two) - likeness.jaccard)
        let isMet = left.meets(right)
        let isSame = likeness.isSameMatter(samePerson: false)
        if isMet { met += 1 }
        if isSame { same += 1 }
        if isMet && isSame { found += 1 }
    }

    private mutating func addStrangers(_ left: Side, _ right: Side) {
        strangers += 1
        guard left.meets(right) else { return }
        strangersMet += 1
        if RepeatLikeness(left.text, right.text, withReasons: false).isSameMatter(samePerson: false) {
            strangersSame += 1
        }
    }

    private var recall: Double { pairs > 0 ? Double(found) / Double(pairs) : 0 }
    private var precision: Double { found + strangersSame > 0 ? Double(found) / Double(found + strangersSame) : 0 }

    func show() {
        print("\(pairs) 对：索引碰得上 \(met)，看着是一件事 \(same)，两样都是 \(found)，太短不比 \(short)")
        print("随便配的 \(strangers) 对：索引碰得上 \(strangersMet)，当成一件事 \(strangersSame)")
        let mean = error / Double(max(pairs - short, 1))
        print("查全 \(recall.rounded3)，查准 \(precision.rounded3)，速写的误差 \(mean.rounded3)")
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for (name, count) in [
                ("pairs", pairs), ("met", met), ("same", same), ("found", found), ("short", short),
                ("strangers", strangers), ("strangers_met", strangersMet), ("strangers_same", strangersSame),
            ] {
                writer.key(dynamic: name)
                writer.value(.int(Int64(count)))
            }
            for (name, share) in [("recall", recall), ("precision", precision)] {
                writer.key(dynamic: name)
                writer.value(.double(share.rounded3))
            }
        }
    }
}
