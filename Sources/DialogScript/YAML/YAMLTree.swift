// SPDX-License-Identifier: Apache-2.0

internal import Yams

/// A YAML document as a flat list of nodes in the order in which they are written: a collection, then its children, each
/// with all that is below it. In a mapping keys and values take turns.
struct YAMLTree: Equatable {
    enum Kind: UInt8 {
        /// A scalar without quotation marks.
        case plain
        /// A scalar in quotation marks, or a block (`|`, `>`).
        case marked
        case sequence, mapping
        /// A name for another node; refused before anybody reads it.
        case alias
    }

    struct Node: Equatable {
        var kind: Kind
        /// Counted from 1.
        var line: Int32
        /// Counted from 1 in Unicode scalars.
        var column: Int32
        /// The collection that it stands in; -1 for the root.
        var parent: Int32
        /// After the last node below this one: where the next sibling stands.
        var end: Int32 = 0
        /// What a scalar reads.
        var text = ""
    }

    private(set) var nodes: [Node] = []

    init(capacity: Int = 0) { nodes.reserveCapacity(capacity) }

    // MARK: Building

    /// Adds a node; a collection is open until it is closed.
    @discardableResult
    mutating func add(_ kind: Kind, line: Int, column: Int, parent: Int, text: String = "") -> Int {
        let index = nodes.count
        nodes.append(
            Node(
                kind: kind, line: Int32(clamping: line), column: Int32(clamping: column),
                parent: Int32(clamping: parent),
                end: Int32(clamping: index + 1), text: text))
        return index
    }

    /// Everything added since stands in it.
    mutating func close(_ index: Int) { nodes[index].end = Int32(clamping: nodes.count) }

    /// What a scalar reads that was added before its end was known.
    mutating func set(_ text: String, at index: Int) { nodes[index].text = text }

    /// A document as the parser proper composes it.
    init(_ root: Yams.Node) {
        add(root, parent: -1, near: (1, 1))
    }

    private mutating func add(_ node: Yams.Node, parent: Int, near: (line: Int, column: Int)) {
        let place = node.mark.map { ($0.line, $0.column) } ?? near
        func begin(_ kind: Kind, _ text: String = "") -> Int {
            add(kind, line: place.0, column: place.1, parent: parent, text: text)
        }
        switch node {
        case .scalar(let scalar):
            _ = begin(scalar.style == .plain || scalar.style == .any ? .plain : .marked, scalar.string)
        case .alias: _ = begin(.alias)
        case .sequence(let sequence):
            let index = begin(.sequence)
            for item in sequence { add(item, parent: index, near: place) }
            close(index)
        case .mapping(let mapping):
            let index = begin(.mapping)
            for (key, value) in mapping {
                add(key, parent: index, near: place)
                add(value, parent: index, near: place)
            }
            close(index)
        }
    }

    // MARK: Reading

    /// The nodes directly below a collection, keys and values in turn.
    func children(of index: Int) -> [Int] {
        var found: [Int] = []
        var next = index + 1
        let end = Int(nodes[index].end)
        while next < end {
            found.append(next)
            next = Int(nodes[next].end)
        }
        return found
    }

    /// The way from the root, for messages: `rules[2].length`; empty for the root and its keys.
    func path(of index: Int) -> String {
        var steps: [String] = []
        var index = index
        while nodes[index].parent >= 0 {
            let parent = Int(nodes[index].parent)
            let siblings = children(of: parent)
            let position = siblings.firstIndex(of: index) ?? 0
            if nodes[parent].kind == .sequence {
                steps.append("[\(position)]")
            } else if position % 2 == 1 {
                steps.append(".\(nodes[siblings[position - 1]].text)")
            }
            index = parent
        }
        let path = steps.reversed().joined()
        return path.hasPrefix(".") ? String(path.dropFirst()) : path
    }
}
