// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// An audit trail looked through from its start to its end. After a fault it goes on from what stands there, so that each
/// fault is told once, in its place.
public struct AuditCheck: Sendable, Hashable {
    /// Faults that are listed; more are only counted.
    public static let mostFaults = 100

    /// Entries that were looked at.
    public private(set) var entries = 0
    /// The first ``mostFaults`` of them, in their order.
    public private(set) var faults: [AuditFault] = []
    public private(set) var faultCount = 0
    public private(set) var first: Timestamp?
    public private(set) var last: Timestamp?
    /// The last entry that was looked at.
    public private(set) var head = AuditHead.origin
    private let noted: AuditHead?

    /// - Parameter noted: an earlier head that was written down elsewhere; what it names has to be in the trail.
    public init(noted: AuditHead? = nil) { self.noted = noted }

    public var isSound: Bool { faultCount == 0 }

    /// The next entry, in the order of the numbers.
    public mutating func add(_ entry: AuditEntry) {
        entries += 1
        if first == nil { first = entry.at }
        last = entry.at
        let isNext = entry.id == head.id + 1
        if entry.id > head.id + 1 { tell(.missing(head.id + 1...entry.id - 1)) }
        if !entry.isReadable {
            tell(.unreadable(entry.id))
        } else if entry.hash.isEmpty {
            tell(.unchained(entry.id))
        } else if entry.id <= head.id || (isNext && entry.hash != AuditChain.hash(entry, after: head.hash)) {
            tell(.changed(entry.id))
        }
        if let noted, noted.id == entry.id, noted.hash != entry.hash { tell(.notAsNoted(entry.id)) }
        head = AuditHead(id: entry.id, hash: entry.hash)
    }

    /// No entry is left.
    ///
    /// - Parameter kept: the end as it was kept beside the trail; nil when it is gone or was changed.
    public mutating func finish(_ kept: AuditHead?) {
        if let kept {
            if kept.id > head.id {
                tell(.cut(after: head.id, through: kept.id))
            } else if kept != head {
                tell(.pastHead(min(kept.id + 1, head.id)))
            }
        } else {
            tell(.headless)
        }
        if let noted, noted.id > head.id, kept?.id ?? 0 < noted.id {
            tell(.cut(after: head.id, through: noted.id))
        }
    }

    private mutating func tell(_ fault: AuditFault) {
        faultCount += 1
        if faults.count < Self.mostFaults { faults.append(fault) }
    }
}
