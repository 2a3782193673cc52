// SPDX-License-Identifier: Apache-2.0

/// An inverted index of pairs of characters: which of many short documents a text is like, and how much (the cosine of
/// TF-IDF weights).
struct PairIndex: Sendable {
    /// How like a text is to a document of an answer, 0…1.
    struct Likeness: Sendable {
        var answer: Int32
        var score: Double
    }

    /// A pair that stands in an eighth of the documents, as 怎么, weighs little and is passed over; not if these are fewer
    /// than the first of these numbers, and in any case if they are more than the second, so that a text costs no more in a
    /// book of ten thousand answers.
    private static let common = 256...1024

    private let answerOf: [Int32]
    /// The length of each document as a vector.
    private let norms: [Double]
    /// An open hash table: the pair in the upper half, its position in the lower; 0 where vacant, as no scalar is 0.
    private let table: [UInt64]
    /// The weight of each pair.
    private let idf: [Double]
    /// Where the documents of each pair begin in `postings`.
    private let postingStart: [Int32]
    private let postings: [Int32]
    /// The weight of a pair that is in no document.
    private let unknown: Double

    /// Bytes held by the tables.
    var byteCount: Int {
        answerOf.count * 4 + norms.count * 8 + table.count * 8 + idf.count * 8 + postingStart.count * 4
            + postings.count * 4
    }

    init(_ documents: [(answer: Int32, pairs: [UInt32])]) {
        // A pair and a document in one number: sorted, equal pairs stand together, their documents ascending.
        var uses: [UInt64] = []
        uses.reserveCapacity(documents.reduce(0) { $0 + $1.pairs.count })
        for (document, text) in documents.enumerated() {
            for pair in text.pairs { uses.append(UInt64(pair) << 32 | UInt64(document)) }
        }
        uses.sort()
        let total = Double(documents.count)
        var squares = [Double](repeating: 0, count: documents.count)
        var pairs: [UInt32] = []
        var idf: [Double] = []
        var start: [Int32] = [0]
        var postings: [Int32] = []
        postings.reserveCapacity(uses.count)
        var at = 0
        while at < uses.count {
            let pair = uses[at] >> 32
            let first = postings.count
            var last: UInt64?
            while at < uses.count, uses[at] >> 32 == pair {
                if uses[at] != last { postings.append(Int32(truncatingIfNeeded: uses[at])) }
                last = uses[at]
                at += 1
            }
            let weight = Exponential.log(1 + total / Double(postings.count - first))
            for position in first..<postings.count { squares[Int(postings[position])] += weight * weight }
            pairs.append(UInt32(pair))
            idf.append(weight)
            start.append(Int32(postings.count))
        }
        self.answerOf = documents.map(\.answer)
        self.norms = squares.map { $0.squareRoot() }
        self.idf = idf.map { $0 }
        self.postingStart = start.map { $0 }
        self.postings = postings.map { $0 }
        self.unknown = Exponential.log(1 + total)
        var size = 16
        while size < pairs.count * 2 { size *= 2 }
        var table = [UInt64](repeating: 0, count: size)
        for (position, pair) in pairs.enumerated() {
            var place = Self.place(of: pair, among: size)
            while table[place] != 0 { place = (place + 1) & (size - 1) }
            table[place] = UInt64(pair) << 32 | UInt64(position)
        }
        self.table = table
    }

    private static func place(of pair: UInt32, among count: Int) -> Int {
        Int(truncatingIfNeeded: (UInt64(pair) &* 0x9E37_79B9_7F4A_7C15) >> 32) & (count - 1)
    }

    /// The position of a pair, or nil.
    private func position(of pair: UInt32) -> Int? {
        var place = Self.place(of: pair, among: table.count)
        while table[place] != 0 {
            if table[place] >> 32 == UInt64(pair) { return Int(table[place] & 0xFFFF_FFFF) }
            place = (place + 1) & (table.count - 1)
        }
        return nil
    }

    /// Calls `body` with every document that shares a pair with a text of these pairs, once each, in no order.
    func compare(_ pairs: [UInt32], _ body: (Likeness) -> Void) {
        var square = 0.0
        var known: [Int] = []
        known.reserveCapacity(pairs.count)
        var touched = 0
        let most = min(max(answerOf.count / 8, Self.common.lowerBound), Self.common.upperBound)
        var last: UInt32?
        // In their own order, so that sums come out the same every time.
        for pair in pairs.sorted() where pair != last {
            last = pair
            guard let position = position(of: pair) else {
                square += unknown * unknown
                continue
            }
            square += idf[position] * idf[position]
            let count = Int(postingStart[position + 1] - postingStart[position])
            if count > most { continue }
            known.append(position)
            touched += count
        }
        guard square > 0, touched > 0 else { return }
        let length = square.squareRoot()
        var size = 16
        while size < min(touched, answerOf.count) * 2 { size *= 2 }
        // An open hash table of the documents touched.
        withUnsafeTemporaryAllocation(of: (document: Int32, dot: Double).self, capacity: size) { dots in
            dots.initialize(repeating: (-1, 0))
            for position in known {
                let weight = idf[position] * idf[position]
                for slot in Int(postingStart[position])..<Int(postingStart[position + 1]) {
                    let document = postings[slot]
                    var place = Self.place(of: UInt32(document), among: size)
                    while dots[place].document != document, dots[place].document >= 0 {
                        place = (place + 1) & (size - 1)
                    }
                    dots[place].document = document
                    dots[place].dot += weight
                }
            }
            for (document, dot) in dots where document >= 0 {
                let norm = norms[Int(document)]
                guard norm > 0, dot > 0 else { continue }
                body(Likeness(answer: answerOf[Int(document)], score: dot / (norm * length)))
            }
        }
    }
}
