// SPDX-License-Identifier: Apache-2.0

/// How near a text is to each of a set of classes of example texts: an inverted index over their characters and pairs.
///
/// Every example is a vector of weighted characters and pairs of characters (TF-IDF, where a token counts as rare by how few
/// classes have it); a class is the sum of its examples, damped, and as long as any other. Built once, immutable; the same
/// texts give the same numbers everywhere.
struct AnswerIndex: Sendable {
    /// Only so much of a text is compared: questions are short, and a long story resembles everything.
    static let comparedUnits = 220
    /// What a single character counts beside a pair, and a kind of words (``AnswerSynonyms``).
    static let characterWeight = 0.6
    static let kindWeight = 0.8
    /// Kinds of words are tokens from here on: private codes that no text contains.
    static let firstKind: UInt32 = 0xE100
    static let lastKind: UInt32 = 0xE1FF

    let classCount: Int
    private let tokens: [UInt32: Int32]
    private let idf: [Double]
    private let postingStart: [Int32]
    private let postingClass: [Int32]
    private let postingWeight: [Double]
    /// What a token counts that no class has.
    private let unknown: Double

    /// - Parameter classes: The texts of each class.
    init(_ classes: [[String]]) {
        classCount = classes.count
        var index: [UInt32: Int32] = [:]
        /// By place: the token, and how many classes have it.
        var letters: [UInt32] = []
        var holders: [Int32] = []
        var lastHolder: [Int] = []
        /// The texts of each class as the places of their tokens.
        var documents: [[[Int32]]] = []
        documents.reserveCapacity(classes.count)
        for (number, texts) in classes.enumerated() {
            documents.append(
                texts.map { text in
                    AnswerIndex.tokens(of: NormalisedText(text)).map { token in
                        let next = Int32(holders.count)
                        let place = index[token] ?? next
                        if place == next {
                            index[token] = next
                            letters.append(token)
                            holders.append(0)
                            lastHolder.append(-1)
                        }
                        if lastHolder[Int(place)] != number {
                            lastHolder[Int(place)] = number
                            holders[Int(place)] += 1
                        }
                        return place
                    }
                })
        }
        let total = Double(max(classes.count, 1))
        let idf = holders.map { Exponential.log(1 + total / Double($0)) }
        let weight = zip(letters, idf).map { AnswerIndex.weight($0) * $1 }
        var lists = [[(Int32, Double)]](repeating: [], count: holders.count)
        var sums = [Double](repeating: 0, count: holders.count)
        var touched: [Int32] = []
        for (number, texts) in documents.enumerated() {
            touched.removeAll(keepingCapacity: true)
            for places in texts {
                let norm = places.reduce(0) { $0 + weight[Int($1)] * weight[Int($1)] }.squareRoot()
                guard norm > 0 else { continue }
                for place in places {
                    if sums[Int(place)] == 0 { touched.append(place) }
                    sums[Int(place)] += weight[Int(place)] / norm
                }
            }
            // In order of place, so that sums do not depend on the order of tokens.
            touched.sort()
            // The square root damps what many examples of a class share; its square is the length.
            let norm = touched.reduce(0) { $0 + sums[Int($1)] }.squareRoot()
            for place in touched {
                lists[Int(place)].append((Int32(number), sums[Int(place)].squareRoot() / norm))
                sums[Int(place)] = 0
            }
        }
        var start: [Int32] = [0]
        start.reserveCapacity(lists.count + 1)
        var of: [Int32] = []
        var weights: [Double] = []
        for list in lists {
            for (number, weight) in list {
                of.append(number)
                weights.append(weight)
            }
            start.append(Int32(of.count))
        }
        tokens = index
        self.idf = idf
        postingStart = start
        postingClass = of
        postingWeight = weights
        unknown = Exponential.log(1 + total)
    }

    /// Bytes held by the tables.
    var byteCount: Int {
        tokens.capacity * 9 + idf.count * 8 + postingStart.count * 4 + postingClass.count * 4 + postingWeight.count * 8
    }

    /// A token that so many classes have, as 的, says little of any of them and is passed over in a book of thousands of
    /// answers: a text costs no more there.
    private static let common = 1024

    /// Calls `body` with every class that shares a token with the text, once each, and how near it is, 0…1.
    func compare(_ text: NormalisedText, _ body: (_ number: Int, _ likeness: Double) -> Void) {
        var square = 0.0
        var known: [(place: Int, weight: Double)] = []
        var touched = 0
        let found = AnswerIndex.tokens(of: text)
        known.reserveCapacity(found.count)
        for token in found {
            let share = AnswerIndex.weight(token)
            guard let place = tokens[token].map(Int.init) else {
                square += share * unknown * (share * unknown)
                continue
            }
            let weight = share * idf[place]
            square += weight * weight
            let holders = Int(postingStart[place + 1] - postingStart[place])
            if holders > Self.common { continue }
            known.append((place, weight))
            touched += holders
        }
        guard square > 0, touched > 0 else { return }
        let norm = square.squareRoot()
        var size = 16
        while size < min(touched, classCount) * 2 { size *= 2 }
        // An open hash table of the classes touched.
        withUnsafeTemporaryAllocation(of: (number: Int32, sum: Double).self, capacity: size) { sums in
            sums.initialize(repeating: (-1, 0))
            for (place, weight) in known {
                for posting in Int(postingStart[place])..<Int(postingStart[place + 1]) {
                    let number = postingClass[posting]
                    var slot = Int(truncatingIfNeeded: UInt32(number) &* 0x9E37_79B1 >> 8) & (size - 1)
                    while sums[slot].number != number, sums[slot].number >= 0 { slot = (slot + 1) & (size - 1) }
                    sums[slot].number = number
                    sums[slot].sum += weight * postingWeight[posting]
                }
            }
            for (number, sum) in sums where number >= 0 { body(Int(number), sum / norm) }
        }
    }

    /// What is said in every question and says nothing about it.
    private static let empty = WordSet(
        "咨询 请问 想问 问一下 问题 相关 有关 关于 事宜 政策 领导 您好 你好 尊敬 谢谢 本人 是否 能否 的情况 回复")

    /// What a token counts by its sort, however rare it is.
    static func weight(_ token: UInt32) -> Double {
        if token > 0xFFFF { return 1 }
        return token >= firstKind && token <= lastKind ? kindWeight : characterWeight
    }

    /// Han characters, neighbouring scalars with no mark or blank between, and kinds of words; ascending, without repeats.
    static func tokens(of text: NormalisedText) -> [UInt32] {
        var result: [UInt32] = []
        var last: UInt16? = nil
        let units = text.units.prefix(comparedUnits)
        var skipped = 0
        for index in units.indices {
            let unit = units[index]
            if index < skipped { continue }
            if let end = empty.end(in: text.units, at: index) {
                skipped = end
                last = nil
                continue
            }
            if let kind = AnswerSynonyms.kind(in: units, at: index) {
                result.append(min(firstKind + UInt32(kind), lastKind))
            }
            guard unit.isHan || unit.isDigit || unit.isLetter else {
                last = nil
                continue
            }
            if unit.isHan { result.append(UInt32(unit.scalar)) }
            if let last, unit.separation == .none { result.append(UInt32(last) << 16 | UInt32(unit.scalar)) }
            last = unit.scalar
        }
        result.sort()
        var kept = 0
        for index in result.indices where index == 0 || result[index] != result[kept - 1] {
            result[kept] = result[index]
            kept += 1
        }
        result.removeLast(result.count - kept)
        return result
    }
}
