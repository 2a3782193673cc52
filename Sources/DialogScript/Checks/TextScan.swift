// SPDX-License-Identifier: Apache-2.0

/// What one pass over a text finds of all that ``TextChecks`` looks for: texts are many, and nearly all of them are good.
struct TextScan {
    /// Columns of the widest line.
    private(set) var width = 0
    /// The first character that some terminals cannot show.
    private(set) var unshown: Unicode.Scalar?
    /// What may not be said.
    private(set) var finding: (code: DiagnosticCode, word: String)?

    init(_ text: String) {
        var text = text
        text.withUTF8 { run($0) }
    }

    private mutating func run(_ bytes: UnsafeBufferPointer<UInt8>) {
        var position = 0
        var columns = 0
        var isStart = true
        var opening: String?
        while position < bytes.count {
            let (value, length) = Self.scalar(bytes, position)
            if value == 0x0A {
                width = max(width, columns)
                columns = 0
            } else {
                columns += value < 0x20 ? 0 : value < 0x80 ? 1 : 2
            }
            if value >= 0x80, unshown == nil, let scalar = Unicode.Scalar(value), !GB2312.contains(scalar) {
                unshown = scalar
            }
            if finding == nil, Self.mayBegin(value) {
                for word in Self.words where Self.starts(bytes, position, word.bytes) {
                    finding = (word.code, word.word)
                    break
                }
            }
            if Self.isEnd(value) {
                isStart = true
            } else if isStart {
                isStart = false
                if opening == nil {
                    opening = Self.openings.first { Self.starts(bytes, position, $0.bytes) }?.word
                }
            }
            position += length
        }
        width = max(width, columns)
        if finding == nil, let opening { finding = (.forbidden, opening) }
    }

    /// The scalar at `index` of valid UTF-8, and its length in bytes.
    private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> (UInt32, Int) {
        let first = UInt32(bytes[index])
        func next(_ offset: Int) -> UInt32 { index + offset < bytes.count ? UInt32(bytes[index + offset] & 0x3F) : 0 }
        if first < 0x80 { return (first, 1) }
        if first < 0xE0 { return ((first & 0x1F) << 6 | next(1), 2) }
        if first < 0xF0 { return ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3) }
        return ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
    }

    private static func starts(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ word: [UInt8]) -> Bool {
        guard bytes.count - index >= word.count else { return false }
        for offset in word.indices where bytes[index + offset] != word[offset] { return false }
        return true
    }

    /// Whether a sentence may begin after it.
    private static func isEnd(_ value: UInt32) -> Bool {
        switch value {
        // 。！？；： line feed, 「 “ （ ( blank
        case 0x3002, 0xFF01, 0xFF1F, 0xFF1B, 0xFF1A, 0x0A, 0x300C, 0x201C, 0xFF08, 0x28, 0x20: true
        default: false
        }
    }

    // MARK: Words

    private static let words =
        (TextChecks.forbidden.map { (DiagnosticCode.forbidden, $0) }
        + TextChecks.officialese.map { (.officialese, $0) })
        .map { (code: $0.0, word: $0.1, bytes: Array($0.1.utf8)) }

    private static let openings = TextChecks.forbiddenOpenings.map { (word: $0, bytes: Array($0.utf8)) }

    /// Bits of the characters with which a word begins, by their lowest ten bits: true now and then for others, too.
    private static let beginnings: [UInt64] = words.reduce(into: [UInt64](repeating: 0, count: 16)) { bits, entry in
        guard let first = entry.word.unicodeScalars.first?.value else { return }
        bits[Int(first >> 6 & 15)] |= 1 << UInt64(first & 63)
    }

    private static func mayBegin(_ value: UInt32) -> Bool {
        value >= 0x80 && beginnings[Int(value >> 6 & 15)] & (1 << UInt64(value & 63)) != 0
    }
}
