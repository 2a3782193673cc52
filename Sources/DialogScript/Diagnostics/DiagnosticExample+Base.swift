// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

extension DiagnosticExample {
    /// The day that the examples are judged by.
    public static var today: CivilDate { CivilDate(year: 2026, month: 11, day: 23) ?? .earliest }

    /// What is found with the failing file in place.
    public func check() -> [Diagnostic] {
        switch failing {
        case .text(let text):
            var files = Self.base
            files[path] = text
            return Script.check(files: files, today: Self.today).diagnostics
        case .bytes(let bytes):
            var files = Self.base
            files[path] = nil
            let folder = files.map { ScriptFolder.File(path: $0.key, bytes: Array($0.value.utf8)) }
            let all = (folder + [ScriptFolder.File(path: path, bytes: bytes)]).sorted { $0.path < $1.path }
            return ScriptReader.check(ScriptFolder(files: all), Self.today, Diagnostics()).diagnostics
        case .folder: return Script.check(path, today: Self.today).diagnostics
        case .sources(let bytes): return Script.load(sources: bytes).diagnostics
        }
    }

    /// What is found with the mended file in place.
    public func checkMended() -> [Diagnostic] {
        var files = Self.base
        if !mended.isEmpty { files[path] = mended }
        return Script.check(files: files, today: Self.today).diagnostics
    }

    /// The smallest folder that has nothing wrong with it.
    public static let base: [String: String] = [
        "office.yaml": office(), "routing.yaml": "version: 1\nrules:\n  - {topic: 民政, unit: 民政}\n",
        "flows/start.yaml": start, "flows/progress.yaml": progress, "flows/change.yaml": change,
        "flows/safety.yaml": safety,
        "flows/例.yaml": "version: 1\nflow: 例\nsteps:\n  - {id: 一, say: 记下了。, next: done}\n",
        "flows/done.yaml": "version: 1\nflow: done\nsteps:\n  - {id: bye, end: 您慢走。}\n",
        "locales/zh-CN.yaml": locale(), "cues/c.yaml": cueFile(),
        "answers/a.yaml": answerFile(), "examples/e.yaml": "version: 1\nexamples:\n  - {text: 低保停了, topic: 民政}\n",
        "rules/r.yaml": ruleFile(), "calendars/2026.yaml": calendarFile(),
    ]

    // MARK: Parts that examples change

    static func office(
        phone: String = "\"1234500\"", unit: String = "{id: 民政, name: 县民政局, phone: \"1234570\", above: 信访}",
        turn: String = "{badge: \"012\", days: [周一], hours: 08:30-18:00}", fallback: String = "信访"
    ) -> String {
        """
        version: 1
        name: 县信访局
        kind: 信访部门
        level: 县
        region: 某县
        address: 人民路 1 号
        phone: \(phone)
        hours: 周一至周五
        units:
          - {id: 信访, name: 县信访局, phone: "1234500", aliases: [信访局]}
          - \(unit)
        fallback: \(fallback)
        duty:
          reserve: "012"
          roster:
            - \(turn)

        """
    }

    static func locale(
        words: String = "", replies: String = "", phrases change: (String) -> String? = { "  \($0): 好。\n" }
    ) -> String {
        var out = "version: 1\nlocale: zh-CN\nwords:\n"
        for word in GlobalWord.allCases { out += "  \(word.name): [\(word.name)\(word == .back ? words : "")]\n" }
        out += "replies:\n"
        for word in ReplyWord.allCases { out += "  \(word.name): [\(word.name)\(word == .no ? replies : "")]\n" }
        out += "corrections: [不对]\nquestions: [吗]\nphrases:\n"
        for phrase in Phrase.allCases where phrase.substitute == nil { out += change(phrase.rawValue) ?? "" }
        return out
    }

