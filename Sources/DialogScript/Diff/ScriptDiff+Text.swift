// SPDX-License-Identifier: Apache-2.0

extension ScriptDiff {
    /// For people: what changed, a part a heading, and what becomes of those who are talking.
    public var text: String {
        if isEmpty { return "两个版本没有不同。\n" }
        var out = ""
        for (title, changes) in sections where !changes.isEmpty {
            out += "\(title)：\(Self.summary(changes))\n"
            for change in changes {
                out += "  \(change.sort.mark) \(change.name)（\(change.file):\(change.line)）\n"
                for detail in change.details { out += "      \(detail)\n" }
            }
        }
        return out + conversations
    }

    /// Every part with its heading.
    package var sections: [(title: String, changes: [Change])] {
        [
            ("流程", flows), ("步骤", steps), ("要问的项", slots), ("公用的话", texts), ("当场答复", answers), ("线索词", cues),
            ("别的", others),
        ]
    }

    private static func summary(_ changes: [Change]) -> String {
        ScriptDiff.Sort.allCases.compactMap { sort in
            let count = changes.count { $0.sort == sort }
            return count == 0 ? nil : "\(sort.word) \(count)"
        }.joined(separator: "，")
    }

    private var conversations: String {
        func standing(_ standing: Place.Standing) -> [Place] { places.filter { $0.standing == standing } }
        var out = "正在谈的人：\n"
        let lost = standing(.lost)
        let found = standing(.found)
        if !lost.isEmpty {
            out += "  停在这里的要指路（\(lost.count) 步）：\n"
            for place in lost {
                out += "    \(place.step)" + (place.suggestion.map { " → \($0)？" } ?? " → 没有看得出的去处") + "\n"
            }
        }
        if !found.isEmpty {
            out += "  停在这里的接得上，问法或去处有变（\(found.count) 步）：\n"
            out += found.map { "    \($0.step)\n" }.joined()
        }
        out += "  不受影响：\(standing(.unaffected).count) 步。\n"
        let gone = slots.filter { slot in slot.sort == .removed || slot.details.contains { $0.part == "type" } }
        if !gone.isEmpty {
            out += "  答过也会丢的项：" + gone.map(\.name).joined(separator: "、") + "\n"
        }
        return out
    }
}

extension ScriptDiff.Sort {
    var mark: String {
        switch self {
        case .added: "+"
        case .removed: "-"
        case .changed: "~"
        }
    }

    var word: String {
        switch self {
        case .added: "加"
        case .removed: "删"
        case .changed: "改"
        }
    }
}

extension ScriptDiff.Detail: CustomStringConvertible {
    /// `ask[1]：「旧」→「新」`
    public var description: String {
        let (was, now) = Self.fromDifference(before ?? "", after ?? "")
        func shown(_ text: String?, _ cut: String) -> String {
            text == nil ? "没有" : "「\(FlowGraph.brief(cut, columns: 72))」"
        }
        return (part.isEmpty ? "" : part + "：") + shown(before, was) + " → " + shown(after, now)
    }

    /// Two long texts from a little before the first place where they differ.
    private static func fromDifference(_ left: String, _ right: String) -> (String, String) {
        let (a, b) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
        var same = 0
        while same < a.count, same < b.count, a[same] == b[same] { same += 1 }
        guard same > 24 else { return (left, right) }
        func rest(_ scalars: [Unicode.Scalar]) -> String {
            "…" + String(String.UnicodeScalarView(scalars[(same - 8)...]))
        }
        return (rest(a), rest(b))
    }
}
