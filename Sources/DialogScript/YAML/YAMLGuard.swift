// SPDX-License-Identifier: Apache-2.0

/// Finds anchors, aliases and excessive nesting before the parser proper sees a text.
///
/// The parser replaces an alias by the node it names, and hashes mapping keys: a few lines of aliases to aliases grow
/// exponentially ("billion laughs"). These files have no use for either, so both are refused by a scan of the
/// bytes that follows quotes, comments and block scalars. It leans to the safe side: a line that continues a plain
/// text and begins with `*` or `&` is refused too, and the message says to put it in quotes.
struct YAMLGuard {
    enum Finding: Equatable {
        case anchorOrAlias(line: Int, column: Int)
        case tooDeep(line: Int, column: Int)
    }

    /// Open brackets and braces, and dashes at the start of a line: more than any file of ours, far less than a
    /// recursion over them can take.
    static let maximumDepth = 64

    private enum Quote { case none, single, double }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var lineStart = 0
    private var flowDepth = 0
    private var quote = Quote.none
    /// The column (from 0) that a following line must exceed to belong to the open block scalar.
    private var blockIndent: Int?

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    static func scan(_ bytes: [UInt8]) -> Finding? {
        var scanner = YAMLGuard(bytes)
        return scanner.run()
    }

    private mutating func run() -> Finding? {
        while position < bytes.count {
            if let finding = scanLine() { return finding }
            while position < bytes.count, bytes[position] != Self.newline { position += 1 }
            position += 1
            line += 1
            lineStart = position
        }
        return nil
    }

    private static let newline = UInt8(ascii: "\n")

    private func isBlank(at index: Int) -> Bool {
        guard index < bytes.count else { return true }
        switch bytes[index] {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), Self.newline: return true
        default: return false
        }
    }

    /// Scans from `position` to the end of the line at most.
    private mutating func scanLine() -> Finding? {
        var indent = 0
        while position < bytes.count, bytes[position] == UInt8(ascii: " ") {
            position += 1
            indent += 1
        }
        if let block = blockIndent {
            // Lines with nothing but spaces belong to the block whatever their indentation.
            if indent > block || isBlank(at: position) { return nil }
            blockIndent = nil
        }
        var parent = indent
        var dashes = 0
        var atNodeStart = quote == .none
        while position < bytes.count, bytes[position] != Self.newline {
            let byte = bytes[position]
            switch quote {
            case .single:
                if byte == UInt8(ascii: "'") { quote = .none }
                position += 1
                continue
            case .double:
                if byte == UInt8(ascii: "\\"), position + 1 < bytes.count, bytes[position + 1] != Self.newline {
                    position += 1
                }
                if byte == UInt8(ascii: "\"") { quote = .none }
                position += 1
                continue
            case .none: break
            }
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                position += 1
                continue
            case UInt8(ascii: "#") where position == lineStart || isBlank(at: position - 1):
                return nil
            case UInt8(ascii: "-"), UInt8(ascii: "?"):
                if atNodeStart, isBlank(at: position + 1) {
                    dashes += 1
                    if dashes > Self.maximumDepth { return .tooDeep(line: line, column: column) }
                    parent = position - lineStart
                } else {
                    atNodeStart = false
                }
            case UInt8(ascii: ":"):
                // In flow context a colon may touch its value after a quoted key; take every colon as one there.
                atNodeStart = isBlank(at: position + 1) || flowDepth > 0
            case UInt8(ascii: ","):
                atNodeStart = flowDepth > 0
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if atNodeStart || flowDepth > 0 {
                    flowDepth += 1
                    if flowDepth > Self.maximumDepth { return .tooDeep(line: line, column: column) }
                    atNodeStart = true
                }
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                flowDepth = max(0, flowDepth - 1)
                atNodeStart = false
            case UInt8(ascii: "&") where atNodeStart, UInt8(ascii: "*") where atNodeStart:
                if !isBlank(at: position + 1) { return .anchorOrAlias(line: line, column: column) }
                atNodeStart = false
            case UInt8(ascii: "!") where atNodeStart:
                while !isBlank(at: position + 1) { position += 1 }
            case UInt8(ascii: "'") where atNodeStart:
                quote = .single
                if dashes > 0, parent + 1 < position - lineStart { parent = position - lineStart }
                atNodeStart = false
            case UInt8(ascii: "\"") where atNodeStart:
                quote = .double
                if dashes > 0, parent + 1 < position - lineStart { parent = position - lineStart }
                atNodeStart = false
            case UInt8(ascii: "|") where atNodeStart && flowDepth == 0,
                UInt8(ascii: ">") where atNodeStart && flowDepth == 0:
                blockIndent = parent
                return nil
            default:
                if atNodeStart {
                    // The first character of a key or a plain text: what follows on the next lines hangs on it.
                    if column - 1 > parent, keyIsHere { parent = column - 1 }
                    atNodeStart = false
                }
            }
            position += 1
        }
        return nil
    }

    /// Whether what begins here is a mapping key: the first `: ` or `:` at the end of the line comes after it.
    private var keyIsHere: Bool {
        var index = position
        while index < bytes.count, bytes[index] != Self.newline {
            if bytes[index] == UInt8(ascii: ":"), isBlank(at: index + 1) { return true }
            index += 1
        }
        return false
    }

    /// Of `position`, counted from 1 in Unicode scalars.
    private var column: Int {
        var count = 1
        for index in lineStart..<position where bytes[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }
}
