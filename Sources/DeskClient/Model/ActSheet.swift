// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// What this officer may do with the case on the screen, as the server listed it; and the act that is being filled in.
public struct ActSheet: Sendable, Hashable {
    /// A field of an act.
    public struct Need: Sendable, Hashable {
        public var field: String
        public var label: String
        public var hint: String
        public var isRequired: Bool
        /// Words to choose from; empty where any text will do.
        public var choices: [String]
    }

    public struct Act: Sendable, Hashable {
        public var name: String
        /// What stands against it whatever is given.
        public var missing: [String]
        public var needs: [Need]
    }

    /// An act that was chosen, with what was written so far.
    public struct Draft: Sendable, Hashable {
        public var act: Act
        /// By the position of the need; shorter than the needs while it is filled in.
        public var texts: [String] = []

        /// What is asked for next; nil when everything was.
        public var next: Need? { act.needs.indices.contains(texts.count) ? act.needs[texts.count] : nil }
    }

    public var number: String
    /// Version of the case that the list is of.
    public var version: Int64?
    public var acts: [Act]
    public var selected = 0
    public var draft: Draft?
    public var input = InputLine()

    /// nil when there is nothing that could be done.
    init?(_ object: JSONObject, number: String, version: Int64?) {
        acts = object.objects("acts").compactMap { act in
            guard let name = act.shown("act") else { return nil }
            let needs = act.objects("needs").compactMap { need -> Need? in
                guard let field = need["field"]?.string else { return nil }
                return Need(
                    field: field, label: need.shown("label") ?? field, hint: need.shown("hint") ?? "",
                    isRequired: need["required"]?.bool ?? false,
                    choices: need["choices"]?.array?.compactMap { $0.string.map { TextCleaner.clean($0) } } ?? [])
            }
            let missing = act["missing"]?.array?.compactMap { $0.string.map { TextCleaner.clean($0) } } ?? []
            return Act(name: name, missing: missing, needs: needs)
        }
        guard !acts.isEmpty else { return nil }
        self.number = number
        self.version = version
    }

    /// As lines of the screen: the list, or what was filled in and what is asked now.
    public var lines: [String] {
        guard let draft else {
            return ["\(number)  现在可以办："]
                + acts.enumerated().map { index, act in
                    let needs = act.needs.filter(\.isRequired).map(\.label).joined(separator: "、")
                    let missing = act.missing.isEmpty ? "" : "  还缺：" + act.missing.joined(separator: "；")
                    return
                        "\(index == selected ? "> " : "  ")\(act.name)\(needs.isEmpty ? "" : "  要写：\(needs)")\(missing)"
                }
        }
        var lines = ["\(number)  \(draft.act.name)"]
        for (need, text) in zip(draft.act.needs, draft.texts) where !text.isEmpty {
            lines.append("  \(need.label)：\(text)")
        }
        if let need = draft.next {
            lines.append("\(need.label)（\(need.isRequired ? "必填" : "可以不填，直接回车")）：\(need.hint)")
            lines += need.choices.enumerated().map { "  \($0.offset + 1). \($0.element)" }
        } else {
            lines.append("都写好了，回车办，Esc 算了。")
        }
        return lines
    }

    /// Takes what was typed for the field that is asked now: a choice by its number or its word.
    ///
    /// - Returns: what is wrong with it; nil when it was taken.
    mutating func take(_ text: String) -> String? {
        guard let need = draft?.next else { return nil }
        var text = text
        if let number = Int(text), need.choices.indices.contains(number - 1) { text = need.choices[number - 1] }
        if text.isEmpty, need.isRequired { return "\(need.label)要写：\(need.hint)" }
        if !text.isEmpty, !need.choices.isEmpty, !need.choices.contains(text) { return "只能是：\(need.hint)" }
        draft?.texts.append(text)
        return nil
    }

    /// What is sent once everything was filled in; decided on the version that was shown.
    var order: StaffFrame.CaseAct? {
        guard let draft, draft.next == nil else { return nil }
        let fields = zip(draft.act.needs, draft.texts).filter { !$1.isEmpty }.map {
            JSONObject.Member($0.field, .string($1))
        }
        return StaffFrame.CaseAct(number: number, act: draft.act.name, version: version, fields: JSONObject(fields))
    }
}

extension DeskModel {
    /// Opens the list of what may be done with the case on the screen.
    mutating func openActs() {
        guard acts != nil else { return say("这件事现在没有您能办的。") }
        acts?.draft = nil
        page = .acts
        scroll = 0
    }

    mutating func actsKey(_ key: Key) -> [DeskCommand] {
        guard let sheet = acts else {
            page = .sheet
            return []
        }
        if sheet.draft == nil { return choosing(key, sheet) }
        switch key {
        case .escape:
            // Back by one field, and from the first to the list.
            if acts?.draft?.texts.isEmpty ?? true { acts?.draft = nil } else { acts?.draft?.texts.removeLast() }
            acts?.input.clear()
        case .enter:
            if let order = sheet.order {
                page = .sheet
                acts?.draft = nil
                return request(.act(order))
            }
            let text = TextCleaner.clean(sheet.input.text, lineFeeds: true)
            guard Self.fits(text) else {
                say(Self.tooLong)
                return []
            }
            if let why = acts?.take(text) { say(why) } else { acts?.input.clear() }
        default: _ = acts?.input.edit(key)
        }
        return []
    }

    private mutating func choosing(_ key: Key, _ sheet: ActSheet) -> [DeskCommand] {
        switch key {
        case .up, .character("k"): acts?.selected = max(0, sheet.selected - 1)
        case .down, .character("j"): acts?.selected = min(sheet.acts.count - 1, sheet.selected + 1)
        case .home: acts?.selected = 0
        case .end: acts?.selected = sheet.acts.count - 1
        case .enter:
            let act = sheet.acts[min(max(0, sheet.selected), sheet.acts.count - 1)]
            guard act.missing.isEmpty else {
                say("\(act.name)还缺：" + act.missing.joined(separator: "；"))
                return []
            }
            acts?.draft = ActSheet.Draft(act: act)
            acts?.input.clear()
        case .escape: page = .sheet
        case .character("a"): return acknowledge()
        default: break
        }
        return []
    }
}
