// SPDX-License-Identifier: Apache-2.0

/// What a petitioner is after: the 信访目的 of a matter.
///
/// Raw values are the terms of the field and appear in data, on the wire and in reports. The first two are one legal
/// class (申诉求决类, 信访工作条例 art. 31), ``report`` is 检举控告类 (art. 30), ``suggestion`` 建议意见类 (art. 29);
/// ``litigation`` is what art. 28 separates from petitions, and ``inquiry`` is answered on the spot.
public enum Purpose: String, Sendable, Hashable, Codable, CaseIterable {
    /// 申诉: an existing decision, notice or reply is contested.
    case appeal = "申诉"
    /// 求决: something is to be done, paid, repaired or stopped. The default for a trouble that is new.
    case relief = "求决"
    /// 举报: a person or a unit is to be investigated or punished.
    case report = "举报"
    /// 建议: a public proposal without a claim of one's own.
    case suggestion = "建议"
    /// 咨询: a rule, a procedure or the progress of a matter is asked.
    case inquiry = "咨询"
    /// 涉法涉诉: a judgment, its enforcement, a criminal case or a pending suit.
    case litigation = "涉法涉诉"

    /// Position in ``allCases``; scores of purposes are kept in this order.
    public var index: Int {
        switch self {
        case .appeal: 0
        case .relief: 1
        case .report: 2
        case .suggestion: 3
        case .inquiry: 4
        case .litigation: 5
        }
    }
}
