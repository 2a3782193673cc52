// SPDX-License-Identifier: Apache-2.0

/// What the searches for places and firms ask of every place of a text many times, found out once.
struct PlaceMarks {
    /// The lengths of the longest words that begin at a place; 0 where none does. No word is so long that it does not fit.
    private struct Lengths {
        var stop: UInt8 = 0
        var ending: UInt8 = 0
        var firmEnding: UInt8 = 0
        /// How far it is to the next ending of a place, of a firm; 255 is far.
        var toEnding: UInt8 = .max
        var toFirmEnding: UInt8 = .max
    }

    private var lengths: [Lengths] = []
    private let clues: EntityClues
    /// Whether the text can name a place: every place ends in one of ``EntityFinder/endings``, a road with a number
    /// (五一路) not excepted.
    private(set) var hasPlaces = false
    /// Whether it can name a firm.
    private(set) var hasFirms = false

    init(_ units: [TextUnit], _ clues: EntityClues) {
        self.clues = clues
        let endings = EntityClues.ending | EntityClues.firmEnding
        guard clues.all & endings != 0 else { return }
        var index = clues.next(endings, from: 0)
        while index < units.count {
            if clues.at[index] & EntityClues.ending != 0, let end = EntityFinder.endings.end(in: units, at: index) {
                hasPlaces = true
                prepare(units)
                lengths[index].ending = UInt8(truncatingIfNeeded: end - index)
            }
            if clues.at[index] & EntityClues.firmEnding != 0,
                let end = EntityFinder.firmEndings.end(in: units, at: index)
            {
                hasFirms = true
                prepare(units)
                lengths[index].firmEnding = UInt8(truncatingIfNeeded: end - index)
            }
            index = clues.next(endings, from: index + 1)
        }
        guard hasPlaces || hasFirms else { return }
        index = clues.next(EntityClues.stop, from: 0)
        while index < units.count {
            if let end = EntityFinder.stops.end(in: units, at: index) {
                lengths[index].stop = UInt8(truncatingIfNeeded: end - index)
            }
            index = clues.next(EntityClues.stop, from: index + 1)
        }
        var ahead: UInt8 = .max
        var firmAhead: UInt8 = .max
        for index in units.indices.reversed() {
            ahead = lengths[index].ending > 0 ? 0 : ahead == .max ? .max : ahead + 1
            firmAhead = lengths[index].firmEnding > 0 ? 0 : firmAhead == .max ? .max : firmAhead + 1
            lengths[index].toEnding = ahead
            lengths[index].toFirmEnding = firmAhead
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

    /// Whether a number may begin here.
    @inline(__always)
    func mayBeNumber(at index: Int) -> Bool { clues.at[index] & EntityClues.number != 0 }

    /// Whether the ending of a place begins within so many scalars from here on.
    @inline(__always)
    func ends(within reach: Int, of index: Int) -> Bool { Int(lengths[index].toEnding) < reach }

    /// Whether the ending of a firm begins within so many scalars from here on.
    @inline(__always)
    func firmEnds(within reach: Int, of index: Int) -> Bool { Int(lengths[index].toFirmEnding) < reach }

    @inline(__always)
    private static func end(_ index: Int, _ length: UInt8) -> Int? { length == 0 ? nil : index + Int(length) }
}
