// SPDX-License-Identifier: Apache-2.0

/// What is wrong with an audit trail, and where.
public enum AuditFault: Sendable, Hashable, CustomStringConvertible {
    /// Entries that are not there any more.
    case missing(ClosedRange<Int64>)
    /// The entry is not what was chained here: it was changed, or put in from elsewhere.
    case changed(Int64)
    /// The sealed part does not open: it was changed or moved.
    case unreadable(Int64)
    /// The entry was never chained.
    case unchained(Int64)
    /// The end was cut off: the head tells of entries up to `through`.
    case cut(after: Int64, through: Int64)
    /// There are entries after the end that the head tells of, or it tells of another one.
    case pastHead(Int64)
    /// What tells where the trail ends is gone or was changed.
    case headless
    /// The entry is another one than the one that was written down elsewhere.
    case notAsNoted(Int64)

    /// For the auditor.
    public var description: String {
        switch self {
        case .missing(let gone) where gone.count == 1: "第 \(gone.lowerBound) 条不见了"
        case .missing(let gone): "第 \(gone.lowerBound) 到 \(gone.upperBound) 条不见了"
        case .changed(let id): "第 \(id) 条跟前面接不上：这一条被改过，或者是后来插进来的"
        case .unreadable(let id): "第 \(id) 条打不开：内容被改过，或者从别处挪来的"
        case .unchained(let id): "第 \(id) 条没有接在链上"
        case .cut(let after, let through): "末尾被截掉了：第 \(after) 条之后，应当还有到第 \(through) 条"
        case .pastHead(let id): "第 \(id) 条起，跟末尾的封记对不上"
        case .headless: "末尾的封记没有了，或者被改过：末尾有没有截掉，看不出来"
        case .notAsNoted(let id): "第 \(id) 条跟另外记下的那一串不一样：整条链可能被换过"
        }
    }
}
