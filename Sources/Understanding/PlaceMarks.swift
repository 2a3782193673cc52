// SPDX-License-Identifier: Apache-2.0

/// What the searches for places and firms ask of every place of a text many times, found out once.
struct PlaceMarks {
    /// The lengths of the longest words that begin at a place; 0 where none does. No word is so long that it does not fit.
    private struct Lengths {
        var stop: UInt8 = 0
        var ending: UInt8 = 0
        var firmEnding: UInt8 = 0
    }

    private var lengths: [Lengths] = []
    /// Whether the text can name a place: every place ends in one of ``EntityFinder/endings``, a road with a number
    /// (五一路) not excepted.
    private(set) var hasPlaces = false
    /// Whether it can name a firm.
    private(set) var hasFirms = false

    init(_ units: [TextUnit]) {
        for index in units.indices {
            if let end = EntityFinder.endings.end(in: units, at: index) {
                hasPlaces = true
                prepare(units)
                lengths[index].ending = UInt8(truncatingIfNeeded: end - index)
            }
            if let end = EntityFinder.firmEndings.end(in: units, at: index) {
                hasFirms = true
                prepare(units)
                lengths[index].firmEnding = UInt8(truncatingIfNeeded: end - index)
            }
        }
        guard hasPlaces || hasFirms else { return }
        for index in units.indices {
            if let end = EntityFinder.stops.end(in: units, at: index) {
                lengths[index].stop = UInt8(truncatingIfNeeded: end - index)
            }
        }
    }

    private mutating func prepare(_ units: [TextUnit]) {
        if lengths.isEmpty { lengths = [Lengths](repeating: Lengths(), count: units.count) }
    }

    /// The end of what no place has in its name, if that begins here.
    @inline(__always)
    func stop(at index: Int) -> Int? { Self.end(index, lengths[index].stop) }

    /// The end of what a part of a place with a name ends in, if that begins here.
    @inline(__always)
    func ending(at index: Int) -> Int? { Self.end(index, lengths[index].ending) }

    /// The end of what the name of a firm ends in, if that begins here.
    @inline(__always)
    func firmEnding(at index: Int) -> Int? { Self.end(index, lengths[index].firmEnding) }

    @inline(__always)
    private static func end(_ index: Int, _ length: UInt8) -> Int? { length == 0 ? nil : index + Int(length) }
}
