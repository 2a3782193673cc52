// SPDX-License-Identifier: Apache-2.0

/// What an office asks of a closing beyond what every closing needs.
public struct ClosingPolicy: Sendable, Hashable {
    /// Signatures of different officers, none of them who reported it: 0 (the default) to 2.
    public var signatures: Int
    /// Which cases a leader has to take on themselves, and which have to be consulted on, before they are closed.
    public var sponsor: Scope
    public var consultation: Scope
    /// Months after a closing within which a matter that comes again shows on the case, 1 to 36.
    public var againMonths: Int

    /// Cases that a demand is made of. The raw values stand in office.yaml.
    public enum Scope: String, Sendable, Hashable, CaseIterable {
        case none = "不要"
        /// Linked to a matter that was brought before, examined and sent back, or reviewed.
        case hard = "疑难"
        case all = "全部"
    }

    public init(
        signatures: Int = 0, sponsor: Scope = .none, consultation: Scope = .none, againMonths: Int = 6
    ) {
        self.signatures = min(max(signatures, 0), 2)
        self.sponsor = sponsor
        self.consultation = consultation
        self.againMonths = min(max(againMonths, 1), 36)
    }
}

extension CaseFile {
    /// What is missing before the case may be closed, in plain Chinese; empty when nothing is.
    public func missingForClosing(_ policy: ClosingPolicy) -> [String] {
        var missing: [String] = []
        if stage != .reported { missing.append("还没有报结") }
        let open = CaseStandard.allCases.filter { standards[$0]?.isEmpty ?? true }
        if !open.isEmpty {
            missing.append("四个标准还没审：" + open.map(\.rawValue).joined(separator: "、"))
        }
        if signers.count < policy.signatures {
            missing.append("还差 \(policy.signatures - signers.count) 个人签署")
        }
        if demands(policy.sponsor), sponsor == nil { missing.append("还没有领导包案") }
        if demands(policy.consultation), consultations == 0 { missing.append("还没有会诊") }
        missing += missingFromHandling
        return missing
    }

    private func demands(_ scope: ClosingPolicy.Scope) -> Bool {
        switch scope {
        case .none: false
        case .hard: isHard
        case .all: true
        }
    }

    /// Signs, each an entry of the ledger, that it is no simple matter.
    public var isHard: Bool {
        links.contains { $0.relation == CaseAct.repeatRelation || $0.relation == CaseAct.repeatedRelation }
            || sentBack > 0 || review != nil || bounces > 1
    }

    private var missingFromHandling: [String] {
        var missing: [String] = []
        if isOfArticle31, way == nil { missing.append("没有写明按第三十一条哪一项办理") }
        let needsReply = purpose == .suggestion || purpose == .inquiry || isOfArticle31 && way == .opinion
        if needsReply, reply == nil { missing.append("还没有答复") }
        if extensionUntold { missing.append("延期没有告知信访人的文书（第三十四条）") }
        guard isOfArticle31 else { return missing + undelivered }
        if meetings == 0, noMeeting == nil { missing.append("没有面谈或者走访的记录，也没写原因（no_meeting）") }
        if opinion == nil, !isAnonymous { missing.append("没有记信访人自己的意见") }
        if way == .opinion {
            let open = (1...claims).filter { settlements[$0] == nil }
            if claims == 1, !open.isEmpty, settlements.isEmpty { missing.append("四个到位一项也没记") }
            if claims > 1, !open.isEmpty {
                missing.append("第 " + open.map { "\($0)" }.joined(separator: "、") + " 项诉求没有记四个到位（claim）")
            }
        }
        return missing + undelivered
    }

    /// Named petitioners have in hand what was decided.
    var undelivered: [String] {
        guard identified else { return [] }
        let papers: [(CasePaper, Bool)] = [
            (.opinion, reply != nil && isOfArticle31 && way == .opinion),
            (.review, review != nil), (.recheck, recheck != nil),
        ]
        return papers.filter { $0.1 && deliveries[$0.0] == nil }.map { "\($0.0.rawValue)没有送达的凭据" }
    }
}
