// SPDX-License-Identifier: Apache-2.0

/// What may begin at each place of a text, as far as its one scalar tells: what ``EntityFinder`` looks for is looked for only
/// there. One look at a table that stays near instead of one for each list of words.
///
/// A clue says that something may begin; that it does is for whoever looks.
struct EntityClues {
    /// A set of clues.
    typealias Clues = UInt8

    static let digit: Clues = 1
    /// An opening bracket, as before the year of a document.
    static let bracket: Clues = 2
    /// What stands before a name.
    static let nameLead: Clues = 4
    /// A date in words.
    static let dateWord: Clues = 8
    /// A number in digits or in words.
    static let number: Clues = 16
    /// What no name of a place holds.
    static let stop: Clues = 32
    /// What places end in.
    static let ending: Clues = 64
    /// What firms end in.
    static let firmEnding: Clues = 128

    /// Of each place of the text.
    let at: [Clues]
    /// All clues of the text together.
    let all: Clues

    init(_ units: [TextUnit]) {
        var all: Clues = 0
        at = [Clues](unsafeUninitializedCapacity: units.count) { clues, count in
            Self.table.withUnsafeBufferPointer { table in
                for index in 0..<units.count {
                    let found = table[Int(units[index].scalar) & (Self.size - 1)]
                    all |= found
                    clues.initializeElement(at: index, to: found)
                }
            }
            count = units.count
        }
        self.all = all
    }

    /// The next place from `index` on with one of the clues; the end of the text if there is none.
    @inline(__always)
    func next(_ clues: Clues, from index: Int) -> Int {
        at.withUnsafeBufferPointer { at in
            var index = index
            while index < at.count, at[index] & clues == 0 { index += 1 }
            return index
        }
    }

    /// Scalars with the same lowest bits share a place in the table.
    private static let size = 4096

    private static let table: [Clues] = {
        var table = [Clues](repeating: 0, count: size)
        for scalar in 0...UInt16.max {
            var clues: Clues = 0
            if scalar >= 0x30, scalar <= 0x39 { clues |= digit }
            if scalar == 0x28 || scalar == 0x5B { clues |= bracket }
            if EntityFinder.nameLeads.begins(with: scalar) { clues |= nameLead }
            if EntityFinder.mayBeginDate(scalar) { clues |= dateWord }
            if ChineseNumber.begins(scalar) { clues |= number }
            if EntityFinder.stops.begins(with: scalar) { clues |= stop }
            if EntityFinder.endings.begins(with: scalar) { clues |= ending }
            if EntityFinder.firmEndings.begins(with: scalar) { clues |= firmEnding }
            table[Int(scalar) & (size - 1)] |= clues
        }
        return table
    }()
}
