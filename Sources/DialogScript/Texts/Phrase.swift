// SPDX-License-Identifier: Apache-2.0

/// What the engine itself says, by key of the locale file. The wording is data; which places a phrase may use is fixed
/// here.
package enum Phrase: String, Sendable, CaseIterable {
    /// Who speaks: before the answer to a first line that came without a greeting.
    case intro
    /// Before a question that has only one wording.
    case repeated = "repeat"
    case misfit
    case misfitChoice = "misfit.choice"
    /// Digits that are no identity number: one of them was misread.
    case misfitIDNumber = "misfit.idnumber"
    case stuck
    case stuckSkip = "stuck.skip"
    case stuckPerson = "stuck.person"
    case stuckChoice = "stuck.choice"
    case skipped
    /// Something was said beside the question and kept.
    case noted
    /// What a question would ask for was told before it came.
    case heard
    case sideQuestion = "side.question"
    /// To somebody who is angry, and to somebody who has said it before.
    case angry, told
    case greeting
    case help
    case backNone = "back.none"
    case changeNone = "change.none"
    case changed
    case changeKeep = "change.keep"
    case changeMore = "change.more"
    case personPresent = "person.present"
    case personAbsent = "person.absent"
    case personAlready = "person.already"
    case leave
    case leavePlain = "leave.plain"
    case cleared
    case draft
    case resumed
    case officerLeft = "officer.left"
    case silence
    case nobodyCame = "nobody.came"
    case nobodyCameSafety = "nobody.came.safety"
    case eraseRefused = "erase.refused"
    case ended
    case receipt
    case receiptForward = "receipt.forward"
    case receiptNotify = "receipt.notify"
    case receiptAnonymous = "receipt.anonymous"
    case receiptPerson = "receipt.person"
    case progressWait = "progress.wait"
    case progressUnknown = "progress.unknown"
    case progressFiled = "progress.filed"
    case progressForwarded = "progress.forwarded"
    case progressNotified = "progress.notified"
    case progressAccepted = "progress.accepted"
    case progressConcluded = "progress.concluded"
    case progressWithdrawn = "progress.withdrawn"
    case progressObjected = "progress.objected"
    case progressGuided = "progress.guided"
    case progressDeferred = "progress.deferred"
    case progressReplied = "progress.replied"
    case progressReviewing = "progress.reviewing"
    case progressReviewed = "progress.reviewed"
    case progressRechecking = "progress.rechecking"
    case progressRechecked = "progress.rechecked"
    case progressReported = "progress.reported"
    /// There is a written decision and nothing follows by itself.
    case progressDecided = "progress.decided"
    case progressArchived = "progress.archived"
    /// What happened since they asked last.
    case progressNews = "progress.news"
    /// A day by which somebody was told to answer.
    case progressDemand = "progress.demand"
    case progressUndated = "progress.undated"
    /// A time that is the petitioner's own.
    case progressOwn = "progress.own"
    /// To whoever took back their own part of a matter that others go on with.
    case progressOut = "progress.out"
    case progressDue = "progress.due"
    case progressOverdue = "progress.overdue"
    case progressOfficer = "progress.officer"
    /// Who has it in hand.
    case progressHandler = "progress.handler"
    /// A paper that went out: without a record that it arrived, and with one.
    case progressLetter = "progress.letter"
    case progressLetterSent = "progress.letter_sent"
    /// Older papers than those that are told.
    case progressLetters = "progress.letters"
    /// A right that begins on the day on which the paper arrives.
    case progressRight = "progress.right"
    /// Answered, and nothing is asked for: what is left to do.
    case progressClosing = "progress.closing"
    /// To an act that the table of acts refuses: it is over, withdrawn, too early, another road.
    case actOver = "act.over"
    case actWithdrawn = "act.withdrawn"
    case actEarly = "act.early"
    case actRoad = "act.road"
    case actRefused = "act.refused"
    /// In place of an answer: unknown, none, not given, kept but not shown.
    case valueUnknown = "value.unknown"
    case valueNone = "value.none"
    case valueDeclined = "value.declined"
    case valueMasked = "value.masked"
    /// Between things read back.
    case recapJoin = "recap.join"
    /// One thing read back before it is registered.
    case reviewLine = "review.line"
    /// Somebody asked for another manner of speaking.
    case mannerPlain = "manner.plain"
    case mannerOrdinary = "manner.ordinary"
    case mannerShort = "manner.short"
    case mannerLanguage = "manner.language"

    /// What is said where the office's locale file has nothing; nil: it must have it. Versions of the dialogs that
    /// conversations are pinned to may be older than these phrases.
    var standard: String? {
        switch self {
        case .angry: "您心里有火，我听着，不怪您。"
        case .told: "对不住，前头那句我没接住，劳您再写一遍。"
        case .changeMore: "别的几样"
        case .reviewLine: "{label}：{value}"
        case .mannerPlain: "好，往后我说得简单些。"
        case .mannerOrdinary: "好，还照原来那样说。"
        case .mannerShort: "好，往后我说短些。"
        case .mannerLanguage: "好，往后说中文。"
        case .progressObjected: "查到了：{date}，{unit}说这事该别的单位管，正在核实。"
        case .progressGuided: "查到了：{date}定下来，这件事走另一种法定程序办，办多久按那个程序的规定。"
        case .progressDeferred: "查到了：{date}，{unit}说眼下还办不了[：{value}]。[{due} 再看一回。]"
        case .progressReplied: "查到了：{unit}{date}出了答复。"
        case .progressReviewing: "查到了：{date}请了上一级再看（复查），正在看。"
        case .progressReviewed: "查到了：{date}，复查有了意见。"
        case .progressRechecking: "查到了：{date}再往上请了一次（复核），正在看。"
        case .progressRechecked: "查到了：{date}，复核有了意见。"
        case .progressReported: "查到了：{unit}{date}说办完了，正由另一个人把关。"
        case .progressDecided: "查到了：{date}有了书面的决定，理由写在告知书里。"
        case .progressArchived: "查到了：{unit}{date}把这件事办完归了档。"
        case .progressNews: "新消息：{date}，{value}。"
        case .progressDemand: "已经要求{unit}在 {due} 前回话。"
        case .progressUndated: "这一步规定里没写日子。等久了，选「催」。"
        case .progressOwn: "您要是不同意，{due} 前可以{label}（{article}）。"
        case .progressOut: "您自己那一份已经撤回；这件事别的人还在办。"
        case .progressHandler: "事在{unit}[，办的人是 {badge} 号][，电话 {phone}]。"
        case .progressLetter: "《{label}》[{value}][，{date}出具]，还没有送到您手上的记录。"
        case .progressLetterSent: "《{label}》[{value}][，{date}出具]，{due}{method}。"
        case .progressLetters: "更早的还有 {index} 份。"
        case .progressRight: "不同意的话，收到 30 日内可以{label}。"
        case .progressClosing: "接下来由{unit}报结，再由另一个人把关。"
        case .actOver: "这件事已经有了结果，催、撤都用不着了。还有话说，选「补充」写下来。"
        case .actWithdrawn: "这件事撤回了，眼下没有人在办。想接着办，说一声就行。"
        case .actEarly: "还没到这一步：拿到书面的意见以后不同意，30 日内能请上一级再看。"
        case .actRoad: "这类事不走复查这条路，往哪儿去，答复里写着。拿不准，按 # 叫人帮您看。"
        case .actRefused: "这一样眼下记不上，按 # 叫人帮您看看。"
        default: nil
        }
    }

    package var arguments: Set<TextTemplate.Argument> {
        switch self {
        case .changed, .heard, .reviewLine: [.label, .value]
        case .receiptPerson: [.index]
        case .progressWait: [.seconds]
        case .progressFiled, .progressNotified, .progressAccepted, .progressConcluded, .progressWithdrawn,
            .progressForwarded, .progressObjected, .progressGuided, .progressReplied, .progressReviewing,
            .progressReviewed, .progressRechecking, .progressRechecked, .progressReported, .progressDecided,
            .progressArchived:
            [.date, .unit]
        case .progressDeferred: [.date, .unit, .due, .value]
        case .progressHandler: [.unit, .badge, .phone]
        case .progressLetter: [.label, .value, .date]
        case .progressLetterSent: [.label, .value, .date, .due, .method]
        case .progressLetters: [.index]
        case .progressRight: [.label]
        case .progressClosing: [.unit]
        case .progressNews: [.date, .value]
        case .progressDemand: [.date, .unit, .due]
        case .progressOwn: [.due, .article, .label]
        case .progressDue: [.due, .article, .label]
        case .progressOverdue: [.days, .label]
        case .progressOfficer: [.badge, .phone, .name]
        case .personPresent, .personAbsent, .personAlready: [.badge]
        default: []
        }
    }

}

/// The phrases of a locale.
package struct PhraseBook: Sendable {
    package var texts: [Phrase: TextVariants]

    package subscript(phrase: Phrase) -> TextVariants { texts[phrase] ?? TextVariants([]) }
}
