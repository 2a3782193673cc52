// SPDX-License-Identifier: Apache-2.0

/// Reads the plain part of YAML that nearly all files keep to, many times faster than the parser proper: mappings,
/// lists, scalars with and without quotation marks, blocks, `[ ]` and `{ }`.
///
/// It reads either exactly what the parser proper reads, places included, or nothing: whatever it is not sure of (tags,
/// anchors, tabs, several documents, escapes, `?` keys, repeated keys, anything that looks wrong) is left to the parser
/// proper, and so are all messages about it. Tests hold the two against each other.
struct YAMLScanner {
    /// What is not plain; tells nobody anything but that the parser proper has to look.
    struct NotPlain: Error {}

    /// Deeper nesting is left to the parser proper, which refuses what is too deep.
    static let maximumDepth = 40
    /// A key is longer than this in no file of ours; the parser proper knows the exact limit.
    static let maximumKey = 500

    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    var line = 1
    var lineStart = 0
    var tree: YAMLTree
    private var depth = 0
    /// Up to where columns have been counted in the present line, and how many there are.
    private var counted = 0
    private var columns = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        tree = YAMLTree(capacity: bytes.count / 16)
    }

    /// - Parameter bytes: valid UTF-8 without a byte order mark.
    /// - Returns: nil when the parser proper has to read it.
    static func scan(_ bytes: [UInt8]) -> YAMLTree? {
        bytes.withUnsafeBufferPointer { bytes in
            guard isPlain(bytes) else { return nil }
            var scanner = YAMLScanner(bytes)
            do throws(NotPlain) {
                try scanner.document()
                return scanner.tree
            } catch {
                return nil
            }
        }
    }

    /// Whether there is nothing in it that is a line end or a blank for the parser proper and not for this one, nor a
    /// character that it refuses, nor a line that begins or ends a document.
    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        func after(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : newline }
        var isLineStart = true
        for index in bytes.indices {
            let byte = bytes[index]
            if byte < 0x20 {
                guard byte == newline else { return false }
                isLineStart = true
                continue
            }
            switch byte {
            case 0x7F: return false
            // U+0080 to U+009F; U+2028, U+2029; U+FEFF, U+FFFE, U+FFFF.
            case 0xC2: if after(index + 1) < 0xA0 { return false }
            case 0xE2: if after(index + 1) == 0x80, after(index + 2) & 0xFE == 0xA8 { return false }
            case 0xEF:
                if after(index + 1) == 0xBB, after(index + 2) == 0xBF { return false }
                if after(index + 1) == 0xBF, after(index + 2) >= 0xBE { return false }
            case UInt8(ascii: "-"), UInt8(ascii: "."):
                if isLineStart, after(index + 1) == byte, after(index + 2) == byte { return false }
            case UInt8(ascii: "%"): if isLineStart { return false }
            default: break
            }
            isLineStart = false
        }
        return true
    }

    static let newline = UInt8(ascii: "\n")
    static let space = UInt8(ascii: " ")

    // MARK: Places

    /// The byte at `index`; a line feed after the end.
    func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : Self.newline }

    /// Whether a blank, a line end or the end of the file is there.
    func isBlank(_ index: Int) -> Bool {
        let byte = byte(index)
        return byte == Self.space || byte == Self.newline
    }

    var isAtEnd: Bool { position >= bytes.count }

    /// Of `index` in the present line, from 1 in scalars; to be asked for from left to right.
    mutating func column(_ index: Int) -> Int {
        if counted < lineStart || counted > index {
            counted = lineStart
            columns = 0
        }
        while counted < index {
            if bytes[counted] & 0xC0 != 0x80 { columns += 1 }
            counted += 1
        }
        return columns + 1
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    /// Blanks, then nothing more or a comment: true, and the line is left behind.
    mutating func endOfLine() -> Bool {
        let start = position
        while byte(position) == Self.space, !isAtEnd { position += 1 }
        if isAtEnd { return true }
        if bytes[position] == UInt8(ascii: "#"), position == lineStart || position > start {
            while !isAtEnd, bytes[position] != Self.newline { position += 1 }
        }
        guard isAtEnd || bytes[position] == Self.newline else { return false }
        nextLine()
        return true
    }

    mutating func nextLine() {
        if !isAtEnd {
            position += 1
            line += 1
        }
        lineStart = position
    }

    /// Goes to the first character of the next line that says something, from the beginning of a line: its indentation,
    /// or -1 at the end.
    private mutating func nextContent() -> Int {
        while !isAtEnd {
            if !endOfLine() { return position - lineStart }
        }
        return -1
    }

    // MARK: Blocks

    private mutating func document() throws(NotPlain) {
        let indent = nextContent()
        guard indent >= 0 else { throw NotPlain() }
        try block(indent, within: -1, parent: -1)
        guard nextContent() < 0 else { throw NotPlain() }
    }

    private func isDash(_ index: Int) -> Bool { byte(index) == UInt8(ascii: "-") && isBlank(index + 1) }

    /// A node at `position`, which is the first on its line or comes after a dash.
    ///
    /// - Parameters:
    ///   - indent: its column, from 0.
    ///   - outer: the column of the collection that it stands in.
    private mutating func block(_ indent: Int, within outer: Int, parent: Int) throws(NotPlain) {
        depth += 1
        guard depth < Self.maximumDepth else { throw NotPlain() }
        defer { depth -= 1 }
        if isDash(position) {
            try sequence(indent, parent: parent)
        } else if let colon = try endOfKey() {
            try mapping(indent, parent: parent, firstColon: colon)
        } else {
            try inline(within: outer, parent: parent)
        }
    }

    private mutating func sequence(_ indent: Int, parent: Int) throws(NotPlain) {
        let index = tree.add(.sequence, line: line, column: column(position), parent: parent)
        while true {
            position += 1
            let (emptyLine, emptyColumn) = (line, column(position))
            if endOfLine() {
                let inner = nextContent()
                if inner > indent {
                    try block(inner, within: indent, parent: index)
                } else {
                    tree.add(.plain, line: emptyLine, column: emptyColumn, parent: index)
                }
            } else {
                let first = byte(position)
                if first == UInt8(ascii: "|") || first == UInt8(ascii: ">") {
                    try blockScalar(within: indent, parent: index)
                } else {
                    try block(position - lineStart, within: indent, parent: index)
                }
            }
            let next = nextContent()
            if next == indent, isDash(position) { continue }
            guard next <= indent else { throw NotPlain() }
            return tree.close(index)
        }
    }

    private mutating func mapping(_ indent: Int, parent: Int, firstColon: Int) throws(NotPlain) {
        let index = tree.add(.mapping, line: line, column: column(position), parent: parent)
        var keys: [Int] = []
        var colon = firstColon
        while true {
            keys.append(tree.nodes.count)
            try key(until: colon, parent: index)
            position = colon + 1
            let (emptyLine, emptyColumn) = (line, column(position))
            if endOfLine() {
                let inner = nextContent()
                if inner > indent {
                    try block(inner, within: indent, parent: index)
                } else if inner == indent, isDash(position) {
                    depth += 1
                    guard depth < Self.maximumDepth else { throw NotPlain() }
                    try sequence(indent, parent: index)
                    depth -= 1
                } else {
                    tree.add(.plain, line: emptyLine, column: emptyColumn, parent: index)
                }
            } else {
                guard !isDash(position) else { throw NotPlain() }
                let first = byte(position)
                if first == UInt8(ascii: "|") || first == UInt8(ascii: ">") {
                    try blockScalar(within: indent, parent: index)
                } else {
                    try inline(within: indent, parent: index)
                }
            }
            let next = nextContent()
            guard next <= indent else { throw NotPlain() }
            guard next == indent, !isDash(position) else {
                try checkKeys(keys)
                return tree.close(index)
            }
            guard let found = try endOfKey() else { throw NotPlain() }
            colon = found
        }
    }

    /// Keys that are there twice get their message from the parser proper.
    func checkKeys(_ keys: [Int]) throws(NotPlain) {
        if keys.count > 12 {
            var seen: Set<String> = []
            for key in keys where !seen.insert(tree.nodes[key].text).inserted { throw NotPlain() }
            return
        }
        for (position, key) in keys.enumerated() {
            for other in keys[..<position] where tree.nodes[key].text == tree.nodes[other].text { throw NotPlain() }
        }
    }

    /// A scalar or a collection in brackets, and the end of its line.
    private mutating func inline(within outer: Int, parent: Int) throws(NotPlain) {
        switch byte(position) {
        case UInt8(ascii: "["), UInt8(ascii: "{"): try flow(parent: parent)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): try quoted(parent: parent)
        default: return try plain(within: outer, parent: parent, inFlow: false)
        }
        guard endOfLine() else { throw NotPlain() }
    }

    // MARK: Keys

    /// Where the colon of a key stands that begins at `position`; nil when what begins here is no key.
    private func endOfKey() throws(NotPlain) -> Int? {
        var index = position
        let first = byte(index)
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            index += 1
            while byte(index) != first {
                if byte(index) == Self.newline || byte(index) == UInt8(ascii: "\\") { throw NotPlain() }
                index += 1
            }
            index += 1
            // Two of them stand for one.
            if byte(index) == first { throw NotPlain() }
            while byte(index) == Self.space { index += 1 }
            guard byte(index) == UInt8(ascii: ":"), index < bytes.count else { return nil }
            guard isBlank(index + 1), index - position < Self.maximumKey else { throw NotPlain() }
            return index
        }
        if first == UInt8(ascii: "[") || first == UInt8(ascii: "{") { return nil }
        while index < bytes.count, bytes[index] != Self.newline {
            switch bytes[index] {
            case UInt8(ascii: ":"):
                if isBlank(index + 1) {
                    guard index > position, index - position < Self.maximumKey else { throw NotPlain() }
                    return index
                }
            case UInt8(ascii: "#"):
                if index > position, bytes[index - 1] == Self.space { return nil }
            default: break
            }
            index += 1
        }
        return nil
    }

    /// The key that begins at `position`.
    private mutating func key(until colon: Int, parent: Int) throws(NotPlain) {
        let first = byte(position)
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") { return try quoted(parent: parent) }
        try checkStart(inFlow: false)
        var end = colon
        while end > position, bytes[end - 1] == Self.space { end -= 1 }
        tree.add(.plain, line: line, column: column(position), parent: parent, text: text(position..<end))
    }

    /// What a scalar without quotation marks cannot begin with, or what needs a second look.
    func checkStart(inFlow: Bool) throws(NotPlain) {
        switch byte(position) {
        case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "#"), UInt8(ascii: "&"), UInt8(ascii: "*"),
            UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "'"), UInt8(ascii: "\""),
            UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"), Self.newline, Self.space:
            throw NotPlain()
        case UInt8(ascii: "-"):
            // In brackets only as the sign of a number.
            if isBlank(position + 1) || inFlow && !(0x30...0x39).contains(byte(position + 1)) { throw NotPlain() }
        default: break
        }
    }
}
