// SPDX-License-Identifier: Apache-2.0

/// A piece of what an act needs. The raw value is its name on the wire, on the command line and in the store.
public enum CaseField: String, Sendable, Hashable, CaseIterable {
    /// The unit something goes to.
    case to
    /// 承办单位, 主办单位.
    case unit
    /// 承办人, by badge or name.
    case officer
    /// 首问责任人, by badge.
    case firstContact = "first_contact"
    /// 协办单位, several with 、 between.
    case co
    /// Item of art. 31.
    case way
    /// A ticked ground.
    case ground
    case reason
    /// 法律法规依据.
    case basis
    /// 文号.
    case document
    /// Which document: 处理意见书 …
    case paper
    /// The day it happened; the day of entry when left out.
    case on
    /// A date that was set.
    case due
    /// First and last day of a run of days.
    case from, through
    case days
    /// Who approved it: name and office.
    case approver
    /// Id of a clock's rule.
    case rule
    case method
    case form
    case place
    /// Those present.
    case with
    case outcome
    case result
    /// The four standards, a note each.
    case facts, character, handling, formalities
    /// Which of the four was not met.
    case standard
    case opinion
    /// Which claim of the matter, from 1.
    case claim
    /// How many claims a reply answers.
    case claims
    /// Which of the 四个到位.
    case measure
    case evidence
    /// Why nobody met the petitioner.
    case noMeeting = "no_meeting"
    /// Another case.
    case number
    case relation
    /// Position of an entry in the ledger, from 1.
    case entry
    /// What is put right, and to what.
    case field, value
    case source, original
    /// Ratings of the office and of the unit that handled the matter.
    case rateOffice = "rate_office"
    case rateUnit = "rate_unit"
    /// A consent that was asked for.
    case consent
    /// A leader, by name and office.
    case leader
    /// Which of several petitioners, from 1: the one who talks is the first.
    case person
    /// Whom a document is for: ``petitioner``, or nobody's to be told.
    case audience
    /// Set on an entry that the petitioner was told of at once.
    case told
    case text

    /// What ``audience`` says of a document for the petitioner.
    public static let petitioner = "信访人"

    /// What it is called in front of people.
    public var label: String {
        switch self {
        case .to: "去向单位"
        case .unit: "承办单位"
        case .officer: "承办人"
        case .firstContact: "首问责任人工号"
        case .co: "协办单位"
        case .way: "第三十一条第几项"
        case .ground: "情形"
        case .reason: "理由"
        case .basis: "法律法规依据"
        case .document: "文号"
        case .paper: "文书"
        case .on: "日期"
        case .due: "期限"
        case .from: "从哪天"
        case .through: "到哪天"
        case .days: "日数"
        case .approver: "批准人"
        case .rule: "哪个期限"
        case .method: "方式"
        case .form: "形式"
        case .place: "地点"
        case .with: "参加人"
        case .outcome: "意见"
        case .result: "结果"
        case .facts: "事实清楚"
        case .character: "定性准确"
        case .handling: "处理恰当"
        case .formalities: "手续完备"
        case .standard: "哪条标准没达到"
        case .opinion: "信访人意见"
        case .claim: "第几项诉求"
        case .claims: "一共几项诉求"
        case .measure: "哪个到位"
        case .evidence: "凭据"
        case .noMeeting: "没有见面的原因"
        case .number: "另一件的编号"
        case .relation: "关系"
        case .entry: "第几条记录"
        case .field: "更正哪一项"
        case .value: "改成"
        case .source: "来自哪个系统"
        case .original: "原编号"
        case .rateOffice: "对信访部门"
        case .rateUnit: "对承办单位"
        case .consent: "双方意愿"
        case .leader: "领导"
        case .person: "第几位信访人"
        case .audience: "给谁"
        case .told: "当时告诉了信访人"
        case .text: "说明"
        }
    }
}
