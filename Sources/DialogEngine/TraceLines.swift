// SPDX-License-Identifier: Apache-2.0

internal import DialogScript
internal import IntakeModel

extension TestDesk {
    /// Why a reply came, a line a thing: the steps on the way with the branches they took, what the words were
    /// understood as and by which rules and cues, what was kept, the rung of the repair ladder, what was done.
    ///
    /// - Parameter reply: the last one of this desk.
    public func reasons(for reply: Reply) -> [String] {
        var lines: [String] = []
        let program = script.program
        let sources = script.flowSources
        if let verdict = reply.verdict { lines += Self.understood(verdict) }
        var path: [String] = []
        func step(_ index: Int, _ more: String) {
            let id = program.steps[index].id
            if let last = path.last, last == id || last.hasPrefix(id + "（") {
                if !more.isEmpty { path[path.count - 1] = id + "（\(more)）" }
            } else {
                path.append(more.isEmpty ? id : id + "（\(more)）")
            }
        }
        var kept: [String] = []
        for event in reply.events {
            switch event {
            case .reached(let index): step(index, "")
            case .opened(let index): step(index, "问")
            case .skipped(let index): step(index, "跳过")
            case .way(let index, let way):
                step(index, sources.steps[program.steps[index].id]?.label(of: way) ?? "")
            case .word(let word): lines.append("随时能用的词：\(word.name)")
            case .reply(let word): lines.append("短回答：\(word.name)")
            case .rung(let rung): lines.append("没听懂，第 \(rung) 回")
            case .danger(let kind): lines.append("听到危险：\(kind.rawValue)")
            case .aside(let answer, let score): lines.append("旁边问的：答 \(answer)（\(Self.percent(score))）")
            case .kept(let slot, let inPassing):
                let id = program.slots[slot].id
                kept.append(id + "＝" + (answer(id) ?? "") + (inPassing ? "（顺带说的）" : ""))
            }
        }
        if !kept.isEmpty { lines.append("记下：" + kept.joined(separator: "，")) }
        if !path.isEmpty { lines.append("经过：" + path.joined(separator: " → ")) }
        if !reply.effects.isEmpty { lines.append("做了：" + reply.effects.joined(separator: " | ")) }
        if let step = openStep, !reply.outcome.ended { lines.append("停在：\(step.id)（\(step.file):\(step.line)）") }
        return lines
    }

    private static func understood(_ verdict: Verdict) -> [String] {
        var head = "听成："
        head += verdict.purposes.prefix(3).filter { $0.score >= 0.01 }
            .map { "\($0.label.rawValue) \(percent($0.score))" }.joined(separator: "，")
        head += "；\(verdict.topic.rawValue)"
        if !verdict.flags.isEmpty { head += "；" + verdict.flags.joined(separator: "、") }
        return [head]
            + verdict.reasons.prefix(12).map { reason in
                let cue = reason.cue.isEmpty ? "" : "「\(reason.cue)」"
                return "  \(reason.label) \(rounded(reason.weight))：\(reason.rule)\(cue)"
            }
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }

    private static func rounded(_ weight: Double) -> String { "\((weight * 100).rounded() / 100)" }
}
