// SPDX-License-Identifier: Apache-2.0

public import DialogScript
internal import IntakeModel

extension ConversationTest {
    /// Plays the conversation and gives everything that went otherwise; empty when it went as written.
    public func run(_ script: Script) -> [Failure] {
        var coverage = Coverage(script)
        return run(script, &coverage)
    }

    /// Plays the conversation, and counts in `coverage` which steps and branches it took.
    public func run(_ script: Script, _ coverage: inout Coverage) -> [Failure] {
        var desk = TestDesk(
            script: script, today: today, minuteOfDay: minuteOfDay, kiosk: kiosk, staff: staff, channel: channel,
            locale: locale, columns: columns)
        var failures: [Failure] = []
        for turn in turns {
            if let owner = turn.owner { desk.owner = owner }
            if let staff = turn.staff { desk.staff = staff }
            desk.progress = turn.progress
            let reply = desk.take(turn.input)
            coverage.add(reply)
            let input = turn.input.words
            func fail(_ line: Int, _ expected: String, _ came: String) {
                failures.append(
                    Failure(
                        file: file, line: line, test: name, input: input, expected: expected, came: came,
                        reply: reply.text))
            }
            for problem in reply.problems { fail(turn.line, "不该有的事", problem) }
            for check in turn.checks {
                if let came = check.what.disappointment(reply, desk) {
                    fail(check.line, check.what.sentence, came)
                }
            }
            if reply.outcome.ended, !turn.checks.contains(where: { $0.what == .ended(true) }) {
                fail(turn.line, "谈话还没有完", "谈话完了")
            }
        }
        return failures
    }
}

extension ConversationTest.Expected {
    /// What is expected, in words.
    var sentence: String {
        switch self {
        case .has(let word): "回话里有「\(word)」"
        case .lacks(let word): "回话里没有「\(word)」"
        case .expect(let kind): "等着 \(kind.rawValue)"
        case .secret(let value): "secret: \(value)"
        case .patient(let value): "patient: \(value)"
        case .options(let count): "\(count) 个选项"
        case .kind(let kind): "有一条 \(kind)"
        case .effect(let effect): "做「\(effect)」"
        case .lacksEffect(let effect): "不做「\(effect)」"
        case .ended(let value): value ? "谈话完了" : "谈话还没有完"
        case .recorded(let text): "记下的是「\(text)」"
        case .filed(let key, let value): "登记的 \(key) 是「\(value)」"
        case .at(let step): "停在 \(step)"
        case .passes(let step): "经过 \(step)"
        case .slot(let slot, let value): "\(slot) 是「\(value)」"
        }
    }

    /// What came instead; nil when it came as expected.
    func disappointment(_ reply: TestDesk.Reply, _ desk: TestDesk) -> String? {
        func differs<Value: Equatable>(_ came: Value, _ wanted: Value, _ words: String) -> String? {
            came == wanted ? nil : words
        }
        switch self {
        case .has(let word): return ByteSearch.contains(reply.text, Array(word.utf8)) ? nil : "没有"
        case .lacks(let word): return ByteSearch.contains(reply.text, Array(word.utf8)) ? "有" : nil
        case .expect(let kind):
            let came = reply.outcome.expect.kind
            return differs(came, kind, came.rawValue)
        case .secret(let value): return differs(reply.outcome.expect.secret, value, "\(!value)")
        case .patient(let value): return differs(reply.outcome.expect.patient, value, "\(!value)")
        case .options(let count): return differs(reply.options, count, "\(reply.options) 个")
        case .kind(let kind): return reply.kinds.contains(kind) ? nil : reply.kinds.joined(separator: "、")
        case .effect(let effect):
            if reply.effects.contains(effect) { return nil }
            return reply.effects.isEmpty ? "什么也没做" : reply.effects.joined(separator: " | ")
        case .lacksEffect(let effect): return reply.effects.first { $0.hasPrefix(effect) }
        case .ended(let value): return differs(reply.outcome.ended, value, value ? "还没有完" : "完了")
        case .recorded(let text): return differs(reply.recorded, text, reply.recorded)
        case .filed(let key, let value): return differs(reply.filed[key], value, reply.filed[key] ?? "没有")
        case .at(let step):
            let came = desk.openStep?.id
            return differs(came, step, (came ?? "没有停在哪儿") + desk.doubt(step))
        case .passes(let step):
            if reply.passed(desk.script).contains(step) { return nil }
            return reply.passed(desk.script).joined(separator: " → ") + desk.doubt(step)
        case .slot(let slot, let value):
            let came = desk.answer(slot)
            return differs(came, value, came ?? "没有")
        }
    }
}

extension DialogInput {
    /// How a test or a trace names it.
    package var words: String {
        switch self {
        case .open: "open"
        case .say(let text): text.isEmpty ? "enter" : text
        case .resumed: "resumed"
        case .officerLeft: "officer_left"
        case .silence: "silence"
        case .nobodyCame: "nobody_came"
        }
    }
}

extension TestDesk.Reply {
    /// The steps that came up for this reply, in order.
    package func passed(_ script: Script) -> [String] {
        var all: [String] = []
        for event in events {
            switch event {
            case .reached(let step), .opened(let step):
                let id = script.program.steps[step].id
                if all.last != id { all.append(id) }
            case .skipped, .way, .word, .reply, .rung, .kept, .danger, .aside: break
            }
        }
        return all
    }
}

extension TestDesk {
    /// `；没有这一步，是不是 "x"` when the script does not know the step; else nothing.
    fileprivate func doubt(_ step: String) -> String {
        let program = script.program
        if let index = program.step(key: StableKey.short(step)), program.steps[index].id == step { return "" }
        let known = program.steps.map(\.id)
        let near = Suggestion.nearest(to: step, among: known)
        return "；没有「\(step)」这一步" + (near.map { "，是不是「\($0)」？" } ?? "")
    }

    /// What a slot holds, as tests write it: the words, 不清楚, 没有, 没写, or `vault` for what lies there.
    package func answer(_ slot: String) -> String? {
        guard let info = script.program.slots.first(where: { $0.id == slot }),
            let value = state.values.first(where: { $0.slot == info.key })
        else { return nil }
        switch value.kind {
        case .text: return Self.visible(value.text)
        case .unknown: return "不清楚"
        case .nothing: return "没有"
        case .declined: return "没写"
        case .vault, .masked: return "vault"
        }
    }
}