    static func cueFile(
        tree: String = "{民政: [社会救助], 其他: }", groups: String = "{id: 查, votes: {举报: 2}, cues: [严查]}",
        rules: String = "{id: 又查, all: [查], votes: {举报: 1}}"
    ) -> String {
        """
        version: 1
        tree: \(tree)
        groups:
          - \(groups)
        flags:
          - {flag: 催办, cues: [报过]}
        rules:
          - \(rules)

        """
    }

    static func answerFile(
        approval: String = "{scope: 全国, approver: 业务科, approved: 2026-09-01, expires: 2027-08-31}",
        cues: String = "[低保]", examples: String = "[低保怎么办]", text: String = "带身份证，问{name.民政}。",
        basis: String = "[{act: 社会救助暂行办法}]", more: String = ""
    ) -> String {
        """
        version: 1
        approval: \(approval)
        answers:
          - id: 低保
            title: 低保怎么办
            cues: \(cues)
            examples: \(examples)
            text: \(text)
            basis: \(basis)
        \(more)
        """
    }

    /// - Parameter changes: rules written otherwise, by id.
    static func ruleFile(
        _ changes: [String: String] = [:], without: String? = nil, head: String = "", more: String = ""
    ) -> String {
        var out = "regime: 条例\nversion: \"1\"\ntitle: 条例\nsource: 公报\n\(head)rules:\n"
        for id in RuleID.required where id != without {
            out += changes[id] ?? rule(id)
        }
        return out + more
    }

    /// One deadline rule, its `unit` and text as given.
    static func rule(_ id: String, unit: String = "日", text: String = "应当办理。", more: String = "") -> String {
        "  - {id: \(id), title: \(id), length: 15, unit: \(unit), starts_on: 收到, party: 机关, article: 第一条, "
            + "text: \(text)\(more)}\n"
    }

    static func calendarFile(
        off: String = "{name: 元旦, from: 2026-01-01, to: 2026-01-03}", workdays: String = "2026-01-04",
        until: String = "2026-12-31"
    ) -> String {
        """
        year: 2026
        source: 通知
        notice_date: 2025-11-04
        covers_until: \(until)
        off:
          - \(off)
        workdays: [\(workdays)]

        """
    }

    // MARK: Flows that the engine needs

    private static let start = """
        version: 1
        flow: start
        slots:
          story: {type: text, label: 您说的事, scope: matter}
          more: {type: text, label: 还说到, scope: matter}
          name: {type: name, label: 姓名, scope: person, identity: name}
          phone: {type: phone, label: 电话, scope: person, identity: phone}
          address: {type: place, label: 住处, scope: person, identity: address}
          companions: {type: names, label: 其他人, scope: matter, identity: companions}
          people: {type: people, label: 几个人, scope: matter, from: people, recap: "{} 个人"}
          place: {type: place, label: 在哪儿, scope: matter, from: place, recap: "{}"}
          respondent: {type: text, label: 说的是谁, scope: matter}
          number: {type: receipt, scope: matter}
          code: {type: code, scope: matter}
          naming: {type: text, label: 留不留名, scope: matter}
          clock: {type: text, scope: matter}
        steps:
          - id: hello
            classify: [您遇上什么事了？, 有什么事，您说。]
            example: 比如「低保停了」。
            slot: story
            next: 例

        """

    private static let progress = """
        version: 1
        flow: progress
        steps:
          - id: number
            ask: [我帮您查。编号是多少？, 小条上的编号，写一下。]
            example: 比如 XF 后面 15 位数字。
            slot: number
            next: code
          - id: code
            ask: [查询码是多少？, 查询码，12 位数字。]
            example: 比如 4729 8163 0552。
            slot: code
            next: look
          - {id: look, progress: {number: number, code: code}, found: told, unknown: told}
          - {id: told, say: 查到了就是上面这些。, next: return}

        """

    private static let change = """
        version: 1
        flow: change
        steps:
          - {id: pick, pick: 要改哪一样？, next: return}

        """

    private static let safety = """
        version: 1
        flow: safety
        steps:
          - {id: stay, say: 您先缓缓，我叫人来。, next: done}

        """
}
