// SPDX-License-Identifier: Apache-2.0

@testable import LineProtocol

/// SplitMix64: a run is repeated by its seed.
struct WireRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A value as a client could send it, at most `depth` levels deep.
    mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &self) {
        case 0: .null
        case 1: .bool(.random(using: &self))
        case 2: .int(Int64(bitPattern: next()))
        case 3: .int(.random(in: -1000...1000, using: &self))
        case 4: .double(.random(in: -1...1, using: &self))
        case 5: .string(text())
        case 6: .array((0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth - 1) })
        default: .object(object(depth: depth - 1))
        }
    }

    mutating func object(depth: Int) -> JSONObject {
        JSONObject(
            (0..<Int.random(in: 0...5, using: &self)).map { JSONObject.Member("k\($0)" + text(), value(depth: depth)) })
    }

    mutating func text() -> String {
        let pool: [ClosedRange<UInt32>] = [0...0x7F, 0x20...0x7E, 0x4E00...0x9FFF, 0x80...0x7FF, 0x1F300...0x1FAFF]
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &self) {
            let range = pool[Int.random(in: 0..<pool.count, using: &self)]
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &self)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

/// Seeds of the random tests; a failing test names its argument.
let wireSeeds: [UInt64] = [1, 2, 3, 20_261_122]

extension JSONWriter {
    /// What was written, as text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    static func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return writer.text
    }
}
