// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

@Suite("JSON reading")
struct JSONReaderTests {
    static func read(_ text: String) throws(JSONParseError) -> JSONValue {
        try JSONReader.read(Array(text.utf8))
    }

    @Test(
        "values",
        arguments: [
            ("null", JSONValue.null), (" true ", .bool(true)), ("\tfalse\r\n", .bool(false)),
            ("0", .int(0)), ("-0", .int(0)), ("42", .int(42)), ("-7", .int(-7)),
            ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
            ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("1.5", .double(1.5)),
            ("-2.5e-3", .double(-0.0025)), ("1E2", .double(100)), ("1e+2", .double(100)),
            ("99999999999999999999999999", .double(1e26)),
            (#""""#, .string("")), (#""工资""#, .string("工资")), (#""a\"b\\c\/""#, .string("a\"b\\c/")),
            (#""\b\f\n\r\t""#, .string("\u{8}\u{c}\n\r\t")), (#""\u5de5\u8D44""#, .string("工资")),
            (#""\ud83d\ude00x""#, .string("😀x")), (#""\u0000""#, .string("\0")),
            ("\"\u{7F}\u{2028}\"", .string("\u{7F}\u{2028}")),
            ("[]", .array([])), ("[ 1 , \"a\" ]", .array([.int(1), .string("a")])), ("{}", .object(JSONObject())),
            (
                #"{"a":{"b":[null]} , "c" : 1}"#,
                .object(
                    JSONObject([
                        .init("a", .object(JSONObject([.init("b", .array([.null]))]))), .init("c", .int(1)),
                    ]))
            ),
        ])
    func values(text: String, expected: JSONValue) throws {
        #expect(try Self.read(text) == expected)
    }

    @Test(
        "what is not JSON is refused at its place",
        arguments: [
            ("", 0), (" ", 1), ("{", 1), ("[", 1), ("[1,]", 3), ("{\"a\":1,}", 7), ("{a:1}", 1), ("{'a':1}", 1),
            ("{\"a\" 1}", 5), ("{\"a\":}", 5), ("[1 2]", 3), ("nul", 0), ("nulL", 0), ("tru", 0), ("True", 0),
            ("NaN", 0),
            ("01", 0), ("-", 1), ("-a", 1), ("1.", 2), (".5", 0), ("+1", 0), ("1e", 2), ("1e+", 3), ("0x10", 1),
            ("1e999", 0), ("\"a", 2), ("\"\\", 2), ("\"\\x\"", 2), ("\"\\u12\"", 5), ("\"\\u12G4\"", 5),
            ("\"\t\"", 1), ("\"\u{1}\"", 1), ("\"\\ud83d\"", 3), ("\"\\ude00\"", 3), ("\"\\ud83d\\u0041\"", 3),
            ("\"\\ud83d\\n\"", 3), ("{} {}", 3), ("1 1", 2), ("// x", 0), ("{\"a\":1}x", 7), ("\u{FEFF}{}", 0),
        ])
    func refused(text: String, offset: Int) {
        #expect { try Self.read(text) } throws: { error in
            guard let error = error as? JSONParseError else { return false }
            return error.offset == offset && !error.reason.isEmpty
        }
    }

    @Test(
        "bytes that are not UTF-8",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE5, 0xB7], [0xE5], [0xF0, 0x9F, 0x98],
        ] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) {
        #expect(throws: JSONParseError.self) { try JSONReader.read([0x22] + bytes + [0x22]) }
        #expect(throws: JSONParseError.self) { try JSONReader.read([0x22, 0x5C, 0x6E] + bytes + [0x22]) }
        #expect(throws: JSONParseError.self) { try JSONReader.read([0x22] + bytes) }
        #expect(throws: JSONParseError.self) { try JSONReader.read(bytes) }
    }

    @Test("every scalar survives, written or escaped")
    func everyScalar() throws {
        for value in stride(from: UInt32(0), through: 0x10FFFF, by: 13) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(Character(scalar))
            let written = JSONWriter.text { $0.string(text) }
            #expect(try Self.read(written).string?.unicodeScalars.first == scalar)
        }
    }

    @Test("16 levels are read, 17 are not")
    func depth() throws {
        let brackets = { (n: Int) in String(repeating: "[", count: n) + String(repeating: "]", count: n) }
        #expect(try Self.read(brackets(16)) != .null)
        #expect(throws: JSONParseError.self) { try Self.read(brackets(17)) }
        #expect(throws: JSONParseError.self) { try Self.read(String(repeating: "[", count: 60_000)) }
        #expect(throws: JSONParseError.self) { try Self.read(String(repeating: "{\"a\":", count: 10_000)) }
    }

    @Test("of a repeated key the last one counts")
    func repeatedKeys() throws {
        let value = try Self.read(#"{"a":1,"b":2,"a":3}"#)
        #expect(value["a"] == .int(3))
        #expect(value["b"] == .int(2))
        #expect(value["c"] == nil)
    }

    @Test("whole numbers may be written with a fraction of zero")
    func integers() throws {
        #expect(try Self.read("7.0").integer == 7)
        #expect(try Self.read("7.5").integer == nil)
        #expect(try Self.read("1e30").integer == nil)
        #expect(try Self.read("\"7\"").integer == nil)
    }

    @Test("what was written is read again", arguments: wireSeeds)
    func roundTrip(seed: UInt64) throws {
        var random = WireRandom(seed: seed)
        for _ in 0..<500 {
            let value = random.value(depth: 4)
            let written = JSONWriter.text { $0.value(value) }
            #expect(try Self.read(written) == value, "seed \(seed)")
        }
    }

    @Test("damaged texts are read or refused, never more", arguments: wireSeeds)
    func damage(seed: UInt64) {
        var random = WireRandom(seed: seed)
        var refusals = 0
        for _ in 0..<4000 {
            var bytes = Array(JSONWriter.text { $0.object { $0.members(of: random.object(depth: 3)) } }.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(Array(#"{}[],:"\u-e0"#.utf8).randomElement(using: &random) ?? 0, at: place)
                default: bytes.removeLast(bytes.count - place)
                }
            }
            do {
                // What was read can be written, and reads the same again.
                let value = try JSONReader.read(bytes)
                #expect(try Self.read(JSONWriter.text { $0.value(value) }) == value, "seed \(seed), \(bytes)")
            } catch {
                refusals += 1
                #expect((0...bytes.count).contains(error.offset), "seed \(seed), \(bytes)")
            }
        }
        #expect(refusals > 1000)
    }

    @Test("noise", arguments: wireSeeds)
    func noise(seed: UInt64) {
        var random = WireRandom(seed: seed)
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            do {
                _ = try JSONReader.read(bytes)
            } catch {
                #expect((0...bytes.count).contains(error.offset), "seed \(seed), \(bytes)")
            }
            for role in [nil, ClientRole.relay, .staff] {
                #expect(throws: WireError.self, "seed \(seed), \(bytes)") { try ClientFrame.decode(bytes, role: role) }
            }
        }
    }
}
