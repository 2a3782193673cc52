// SPDX-License-Identifier: Apache-2.0

/// One field of an act: what it is, and whether the act can do without it.
public struct CaseNeed: Sendable, Hashable {
    /// What a field takes.
    public enum Kind: Sendable, Hashable {
        /// 1 to 2,000 characters.
        case text
        /// A name of a person, unit or document, 1 to 64 characters on one line.
        case name
        /// Several names with 、 between.
        case names
        /// A day that has come.
        case past
        /// A day after today.
        case future
        /// Any day.
        case day
        case number(ClosedRange<Int>)
        /// One of these words.
        case choice([String])
        /// A receipt number.
        case receipt
    }

    public let field: CaseField
    public let kind: Kind
    public let isRequired: Bool

    static func must(_ field: CaseField, _ kind: Kind = .text) -> CaseNeed {
        CaseNeed(field: field, kind: kind, isRequired: true)
    }

    static func may(_ field: CaseField, _ kind: Kind = .text) -> CaseNeed {
        CaseNeed(field: field, kind: kind, isRequired: false)
    }

    /// The words to choose from; empty where any text will do.
    public var choices: [String] {
        if case .choice(let words) = kind { words } else { [] }
    }

    /// The kind in plain Chinese, for tables and hints.
    public var hint: String {
        switch kind {
        case .text: "文字"
        case .name: "名称"
        case .names: "名称，几个用、隔开"
        case .past: "日期，不晚于今天"
        case .future: "日期，晚于今天"
        case .day: "日期"
        case .number(let range): "\(range.lowerBound)–\(range.upperBound)"
        case .choice(let words): words.joined(separator: " / ")
        case .receipt: "编号"
        }
    }

    /// Reads what was given: the text in its one form, or why it will not do.
    func read(_ text: String, today: CivilDate) -> Result<String, CaseRefusal> {
        func refuse(_ why: String) -> Result<String, CaseRefusal> {
            .failure(CaseRefusal("\(field.label)（\(field.rawValue)）\(why)"))
        }
        switch kind {
        case .text:
            return text.unicodeScalars.count <= 2000 ? .success(text) : refuse("太长，最多 2000 字")
        case .name, .names:
            guard text.unicodeScalars.count <= 256, !text.contains("\n") else { return refuse("太长，或者不止一行") }
            let parts = CaseFields.parts(text)
            return .success(kind == .names ? parts.joined(separator: "、") : text)
        case .past, .future, .day:
            guard let day = try? CivilDate(iso8601: text) else { return refuse("不是日期，写成 2026-11-23 这样") }
            if kind == .past, day > today { return refuse("\(text) 还没有到") }
            if kind == .future, day <= today { return refuse("\(text) 已经过了，要写今天以后的日子") }
            return .success(day.iso8601)
        case .number(let range):
            guard let number = Int(text), range.contains(number) else {
                return refuse("是 \(range.lowerBound) 到 \(range.upperBound) 的数字")
            }
            return .success("\(number)")
        case .choice(let words):
            guard words.contains(text) else { return refuse("只能是：" + words.joined(separator: "、")) }
            return .success(text)
        case .receipt:
            do throws(NumberError) {
                return .success(try ReceiptNumber(typed: text).description)
            } catch {
                var why = error.message
                if why.hasSuffix("。") { why.removeLast() }
                return refuse("不是编号：\(why)")
            }
        }
    }
}

/// Why an act was not done, in plain Chinese, a reason a line.
public struct CaseRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// What stands against it.
    public enum Cause: Sendable, Hashable {
        /// The case is not where the act begins.
        case stage
        /// Somebody else has to do it.
        case person
        /// Something is missing or does not fit.
        case content
    }

    public var reasons: [String]
    public var cause: Cause

    public init(_ reason: String, _ cause: Cause = .content) {
        reasons = [reason]
        self.cause = cause
    }

    public init(_ reasons: [String]) {
        self.reasons = reasons
        cause = .content
    }

    public var description: String { reasons.joined(separator: "；") + "。" }
}
