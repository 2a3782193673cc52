// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

@Suite("JSON writing")
struct JSONWriterTests {
    @Test("writes what Python writes", arguments: JSONVectors.pairs.indices)
    func vectors(index: Int) throws {
        let pair = JSONVectors.pairs[index]
        let value = try JSONReader.read(Array(pair.text.utf8))
        let written = JSONWriter.text { $0.value(value) }
        #expect(Array(written.utf8) == Array(pair.compact.utf8), "\(pair.text)")
        #expect(try JSONReader.read(Array(pair.compact.utf8)) == value)
    }

    @Test("integers", arguments: [0, 1, -1, 9, 10, -10, 1_234_567, Int64.max, Int64.min])
    func integers(value: Int64) {
        #expect(JSONWriter.text { $0.integer(value) } == String(value))
    }

    @Test("commas stand between members and items only")
    func commas() {
        let text = JSONWriter.text { writer in
            writer.line { writer in
                writer.key("a")
                writer.array { writer in
                    writer.integer(1)
                    writer.null()
                    writer.object { _ in }
                    writer.array { _ in }
                    writer.bool(true)
                    writer.string("[{:,")
                    writer.string("]")
                }
                writer.member("b", "")
                writer.member(ifPresent: "c", nil as String?)
                writer.member(orNull: "d", nil)
                writer.member("e", ["x", "y"])
                writer.member("f", [])
            }
        }
        #expect(text == #"{"a":[1,null,{},[],true,"[{:,","]"],"b":"","d":null,"e":["x","y"],"f":[]}"# + "\n")
    }

    @Test("a number that JSON cannot write becomes null", arguments: [Double.infinity, -.infinity, .nan])
    func notFinite(value: Double) {
        #expect(JSONWriter.text { $0.value(.double(value)) } == "null")
    }

    @Test("control characters are escaped, in long texts too", arguments: 0..<0x20)
    func control(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        let text = String(repeating: "长", count: 50) + String(Character(scalar)) + String(repeating: "a", count: 50)
        let written = JSONWriter.text { $0.string(text) }
        #expect(written.utf8.allSatisfy { $0 >= 0x20 })
        #expect(try JSONReader.read(Array(written.utf8)) == .string(text))
    }
}
