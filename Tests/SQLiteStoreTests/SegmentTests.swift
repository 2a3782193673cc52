// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import SQLiteStore

@Suite struct SegmentTests {
    @Test func entriesComeBack() throws {
        var entries: [IndexEntry] = []
        for index in 0..<40 as Range<Int64> {
            entries.append(
                IndexEntry(
                    journal: 1_000 + index * index, version: 7 + index, leg: index % 5 == 0 ? 0 : 12,
                    seq: index % 5 == 0 ? 0 : index, isPush: index % 3 == 0, scope: [0, 12, 99][Int(index % 3)],
                    mid: index % 3 == 0 ? "" : "m\(index)"))
        }
        let bytes = Segment.encode(entries)
        #expect(try Segment.decode(bytes, from: 7) == entries)
        for length in 0..<bytes.count {
            #expect(throws: StoredFormatError.self) { try Segment.decode(Array(bytes[..<length]), from: 7) }
        }
        #expect(throws: StoredFormatError.self) { try Segment.decode(bytes + [1], from: 7) }
        #expect(try Segment.decode(Segment.encode([]), from: 1) == [])
    }

    @Test func theCacheHoldsWhatIsUsedAndIsBounded() {
        var cache = GenerationCache<Int>(capacity: 10)
        for id in 0..<1_000 as Range<Int64> {
            cache.insert(Int(id), id)
            #expect(cache.value(0) == 0)
            #expect(cache.value(id) == Int(id))
            #expect(cache.count <= 10)
        }
        #expect(cache.value(500) == nil)
        cache.remove(0)
        #expect(cache.value(0) == nil)
        cache.removeAll()
        #expect(cache.count == 0)
    }
}
