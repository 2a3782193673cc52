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
    case progressDue = "progress.due"
    case progressOverdue = "progress.overdue"
    case progressOfficer = "progress.officer"
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
        default: nil
        }
    }

    package var arguments: Set<TextTemplate.Argument> {
        switch self {
        case .changed, .reviewLine: [.label, .value]
        case .receiptPerson: [.index]
        case .progressWait: [.seconds]
        case .progressFiled, .progressNotified, .progressAccepted, .progressConcluded, .progressWithdrawn,
            .progressForwarded:
            [.date, .unit]
        case .progressDue: [.due, .article, .label]
        case .progressOverdue: [.days, .label]
        case .progressOfficer: [.badge, .phone]
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
