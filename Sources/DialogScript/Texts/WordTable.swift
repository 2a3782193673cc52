// SPDX-License-Identifier: Apache-2.0

/// Finds a whole line among known words.
package struct WordTable: Sendable {
    private var values: [UInt64: Int32] = [:]
    /// The words as they are compared, longest first, with their values: for search within a line.
    package private(set) var words: [(bytes: [UInt8], value: Int)] = []

    package init() {}

    package var isEmpty: Bool { words.isEmpty }

    /// Adds a word; false when the same word was there with another value (the first one stays).
    @discardableResult
    package mutating func add(_ word: String, _ value: Int) -> Bool {
        let line = FoldedLine(word)
        guard !line.isEmpty else { return true }
        let key = StableKey.fnv64(line.bytes)
        if let old = values[key] { return Int(old) == value }
        values[key] = Int32(value)
        let at = words.firstIndex { $0.bytes.count < line.bytes.count } ?? words.endIndex
        words.insert((line.bytes, value), at: at)
        return true
    }

    /// The value of the line when it is one of the words.
    package subscript(line: FoldedLine) -> Int? {
        guard line.isWhole, !values.isEmpty else { return nil }
        return values[StableKey.fnv64(line.bytes)].map(Int.init)
    }

    /// Whether the line begins with one of the words.
    package func isPrefix(of line: FoldedLine) -> Bool {
        words.contains { line.hasPrefix($0.bytes) }
    }

    /// The one value whose words stand in the line; nil when none or several do. Of words that overlap the longest
    /// counts (不对 before 对). A single character counts only as the first or the last word of the line (行 in 行，登吧 but
    /// not in 银行卡), and what is denied is not chosen (登记 in 我不想登记了): then nobody knows what was meant.
    package func only(in line: FoldedLine) -> Int? {
        var found: Int?
        var places: [Range<Int>] = []
        var rest = line.bytes
        for word in words {
            let isCharacter = word.bytes.count <= 4 && word.bytes.first.map { $0 >= 0x80 } ?? false
            guard let place = isCharacter ? Self.edge(word.bytes, in: rest) : Self.place(of: word.bytes, in: rest)
            else {
                continue
            }
            for i in place { rest[i] = 0 }
            if let found, found != word.value { return nil }
            found = word.value
            places.append(place)
        }
        // 没有，就是怕 denies nothing when 没有 is itself a word of the option.
        return places.contains { Self.isDenied($0.lowerBound, in: rest) } ? nil : found
    }

    private static let particles = ["吧", "了", "啊", "呀", "嘛", "呢", "的", "哈"].map { Array($0.utf8) }

    /// The place of a character that is the first word of a line, set off by a mark, or the last one, particles aside.
    private static func edge(_ character: [UInt8], in line: [UInt8]) -> Range<Int>? {
        var end = line[...]
        while let particle = particles.first(where: { end.count > $0.count && end.suffix($0.count).elementsEqual($0) })
        {
            end = end.dropLast(particle.count)
        }
        if end.suffix(character.count).elementsEqual(character) { return end.endIndex - character.count..<end.endIndex }
        guard line.starts(with: character) else { return nil }
        let next = line.dropFirst(character.count)
        let isSetOff =
            next.first.map { $0 < 0x30 } ?? true || next.starts(with: "，".utf8) || next.starts(with: "。".utf8)
        return isSetOff ? 0..<character.count : nil
    }

    private static let denials = ["不", "没", "别", "未", "甭"].map { Array($0.utf8) }
    /// How far a denial reaches, in bytes of UTF-8: four characters.
    private static let reach = 12

    /// Whether a denial stands shortly before, in the same clause; words of the table are zeroes by now.
    private static func isDenied(_ start: Int, in line: [UInt8]) -> Bool {
        var begin = max(0, start - reach)
        if let mark = line[begin..<start].lastIndex(where: { $0 < 0x30 }) { begin = mark + 1 }
        if let comma = place(of: Array("，".utf8), in: Array(line[begin..<start])) { begin += comma.upperBound }
        let before = Array(line[begin..<start])
        return denials.contains { place(of: $0, in: before) != nil }
    }

    private static func place(of needle: [UInt8], in hay: [UInt8]) -> Range<Int>? {
        guard !needle.isEmpty, hay.count >= needle.count else { return nil }
        for start in 0...(hay.count - needle.count) {
            var same = true
            for i in 0..<needle.count where hay[start + i] != needle[i] {
                same = false
                break
            }
            if same { return start..<start + needle.count }
        }
        return nil
    }
}
