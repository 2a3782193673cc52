// SPDX-License-Identifier: Apache-2.0

import IntakeServer

/// The conversation as the template draws it.
struct TalkView: Sendable {
    var frame: Frame
    /// What was said before the exchange that stands in front.
    var earlier: [Row]
    var earlierCount: Int
    var hasEarlier: Bool
    /// There was more before that.
    var isCut: Bool
    var current: [Row]
    var after: Int64
    var last: Int64
    var choices: [TalkMessage.Choice]
    var hasChoices: Bool
    /// What went wrong with the last form, and what was written in it.
    var trouble: String?
    var kept: String
    var speaker: String
    var isPerson: Bool
    var isWaiting: Bool
    var isGreeting: Bool
    var isOpen: Bool
    var isOver: Bool
    var isElsewhere: Bool
    var isGone: Bool
    /// Everything was cleared off the screen.
    var isCleared: Bool
    var canErase: Bool
    var isKept: Bool
    var field: Field

    struct Row: Sendable {
        var seq: Int64
        var said: String?
        var messages: [MessageView]
    }

    /// Where the answer is written.
    struct Field: Sendable {
        var isLong: Bool
        var isSecret: Bool
        var mode: String
        var label: String
        var hint: String?
    }

    init(
        _ talk: Talk, frame: Frame, cleared: Int64 = 0, trouble: String? = nil, kept: String = "",
        instead: Talk.Exchange? = nil
    ) {
        self.frame = frame
        var shown = talk.exchanges.filter { talk.state == .greeting || $0.seq > cleared }
        if let instead { shown = [instead] }
        // In front stands the last answer with what came after it; while a person speaks, a little more.
        var front = shown.lastIndex { !$0.isPush } ?? shown.startIndex
        if case .officer = talk.speaker { front = max(0, min(front, shown.count - 10)) }
        func rows(_ exchanges: ArraySlice<Talk.Exchange>, offersChoices: Bool) -> [Row] {
            exchanges.enumerated().map { index, exchange in
                let isLast = offersChoices && index == exchanges.count - 1
                return Row(
                    seq: exchange.seq, said: exchange.said,
                    messages: exchange.messages.map { MessageView($0, showsMenu: !isLast) })
            }
        }
        earlier = rows(shown[..<front], offersChoices: false)
        earlierCount = earlier.count
        hasEarlier = !earlier.isEmpty
        isCut = talk.isCut
        current = rows(shown[front...], offersChoices: true)
        after = talk.base
        last = talk.last
        isGreeting = talk.state == .greeting
        isOpen = talk.state == .open || isGreeting
        isOver = talk.state == .ended
        isElsewhere = talk.state == .elsewhere
        isGone = talk.state == .gone
        isCleared = isOpen && shown.isEmpty
        choices = []
        if isOpen, let messages = shown.last?.messages {
            for message in messages { if case .menu(let menu) = message.kind { choices = menu } }
        }
        hasChoices = !choices.isEmpty || isCleared
        self.trouble = trouble
        self.kept = talk.isSecret ? "" : kept
        isPerson = false
        isWaiting = false
        switch talk.speaker {
        case .program: speaker = "自动接待程序在跟您说话，不是真人"
        case .queue:
            speaker = "正在叫工作人员，等的时候接着跟程序说"
            isWaiting = true
        case .officer(let badge):
            speaker = "\(badge) 号工作人员在跟您说话"
            isPerson = true
        }
        // Who only looks something up has nothing to erase, and shall not think that it is the matter.
        canErase = talk.state == .open && talk.isKept && !talk.isFiled
        isKept = talk.isKept && !isCleared
        field =
            switch talk.answer {
            case .text, .nothing:
                Field(
                    isLong: true, isSecret: talk.isSecret, mode: "text", label: isPerson ? "跟工作人员说" : "您的话",
                    hint: isPerson || !isGreeting ? nil : "照平常说话写就行，有错字不要紧")
            case .choice:
                Field(isLong: false, isSecret: talk.isSecret, mode: "text", label: "也可以自己写", hint: nil)
            case .number: Field(isLong: false, isSecret: talk.isSecret, mode: "text", label: "写在这儿", hint: nil)
            case .phone: Field(isLong: false, isSecret: talk.isSecret, mode: "tel", label: "电话", hint: nil)
            case .short: Field(isLong: false, isSecret: talk.isSecret, mode: "text", label: "写在这儿", hint: nil)
            }
        if talk.isSecret { field.isLong = false }
    }
}

/// One message as the template draws it.
struct MessageView: Sendable {
    var text: String
    /// For the template, to which an empty text is something, too.
    var hasText = false
    var isNotice = false
    /// Who says it, when it is a person.
    var officer: String?
    var basis: String?
    var review: [TalkMessage.ReviewLine] = []
    var hasReview = false
    var slip: SlipView?
    /// Its text names number and code, and that is enough in the middle of a talk.
    var isDraft = false
    var isReceipt = false

    /// - Parameter showsMenu: the menu's lines as text; else they stand as buttons.
    init(_ message: TalkMessage, showsMenu: Bool) {
        text = message.text
        switch message.kind {
        case .text: break
        case .notice: isNotice = true
        case .menu: if !showsMenu { text = "" }
        case .answer(let basis): self.basis = basis.isEmpty ? nil : basis
        case .review(let lines):
            review = lines
            hasReview = true
            // The lines stand in the table below.
            text = text.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
        case .draft(let slip):
            self.slip = SlipView(slip, isReceipt: false)
            isDraft = true
        case .receipt(let slip):
            self.slip = SlipView(slip, isReceipt: true)
            isReceipt = true
        case .officer(let badge): officer = "\(badge) 号工作人员"
        }
        hasText = !text.isEmpty
    }
}

/// Number and code, as they are copied, photographed or printed.
struct SlipView: Sendable {
    var title: String
    var numberLabel: String
    var number: String
    /// The code in its groups of four, so that a screen reader reads groups.
    var code: [String]
    var unit: String?
    var firstContact: String?
    var dates: [TalkMessage.DueDate]
    var isReceipt: Bool

    init(_ slip: TalkMessage.Slip, isReceipt: Bool) {
        title = isReceipt ? "登记回执" : "接着说用的号"
        numberLabel = isReceipt ? "编号" : "续办号"
        number = slip.number
        code = slip.code.split(separator: " ").map(String.init)
        unit = slip.unit.isEmpty ? nil : slip.unit
        firstContact = slip.firstContact.isEmpty ? nil : slip.firstContact
        dates = slip.dates
        self.isReceipt = isReceipt
    }
}
