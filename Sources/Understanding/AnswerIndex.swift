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
        let documents = classes.map { $0.map { AnswerIndex.tokens(of: NormalisedText($0)) } }
        var index: [UInt32: Int32] = [:]
        var holders: [Int] = []
        for texts in documents {
            var seen: Set<UInt32> = []
            for text in texts {
                for token in text where seen.insert(token).inserted {
                    if let known = index[token] {
                        holders[Int(known)] += 1
                    } else {
                        index[token] = Int32(holders.count)
                        holders.append(1)
                    }
                }
            }
        }
        let total = Double(max(classes.count, 1))
        let idf = holders.map { Exponential.log(1 + total / Double($0)) }
        var lists = [[(Int32, Double)]](repeating: [], count: holders.count)
        for (number, texts) in documents.enumerated() {
            var sums: [Int32: Double] = [:]
            for text in texts {
                var weights: [(Int32, Double)] = []
                for token in text {
                    guard let place = index[token] else { continue }
                    weights.append((place, AnswerIndex.weight(token) * idf[Int(place)]))
                }
                let norm = weights.reduce(0) { $0 + $1.1 * $1.1 }.squareRoot()
                guard norm > 0 else { continue }
                for (place, weight) in weights { sums[place, default: 0] += weight / norm }
            }
            // In order of place, so that sums do not depend on the seed of a hash.
            let ordered = sums.sorted { $0.key < $1.key }
            // The square root damps what many examples of a class share; its square is the length.
            let norm = ordered.reduce(0) { $0 + $1.value }.squareRoot()
            for (place, sum) in ordered { lists[Int(place)].append((Int32(number), sum.squareRoot() / norm)) }
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
