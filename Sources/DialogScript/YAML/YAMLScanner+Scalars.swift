// SPDX-License-Identifier: Apache-2.0

extension YAMLScanner {
    // MARK: Without quotation marks

    /// A scalar without quotation marks, which may go on in further lines. Outside brackets its last line is left behind.
    ///
    /// - Parameter outer: the column of the collection that it stands in: what is indented more belongs to the scalar.
    mutating func plain(within outer: Int, parent: Int, inFlow: Bool) throws(NotPlain) {
        try checkStart(inFlow: inFlow)
        let index = tree.add(.plain, line: line, column: column(position), parent: parent)
        var end = try plainLine(inFlow: inFlow)
        var text = text(position..<end)
        position = end
        if inFlow {
            while let breaks = try continuation() {
                let next = try plainLine(inFlow: true)
                text += breaks == 0 ? " " : String(repeating: "\n", count: breaks)
                text += self.text(position..<next)
                position = next
            }
            tree.set(text, at: index)
            return
        }
        while true {
            let isCommented = byte(skippedBlanks(position)) == UInt8(ascii: "#")
            guard endOfLine() else { throw NotPlain() }
            if isCommented { break }
            // Blank lines within it count only when it goes on.
            let (savedPosition, savedLine) = (position, line)
            var breaks = 0
            var first = skippedBlanks(position)
            while first < bytes.count, bytes[first] == Self.newline {
                breaks += 1
                position = first
                nextLine()
                first = skippedBlanks(position)
            }
            guard first < bytes.count, first - lineStart > outer, bytes[first] != UInt8(ascii: "#") else {
                (position, line, lineStart) = (savedPosition, savedLine, savedPosition)
                break
            }
            switch bytes[first] {
            case UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: ":"), UInt8(ascii: "?"), UInt8(ascii: "-"):
                throw NotPlain()
            default: break
            }
            position = first
            end = try plainLine(inFlow: false)
            text += breaks == 0 ? " " : String(repeating: "\n", count: breaks)
            text += self.text(position..<end)
            position = end
        }
        tree.set(text, at: index)
    }

    /// Goes to the next line when the scalar goes on there, within brackets: how many blank lines lie between; nil, and
    /// nowhere, when it does not.
    private mutating func continuation() throws(NotPlain) -> Int? {
        let (savedPosition, savedLine, savedStart) = (position, line, lineStart)
        var breaks = -1
        while true {
            position = skippedBlanks(position)
            guard !isAtEnd else { throw NotPlain() }
            guard bytes[position] == Self.newline else { break }
            nextLine()
            breaks += 1
        }
        switch bytes[position] {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): break
        case _ where breaks < 0: break
        default:
            try checkStart(inFlow: true)
            return breaks
        }
        (position, line, lineStart) = (savedPosition, savedLine, savedStart)
        return nil
    }

    /// Where a scalar without quotation marks ends in this line, blanks at its end left out.
    private func plainLine(inFlow: Bool) throws(NotPlain) -> Int {
        var index = position
        var end = index
        scan: while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case Self.newline: break scan
            case Self.space:
                index += 1
                continue
            case UInt8(ascii: ":"):
                if isBlank(index + 1) {
                    // A key outside brackets was found before.
                    guard inFlow else { throw NotPlain() }
                    break scan
                }
                if inFlow {
                    switch self.byte(index + 1) {
                    case UInt8(ascii: ","), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
                        UInt8(ascii: "}"):
                        throw NotPlain()
                    default: break
                    }
                }
            case UInt8(ascii: "#"): if index > position, bytes[index - 1] == Self.space { break scan }
            case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): if inFlow { break scan }
            case UInt8(ascii: "["), UInt8(ascii: "{"): if inFlow { throw NotPlain() }
            default: break
            }
            index += 1
            end = index
        }
        return end
    }

    private func skippedBlanks(_ index: Int) -> Int {
        var index = index
        while index < bytes.count, bytes[index] == Self.space { index += 1 }
        return index
    }

    /// Over blanks and line ends, within brackets.
    mutating func skipBlanks() {
        while !isAtEnd {
            if bytes[position] == Self.space {
                position += 1
            } else if bytes[position] == Self.newline {
                nextLine()
            } else {
                return
            }
        }
    }

    // MARK: In quotation marks

    /// A scalar in quotation marks, on one line; `position` is after it then.
    mutating func quoted(parent: Int) throws(NotPlain) {
        let mark = byte(position)
        let column = column(position)
        let start = position + 1
        var index = start
        var hasPairs = false
        while true {
            let byte = byte(index)
            if byte == Self.newline { throw NotPlain() }
            if byte == mark {
                // In single ones two stand for one.
                guard mark == UInt8(ascii: "'"), self.byte(index + 1) == mark else { break }
                hasPairs = true
                index += 1
            } else if byte == UInt8(ascii: "\\"), mark == UInt8(ascii: "\"") {
                throw NotPlain()
            }
            index += 1
        }
        var text = text(start..<index)
        if hasPairs { text = text.split(separator: "''", omittingEmptySubsequences: false).joined(separator: "'") }
        position = index + 1
        tree.add(.marked, line: line, column: column, parent: parent, text: text)
    }

    // MARK: Blocks

    /// `|` or `>`, and the lines that belong to it.
    ///
    /// - Parameter outer: the column of the collection that it stands in.
    mutating func blockScalar(within outer: Int, parent: Int) throws(NotPlain) {
        let isFolded = byte(position) == UInt8(ascii: ">")
        let index = tree.add(.marked, line: line, column: column(position), parent: parent)
        position += 1
        let isStripped = byte(position) == UInt8(ascii: "-")
        if isStripped { position += 1 }
        guard isBlank(position), endOfLine() else { throw NotPlain() }
        let indent = skippedBlanks(position) - lineStart
        // Blank lines at the beginning, and blocks without any line, are rare.
        guard !isAtEnd, indent > max(outer, 0), byte(lineStart + indent) != Self.newline else { throw NotPlain() }
        var out: [UInt8] = []
        var breaks = 0
        var isFirst = true
        while !isAtEnd {
            let first = skippedBlanks(position)
            guard first < bytes.count else { throw NotPlain() }
            if bytes[first] == Self.newline {
                // Blanks that reach into the text belong to it.
                guard first - lineStart <= indent else { throw NotPlain() }
                breaks += 1
                position = first
                nextLine()
                continue
            }
            guard first - lineStart >= indent else { break }
            if isFolded, first - lineStart > indent { throw NotPlain() }
            var end = first
            while end < bytes.count, bytes[end] != Self.newline { end += 1 }
            // A last line without its end says that it has none.
            guard end < bytes.count else { throw NotPlain() }
            if isFirst {
                isFirst = false
            } else if isFolded {
                if breaks == 0 { out.append(Self.space) }
            } else {
                out.append(Self.newline)
            }
            for _ in 0..<breaks { out.append(Self.newline) }
            breaks = 0
            out.append(contentsOf: bytes[lineStart + indent..<end])
            position = end
            nextLine()
        }
        if !isStripped { out.append(Self.newline) }
        tree.set(String(decoding: out, as: UTF8.self), at: index)
    }

    // MARK: Brackets

    /// A list or a mapping in brackets; `position` is after it then.
    mutating func flow(parent: Int, depth: Int = 0) throws(NotPlain) {
        guard depth < Self.maximumDepth / 2 else { throw NotPlain() }
        let isMapping = byte(position) == UInt8(ascii: "{")
        let close = isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]")
        let index = tree.add(isMapping ? .mapping : .sequence, line: line, column: column(position), parent: parent)
        position += 1
        var keys: [Int] = []
        while true {
            skipBlanks()
            guard !isAtEnd else { throw NotPlain() }
            if bytes[position] == close { break }
            if isMapping {
                keys.append(tree.nodes.count)
                try flowKey(parent: index)
            }
            switch byte(position) {
            case UInt8(ascii: "["), UInt8(ascii: "{"): try flow(parent: index, depth: depth + 1)
            case UInt8(ascii: "\""), UInt8(ascii: "'"): try quoted(parent: index)
            default: try plain(within: -1, parent: index, inFlow: true)
            }
            skipBlanks()
            // Anything else is a pair in a list, a comment, or a slip.
            if byte(position) == close, !isAtEnd { break }
            guard byte(position) == UInt8(ascii: ",") else { throw NotPlain() }
            position += 1
        }
        position += 1
        try checkKeys(keys)
        tree.close(index)
    }

    /// A key in brackets with its colon; `position` is at the value then.
    private mutating func flowKey(parent: Int) throws(NotPlain) {
        let (start, startLine) = (position, line)
        switch byte(position) {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): try quoted(parent: parent)
        default: try plain(within: -1, parent: parent, inFlow: true)
        }
        guard position - start < Self.maximumKey, line == startLine else { throw NotPlain() }
        while byte(position) == Self.space { position += 1 }
        guard byte(position) == UInt8(ascii: ":"), isBlank(position + 1) else { throw NotPlain() }
        position += 1
        skipBlanks()
        guard !isAtEnd else { throw NotPlain() }
        // An empty value is rare.
        if byte(position) == UInt8(ascii: ",") || byte(position) == UInt8(ascii: "}") { throw NotPlain() }
    }
}
