// SPDX-License-Identifier: Apache-2.0

/// How far a case has come. The raw values are stored in snapshots and never renamed.
public enum CaseStage: String, Sendable, Hashable, CaseIterable {
    case registered
    /// 转送 or 交办, and the other side has not answered.
    case forwarded
    case objected
    case notified
    case accepted
    /// Shown to the procedure of the law that it belongs to.
    case guided
    /// 暂不具备条件, until its day comes.
    case deferred
    case replied
    case reviewing
    case reviewed
    case rechecking
    case rechecked
    /// 报结, and the examination is not through.
    case reported
    case concluded
    case declined
    case barred
    case withdrawn
    case archived

    /// As lists and sheets name it.
    public var title: String {
        switch self {
        case .registered: "已登记"
        case .forwarded: "已转送"
        case .objected: "有异议"
        case .notified: "已告知"
        case .accepted: "已受理"
        case .guided: "已导入程序"
        case .deferred: "暂不具备条件"
        case .replied: "已答复"
        case .reviewing: "复查中"
        case .reviewed: "已复查"
        case .rechecking: "复核中"
        case .rechecked: "已复核"
        case .reported: "报结待审"
        case .concluded: "已办结"
        case .declined: "不予受理"
        case .barred: "不再受理"
        case .withdrawn: "已撤回"
        case .archived: "已归档"
        }
    }

    /// Whether somebody still has to do something.
    public var isOpen: Bool { !Self.over.contains(self) }

    /// The ends.
    public static let over: Set<CaseStage> = [.concluded, .declined, .barred, .withdrawn, .archived]
    public static let open: Set<CaseStage> = Set(allCases).subtracting(over)
    /// Before anybody has taken it on.
    public static let fresh: Set<CaseStage> = [.registered, .forwarded, .notified]
    /// Somebody works on it: taken on, or a matter that needs no 受理.
    public static let working: Set<CaseStage> = [
        .registered, .forwarded, .notified, .accepted, .guided, .replied, .reviewed, .rechecked,
    ]
}
