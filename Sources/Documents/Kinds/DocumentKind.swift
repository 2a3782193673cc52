// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A kind of 文书. The raw values are names of templates, of the wire and of the command line, and are stored.
public enum DocumentKind: String, Sendable, Hashable, CaseIterable {
    case register = "登记表"
    case whereTo = "去向告知书"
    case accept = "受理告知书"
    case forward = "转送函"
    case entrust = "交办函"
    case object = "异议函"
    case decline = "不予受理告知书"
    case bar = "不再受理告知书"
    case extensionForm = "延期审批表"
    case extend = "延期告知书"
    case opinion = "信访处理意见书"
    case review = "复查意见书"
    case recheck = "复核意见书"
    case urge = "催办函"
    case supervise = "督办函"
    case mediation = "调解协议书"
    case hearing = "听证笔录"
    case delivery = "送达回证"
    case improvement = "改进建议"
    case report = "办结报告"

    /// Who gets it.
    public enum Audience: Sendable, Hashable {
        /// The petitioner: plain words, remedies and their dates, never a word of a deadline of theirs having passed.
        case petitioner
        /// Another body: only what it needs for this.
        case unit
        /// The file of the case.
        case file
        /// Those who came to terms.
        case parties
    }

    public var audience: Audience {
        switch self {
        case .whereTo, .accept, .decline, .bar, .extend, .opinion, .review, .recheck: .petitioner
        case .forward, .entrust, .object, .urge, .supervise, .improvement, .report: .unit
        case .register, .extensionForm, .hearing, .delivery: .file
        case .mediation: .parties
        }
    }

    /// How a page of it looks.
    public enum Layout: Sendable, Hashable {
        /// Letterhead, number, title, addressee, text, 落款 with the place of the seal.
        case letter
        /// Title and a table, with places for signatures.
        case form
    }

    public var layout: Layout {
        switch self {
        case .register, .extensionForm, .hearing, .delivery: .form
        default: .letter
        }
    }

    /// The heading, where it is more than the name.
    public var title: String {
        switch self {
        case .register: "信访事项登记表"
        case .whereTo: "信访事项去向告知书"
        case .accept: "信访事项受理（接收）告知书"
        case .forward: "信访事项转送函"
        case .entrust: "信访事项交办函"
        case .object: "信访事项异议函"
        case .decline: "信访事项不予受理告知书"
        case .bar: "信访事项不再受理告知书"
        case .extensionForm: "信访事项延长办理期限审批表"
        case .extend: "信访事项延长办理期限告知书"
        case .opinion: "信访处理意见书"
        case .review: "信访事项复查意见书"
        case .recheck: "信访事项复核意见书"
        case .urge: "信访事项催办函"
        case .supervise: "信访事项督办函"
        case .mediation: "信访事项调解协议书"
        case .hearing: "信访事项听证笔录"
        case .delivery: "送达回证"
        case .improvement: "改进工作建议书"
        case .report: "信访事项办结报告"
        }
    }

    /// The character of the kind in a 文号, after the office's own. Customary; no law rules it.
    public var mark: String {
        switch self {
        case .register: "登"
        case .whereTo: "告"
        case .accept: "受"
        case .forward: "转"
        case .entrust: "交"
        case .object: "异"
        case .decline: "不受"
        case .bar: "不再"
        case .extensionForm: "延审"
        case .extend: "延"
        case .opinion: "处"
        case .review: "查"
        case .recheck: "核"
        case .urge: "催"
        case .supervise: "督"
        case .mediation: "调"
        case .hearing: "听"
        case .delivery: "送"
        case .improvement: "建"
        case .report: "结"
        }
    }

    /// Who may issue it: what binds the petitioner is for whoever answers for the case.
    public var authority: CaseAuthority {
        switch self {
        case .accept, .decline, .bar, .extensionForm, .extend, .opinion, .object, .mediation, .report: .responsible
        case .register, .whereTo, .forward, .entrust, .review, .recheck, .urge, .supervise, .hearing, .delivery,
            .improvement:
            .officer
        }
    }

    /// Whether it goes out in the name of the body that handles the matter, not of the desk that registered it.
    public var isOfHandler: Bool {
        switch self {
        case .accept, .decline, .bar, .extensionForm, .extend, .opinion, .object, .mediation, .report: true
        default: false
        }
    }

    /// Whether a body other than the desk may read on it who the petitioner is (never for a 举报): only where it has to
    /// write to them or to hear them.
    public var namesPetitioner: Bool {
        switch self {
        case .forward, .entrust, .mediation, .report: true
        case .object, .urge, .supervise, .improvement: false
        default: true
        }
    }

    /// The act of the table that can name the document, for hints.
    public var act: CaseAct? {
        switch self {
        case .accept: .accept
        case .forward: .forward
        case .entrust: .entrust
        case .object: .object
        case .decline: .decline
        case .bar: .bar
        case .extend: .extend
        case .opinion: .reply
        case .review: .review
        case .recheck: .recheck
        case .urge: .remind
        case .supervise: .supervise
        case .mediation: .mediate
        case .delivery: .deliver
        case .report: .report
        // Where it went is no notice of art. 23: it is only delivered.
        case .register, .whereTo, .extensionForm, .hearing, .improvement: nil
        }
    }
}
