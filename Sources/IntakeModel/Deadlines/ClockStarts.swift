// SPDX-License-Identifier: Apache-2.0

/// Which clocks an event starts, and which it does not and why: pure functions of 信访工作条例 arts. 22 to 36.
///
/// The bot only ever calls ``onFiling(office:receivedOn:identified:rules:)``; everything later is an officer's act.
public struct ClockStarts: Sendable, Hashable {
    /// A clock that starts.
    public struct Start: Sendable, Hashable {
        /// Rule id.
        public let rule: String
        public let from: CivilDate

        public init(rule: String, from: CivilDate) {
            self.rule = rule
            self.from = from
        }
    }

    /// A clock that one might expect and that does not start.
    public struct Withheld: Sendable, Hashable {
        /// Rule id.
        public let rule: String
        /// In Chinese, for officers.
        public let reason: String

        public init(rule: String, reason: String) {
            self.rule = rule
            self.reason = reason
        }
    }

    public private(set) var starts: [Start] = []
    public private(set) var withheld: [Withheld] = []

    private mutating func start(_ rule: String, _ from: CivilDate, _ rules: RuleBook) {
        if rules[rule] == nil {
            withheld.append(Withheld(rule: rule, reason: "规则“\(rule)”没有启用"))
        } else {
            starts.append(Start(rule: rule, from: from))
        }
    }

    private mutating func withhold(_ rule: String, _ reason: String) {
        withheld.append(Withheld(rule: rule, reason: reason))
    }

    /// A matter is registered.
    ///
    /// 办结 never starts here, whatever the purpose: it runs from 受理, which only an officer can do.
    ///
    /// - Parameters:
    ///   - office: what kind of organ received it.
    ///   - receivedOn: the day it was received.
    ///   - identified: whether 姓名（名称）、住址 are clear (art. 23 para. 2).
    public static func onFiling(
        office: OfficeKind, receivedOn: CivilDate, identified: Bool, rules: RuleBook
    ) -> ClockStarts {
        var result = ClockStarts()
        switch office {
        case .petitionOffice: result.start(RuleID.forward, receivedOn, rules)
        case .otherOrgan:
            if identified {
                result.start(RuleID.notify, receivedOn, rules)
            } else {
                result.withhold(RuleID.notify, "姓名（名称）、住址不清，可以不书面告知（信访工作条例第二十三条第二款）")
            }
        }
        return result
    }

    /// An organ received a matter that was 转送 or 交办 to it (art. 23 para. 3).
    ///
    /// The exemption of para. 2 is not repeated in para. 3, but nobody can be told in writing without name and
    /// address; so it is applied and said.
    public static func onTransfer(receivedOn: CivilDate, identified: Bool, rules: RuleBook) -> ClockStarts {
        var result = ClockStarts()
        if identified {
            result.start(RuleID.notify, receivedOn, rules)
        } else {
            result.withhold(RuleID.notify, "姓名（名称）、住址不清，无法书面告知")
        }
        result.start(RuleID.object, receivedOn, rules)
        return result
    }

    /// An officer took a matter on (受理).
    ///
    /// - Parameter way: which item of art. 31 it is handled by; nil while that is not decided.
    public static func onAcceptance(
        on: CivilDate, purpose: Purpose, way: HandlingWay?, rules: RuleBook
    ) -> ClockStarts {
        var result = ClockStarts()
        switch purpose {
        case .suggestion, .report, .inquiry, .litigation:
            result.withhold(RuleID.conclude, "\(purpose.rawValue)类事项没有60日办结期限（信访工作条例第三十四条）")
        case .appeal, .relief:
            switch way {
            case .opinion: result.start(RuleID.conclude, on, rules)
            case .litigation, .arbitration, .partyAppeal, .administrativeProcedure, .dutyOfProtection:
                result.withhold(
                    RuleID.conclude, "按第三十一条第\(way?.rawValue ?? 0)项办理，没有60日办结期限（信访工作条例第三十四条）")
            case nil: result.withhold(RuleID.conclude, "还没有确定按第三十一条哪一项办理")
            }
        }
        return result
    }

    /// The petitioner received the 信访处理意见书 (art. 35).
    public static func onOpinionReceived(on: CivilDate, rules: RuleBook) -> ClockStarts {
        one(RuleID.review, on, rules)
    }

    /// The organ above received a request for 复查 (art. 35).
    public static func onReviewRequested(on: CivilDate, rules: RuleBook) -> ClockStarts {
        one(RuleID.reviewOpinion, on, rules)
    }

    /// The petitioner received the 复查意见 (art. 36).
    public static func onReviewReceived(on: CivilDate, rules: RuleBook) -> ClockStarts {
        one(RuleID.recheck, on, rules)
    }

    /// The organ above that received a request for 复核 (art. 36).
    public static func onRecheckRequested(on: CivilDate, rules: RuleBook) -> ClockStarts {
        one(RuleID.recheckOpinion, on, rules)
    }

    private static func one(_ rule: String, _ from: CivilDate, _ rules: RuleBook) -> ClockStarts {
        var result = ClockStarts()
        result.start(rule, from, rules)
        return result
    }
}

/// Ids of the rules that the program itself refers to; `dialogs/rules` must have them.
public enum RuleID {
    public static let forward = "转送"
    public static let notify = "告知"
    public static let conclude = "办结"
    public static let extend = "延期"
    public static let object = "异议"
    public static let review = "复查"
    public static let reviewOpinion = "复查意见"
    public static let recheck = "复核"
    public static let recheckOpinion = "复核意见"
    /// The office's own: by when an open case is looked at again that has no other date. No term of the law.
    public static let track = "跟进"

    /// All of them.
    public static let required = [
        forward, notify, conclude, extend, object, review, reviewOpinion, recheck, recheckOpinion, track,
    ]
}
