// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

@Suite("JSON Lines framing")
struct JSONLineFramerTests {
    /// What was found, copied out of the call.
    enum Seen: Equatable {
        case frame(String)
        case tooLong(Int)
    }

    static func run(_ chunks: [[UInt8]], limit: Int = 16) -> [Seen] {
        var framer = JSONLineFramer(limit: limit)
        var seen: [Seen] = []
        for chunk in chunks {
            framer.feed(chunk) { found in
                switch found {
                case .frame(let bytes): seen.append(.frame(String(decoding: bytes, as: UTF8.self)))
                case .tooLong(let beginning): seen.append(.tooLong(beginning.count))
                }
            }
        }
        return seen
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var input: String
        var expected: [Seen]
        var testDescription: String { input.debugDescription }
    }

    static let cases: [Case] = [
        Case(input: "{}\n", expected: [.frame("{}")]),
        Case(input: "{}\r\n[]\n", expected: [.frame("{}"), .frame("[]")]),
        Case(input: "\n\r\n\n{}\n\r\n", expected: [.frame("{}")]),
        Case(input: "a\rb\n", expected: [.frame("a\rb")]),
        Case(input: "\r\r\n", expected: [.frame("\r")]),
        Case(input: "没有\n工资\n", expected: [.frame("没有"), .frame("工资")]),
        Case(input: "unfinished", expected: []),
        Case(input: "1234567890123456\n", expected: [.frame("1234567890123456")]),
        Case(input: "1234567890123456\r\n", expected: [.frame("1234567890123456")]),
        Case(input: "12345678901234567\nx\n", expected: [.tooLong(16), .frame("x")]),
        Case(input: "12345678901234567\r\nx\n", expected: [.tooLong(16), .frame("x")]),
        Case(input: "1234567890123456\rx\ny\n", expected: [.tooLong(16), .frame("y")]),
        Case(input: String(repeating: "z", count: 100) + "\r\n\nok\n", expected: [.tooLong(16), .frame("ok")]),
        Case(input: String(repeating: "z", count: 40), expected: [.tooLong(16)]),
    ]

    /// `tooLong` gives at least the limit's worth of the beginning, however the bytes come.
    static func same(_ seen: [Seen]) -> [Seen] {
        seen.map { if case .tooLong(let count) = $0, (16...17).contains(count) { .tooLong(16) } else { $0 } }
    }

    @Test("one read", arguments: cases)
    func oneRead(_ example: Case) {
        #expect(Self.same(Self.run([Array(example.input.utf8)])) == example.expected)
    }

    @Test("byte by byte", arguments: cases)
    func dripFeed(_ example: Case) {
        #expect(Self.same(Self.run(example.input.utf8.map { [$0] })) == example.expected)
    }

    @Test("split at every position", arguments: cases)
    func everySplit(_ example: Case) {
        let bytes = Array(example.input.utf8)
        for split in 0...bytes.count {
            let seen = Self.run([Array(bytes[..<split]), Array(bytes[split...])])
            #expect(Self.same(seen) == example.expected, "split at \(split)")
        }
    }

    @Test("random bytes in random pieces give what splitting the whole gives", arguments: wireSeeds)
    func randomPieces(seed: UInt64) {
        var random = WireRandom(seed: seed)
        for _ in 0..<300 {
            let bytes: [UInt8] = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                [0x0A, 0x0D, 0x41, 0x42, 0xE5, 0x00].randomElement(using: &random) ?? 0
            }
            var expected: [[UInt8]] = []
            for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
                let frame = line.last == 0x0D ? line.dropLast() : line
                if !frame.isEmpty { expected.append(Array(frame)) }
            }
            var framer = JSONLineFramer(limit: 1000)
            var seen: [[UInt8]] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = Array(rest.prefix(Int.random(in: 1...30, using: &random)))
                rest = rest.dropFirst(piece.count)
                framer.feed(piece) { if case .frame(let frame) = $0 { seen.append(Array(frame)) } }
            }
            #expect(seen == expected, "seed \(seed), bytes \(bytes)")
        }
    }

    @Test("never keeps more than the limit and a line end")
    func boundedMemory() {
        var framer = JSONLineFramer()
        var reports = 0
        for _ in 0..<100 {
            framer.feed([UInt8](repeating: 0x61, count: 10_000)) { if case .tooLong = $0 { reports += 1 } }
            #expect(framer.pendingBytes <= WireLimits.frameBytes + 1)
        }
        #expect(reports == 1)
        var frames = 0
        framer.feed(Array("\n{}\n".utf8)) { if case .frame = $0 { frames += 1 } }
        #expect(frames == 1)
    }

    @Test("a frame of exactly 65,536 bytes passes, one more does not")
    func exactLimit() {
        let limit = WireLimits.frameBytes
        let text = String(repeating: "a", count: limit)
        #expect(Self.run([Array((text + "\r\n").utf8)], limit: limit) == [.frame(text)])
        #expect(Self.run([Array((text + "a\n").utf8)], limit: limit) == [.tooLong(limit)])
    }
}
