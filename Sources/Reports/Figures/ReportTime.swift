// SPDX-License-Identifier: Apache-2.0

/// How long something took, in natural days.
public enum ReportTime: Int, Sendable, Hashable, CaseIterable {
    case toForward, toNotice, toAccept, toReply, toClose

    public var definition: ReportDefinition {
        func time(_ title: String, _ part: String, _ excludes: String = "") -> ReportDefinition {
            ReportDefinition(title, part: part + "，自然日，起算当天不计；中位数和九成在几日内", excludes: excludes)
        }
        return switch self {
        case .toForward: time("收到到转出", "本期第一次转送、交办的件，从收到到转出")
        case .toNotice: time("收到到告知", "本期第一次告知或送达告知书的件，从收到到告知")
        case .toAccept: time("收到到受理", "本期受理的件，从收到到受理")
        case .toReply: time("受理到答复", "本期答复的件，从受理到最近一次答复", "没有受理就答复的")
        case .toClose: time("收到到办结", "本期办结的件，从收到到办结；扣除期间也算在内")
        }
    }
}

/// Lengths of time and how often each came. Exact, and as small as the lengths are various.
public struct Lengths: Sendable, Hashable {
    private var counts: [Int: Int] = [:]
    public private(set) var count = 0

    public init() {}

    mutating func add(_ length: Int) {
        counts[max(0, length), default: 0] += 1
        count += 1
    }

    mutating func add(_ other: Lengths) {
        for (length, times) in other.counts { counts[length, default: 0] += times }
        count += other.count
    }

    /// The smallest length within which at least so many percent lie; nil of nothing.
    public func percentile(_ percent: Int) -> Int? {
        guard count > 0 else { return nil }
        let wanted = max(1, (count * percent + 99) / 100)
        var seen = 0
        for (length, times) in counts.sorted(by: { $0.key < $1.key }) {
            seen += times
            if seen >= wanted { return length }
        }
        return nil
    }
}
