// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// 代录: the one form it begins with, then what the dialog asks and what was said last.
struct DictationView: Sendable {
    struct Channel: Sendable {
        var value: String
        var title: String
        var isChosen: Bool
    }

    /// What the officer has before them and need not type again.
    struct Known: Sendable {
        /// Kind of the question that it answers.
        var kind: String
        var label: String
        var value: String
    }

    struct Option: Sendable {
        var key: String
        var text: String
    }

    struct Pair: Sendable {
        var label: String
        var value: String
    }

    struct DueDate: Sendable {
        var rule: String
        var day: String
        var article: String
    }

    struct MessageView: Sendable {
        var text: String
        var isText: Bool
        var isReview: Bool
        var isReceipt: Bool
        var items: [Pair]
        var number: String
        var code: String?
        var unit: String?
        var firstContact: String?
        var dates: [DueDate]
    }

    var frame: DeskFrame
    var isStart: Bool
    var channels: [Channel]
    var channel: String
    var known: [Known]
    var conv: String
    var said: String?
    var messages: [MessageView]
    var options: [Option]
    var hasOptions: Bool
    var isOpen: Bool
    var isLong: Bool
    var fieldLabel: String
    /// What stands in the field already.
    var text: String
    var cases: [String]
    var hasCases: Bool
    var files: [FileView]
    var hasFiles: Bool
    var trouble: String?

    static let words: [(kind: Expectation.Kind, label: String)] = [
        (.name, "姓名"), (.phone, "电话"), (.place, "地方、住址"), (.idNumber, "证件号"), (.date, "哪天的事"), (.amount, "金额"),
    ]
    static let ways = ["来信", "电话", "走访"]

    /// What was sent with a form of it.
    struct Sent: Sendable {
        var channel = "来信"
        var text = ""
        var conv = ""
        var known: [String: String] = [:]
    }

    /// - Parameter answer: of the dialog; nil: it has not begun.
    init(
        _ answer: JSONObject?, _ sent: Sent, files: [FileView] = [], frame: DeskFrame, today: CivilDate,
        trouble: String? = nil
    ) {
        self.frame = frame
        isStart = answer == nil && sent.conv.isEmpty
        channel = sent.channel
        channels = Self.ways.map { Channel(value: $0, title: $0, isChosen: $0 == sent.channel) }
        known = Self.words.map { word in
            Known(kind: word.kind.rawValue, label: word.label, value: sent.known[word.kind.rawValue] ?? "")
        }
        conv = answer?.optional("conv") ?? sent.conv
        let failed = trouble != nil
        said = answer == nil || failed || sent.text.isEmpty ? nil : sent.text
        let object = answer ?? JSONObject()
        messages = object.objects("messages").map { MessageView($0, today: today) }
        options =
            object.objects("messages").last { $0.text("kind") == "menu" }?.objects("options").map {
                Option(key: $0.text("key"), text: $0.text("text"))
            } ?? []
        hasOptions = !options.isEmpty
        cases = object.texts("cases")
        hasCases = !cases.isEmpty
        isOpen = !isStart && !object.flag("ended")
        let kind = object["expect"]?["kind"]?.string ?? Expectation.Kind.text.rawValue
        isLong = kind == Expectation.Kind.text.rawValue
        fieldLabel = options.isEmpty ? "怎么答" : "或者照原话写"
        // What is known already answers the question it is for, when the officer sends it.
        text = failed ? sent.text : isStart ? "" : sent.known[kind] ?? ""
        self.files = files
        hasFiles = !files.isEmpty
        self.trouble = trouble
    }
}

extension DictationView.MessageView {
    init(_ object: JSONObject, today: CivilDate) {
        let kind = object.text("kind")
        isReview = kind == "review"
        isReceipt = kind == "receipt"
        isText = !isReview && !isReceipt
        // The keys of a menu stand under it.
        text = object.text("text")
        let options = object.objects("options")
        if !options.isEmpty {
            let lines = Set(options.map { "\($0.text("key")). \($0.text("text"))" })
            text = text.split(separator: "\n", omittingEmptySubsequences: false)
                .filter { !lines.contains(String($0)) }.joined(separator: "\n")
        }
        // What is read back stands below, a line each.
        if isReview { text = String(text.prefix { $0 != "\n" }) }
        if text.allSatisfy(\.isWhitespace) { isText = false }
        items = object.objects("items").map { DictationView.Pair(label: $0.text("label"), value: $0.text("value")) }
        number = object.text("number")
        code = object.optional("code")
        unit = object.optional("unit")
        firstContact = object.optional("first_contact")
        dates = object.objects("clocks").map { clock in
            DictationView.DueDate(
                rule: clock.text("rule"), day: CaseDates.shown(clock.text("nominal_due"), today: today),
                article: clock.text("article"))
        }
    }
}
