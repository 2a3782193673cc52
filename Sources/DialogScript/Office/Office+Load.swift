// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension Office {
    /// The days as they are written.
    static let days: KeyValuePairs<String, Weekday> = [
        "周一": .monday, "周二": .tuesday, "周三": .wednesday, "周四": .thursday, "周五": .friday, "周六": .saturday, "周日": .sunday,
    ]

    /// Reads `office.yaml`.
    static func load(_ root: YAMLValue) -> Office? {
        guard let map = root.mapping(.office) else { return nil }
        _ = map.int("version", in: 1...1)
        digits(map)
        var names = YAMLNames(of: "单位")
        var units: [Unit] = []
        var places: [YAMLMapping] = []
        for item in map.sequence("units") {
            guard let unit = item.mapping(.unit), let id = unit.string("id"), let name = unit.string("name") else {
                continue
            }
            names.insert(id, at: unit["id"] ?? item)
            digits(unit)
            units.append(
                Unit(
                    id: id, name: name, phone: unit.string("phone"), address: unit.string("address"),
                    hours: unit.string("hours"), officer: unit.string("officer"), aliases: unit.strings("aliases"),
                    above: unit.string("above")))
            places.append(unit)
        }
        let ids = names.all
        if let fallback = map.string("fallback"), !names.contains(fallback) {
            map.report(
                .unknownUnit, at: "fallback", "units 里没有「\(fallback)」这个单位",
                suggestion: Suggestion.nearest(to: fallback, among: ids))
        }
        check(units, places, ids)
        let duty = map.mapping("duty", .duty)
        let roster = (duty?.sequence("roster") ?? []).compactMap(Self.turn)
        let reminders = map.mapping("reminders", .reminders).flatMap(Self.reminders) ?? .none
        guard let name = map.string("name"), let kind = map.choice("kind", OfficeKind.self),
            let level = map.string("level"), let region = map.string("region"), let address = map.string("address"),
            let phone = map.string("phone"), let hours = map.string("hours"), let fallback = map.string("fallback"),
            let reserve = duty?.string("reserve")
        else { return nil }
        return Office(
            name: name, kind: kind, level: level, region: region, address: address, phone: phone, hours: hours,
            units: units, fallback: fallback, roster: roster, reserve: reserve, kiosks: map.strings("kiosks"),
            reminders: reminders, regimes: map.strings("regimes"),
            signatures: map.int("signatures", in: 0...2) ?? 0,
            called: Dictionary(
                map.entries("called").compactMap { entry in entry.value.string.map { (entry.name, $0) } }
            ) { $1 },
            sponsor: map.choice("sponsor", ClosingPolicy.Scope.self) ?? .none,
            consultation: map.choice("consultation", ClosingPolicy.Scope.self) ?? .none,
            againMonths: map.int("again_months", in: 1...36) ?? 6,
            papers: map.mapping("documents", .officePapers).map { OfficePapers.load($0, units: ids) } ?? .usual,
            score: score(map), phrases: phrases(map))
    }

    /// A phrase must fit on a button, and one that stands there twice is a slip.
    private static let phraseLength = 1...80
    private static let mostPhrases = 24

    private static func phrases(_ map: YAMLMapping) -> [String] {
        var phrases: [String] = []
        for item in map.sequence("phrases") {
            guard let phrase = item.string else { continue }
            if !phraseLength.contains(phrase.unicodeScalars.count) {
                item.report(.notAChoice, "常用语一句 1 到 80 个字；长的拆成两句")
            } else if phrases.contains(phrase) {
                item.report(.notAChoice, "「\(phrase)」写了两遍；留一遍")
            } else if phrases.count == mostPhrases {
                item.report(.notAChoice, "常用语最多 \(mostPhrases) 句，多了一眼找不到")
            } else {
                phrases.append(phrase)
            }
        }
        return phrases
    }

    /// 百分制: what is scored, and with how many points.
    private static func score(_ map: YAMLMapping) -> ScorePlan {
        let items = map.entries("score").compactMap { entry -> ScorePlan.Item? in
            guard let measure = ScorePlan.Measure(rawValue: entry.name) else {
                let known = ScorePlan.Measure.allCases.map(\.rawValue)
                entry.key.report(
                    .notAChoice, "「\(entry.name)」不能拿来打分；能的是：\(known.joined(separator: "、"))",
                    suggestion: Suggestion.nearest(to: entry.name, among: known))
                return nil
            }
            guard let points = entry.value.string.flatMap({ Int($0) }), (1...100).contains(points) else {
                entry.value.report(.notAChoice, "分数写 1 到 100 的数")
                return nil
            }
            return ScorePlan.Item(measure, points: points)
        }
        guard !items.isEmpty else { return .none }
        guard let plan = ScorePlan(items) else {
            let sum = items.reduce(0) { $0 + $1.points }
            map.report(.notAChoice, at: "score", "各项加起来要是 100 分，现在是 \(sum) 分")
            return .none
        }
        return plan
    }

    /// Regimes that no file of `rules/` has, or that nobody has verified.
    static func checkRegimes(_ root: YAMLValue, _ rules: RuleBook) {
        guard let map = root.mapping(.office) else { return }
        for item in map.sequence("regimes") {
            guard let name = item.string else { continue }
            let its = rules.rules.filter { $0.regime == name }
            if its.isEmpty {
                item.report(
                    .notAChoice, "rules 里没有「\(name)」的规则",
                    suggestion: Suggestion.nearest(to: name, among: Set(rules.rules.map(\.regime)).sorted()))
            } else if let rule = its.first(where: { !$0.isVerified }) {
                item.report(
                    .ruleUnverified,
                    "「\(name)」的规则「\(rule.id)」没核实，不能启用；核对原文、在它的文件里写 verified: true")
            }
        }
    }

    private static func reminders(_ map: YAMLMapping) -> ReminderPlan? {
        let stages = map.sequence("stages").compactMap { item -> ReminderPlan.Stage? in
            guard let stage = item.mapping(.reminder) else { return nil }
            let (before, after) = (stage.int("before", in: 1...365), stage.int("after", in: 1...365))
            if (stage["before"] == nil) == (stage["after"] == nil) {
                item.report(.missingKey, "一次提醒写 before（到期前几天）或者 after（超期后几天），只写一个")
                return nil
            }
            guard let to = stage.choice("to", ReminderPlan.Rung.self), let days = before ?? after else { return nil }
            return ReminderPlan.Stage(isBefore: before != nil, days: days, to: to)
        }
        guard let hours = map.string("hours") else { return nil }
        guard let minutes = minutes(hours) else {
            map.report(.hours, at: "hours", "「\(hours)」看不懂；写成 08:30-18:00（24:00 是半夜）")
            return nil
        }
        var badges: [ReminderPlan.Rung: String] = [:]
        badges[.section] = map.string("section")
        badges[.leader] = map.string("leader")
        return ReminderPlan(
            stages: stages, minutes: minutes, badges: badges, delivers: map.bool("deliver", default: false))
    }

    private static func turn(_ item: YAMLValue) -> Duty? {
        guard let turn = item.mapping(.turn), let badge = turn.string("badge"), let hours = turn.string("hours") else {
            return nil
        }
        guard let minutes = minutes(hours) else {
            turn.report(.hours, at: "hours", "「\(hours)」看不懂；写成 08:30-18:00（24:00 是半夜）")
            return nil
        }
        return Duty(badge: badge, days: Set(turn.sequence("days").compactMap { $0.choice(days) }), minutes: minutes)
    }

    /// Telephone numbers that nobody can dial.
    private static func digits(_ map: YAMLMapping) {
        guard let phone = map.string("phone") else { return }
        let allowed = phone.unicodeScalars.allSatisfy {
            ($0 >= "0" && $0 <= "9") || $0 == "-" || $0 == " " || $0 == "转" || $0 == "、"
        }
        if !allowed { map.report(.phoneNumber, at: "phone", "「\(phone)」打不通；只写数字，分机写「转 801」") }
    }

    /// Whom a unit stands under, and that no two are called alike.
    private static func check(_ units: [Unit], _ places: [YAMLMapping], _ ids: [String]) {
        var above: [String: String] = [:]
        var called: [String: String] = [:]
        for (unit, place) in zip(units, places) {
            above[unit.id] = unit.above
            if let name = unit.above, !ids.contains(name) {
                place.report(
                    .unknownUnit, at: "above", "units 里没有「\(name)」这个单位",
                    suggestion: Suggestion.nearest(to: name, among: ids))
            }
            for name in Set([unit.name] + unit.aliases).sorted() {
                if let other = called.updateValue(unit.id, forKey: name), other != unit.id {
                    place.report(
                        .aliasTwice, at: unit.aliases.contains(name) ? "aliases" : "name",
                        "「\(name)」也是「\(other)」的叫法，分不出说的是哪个；留一处")
                }
            }
        }
        for (unit, place) in zip(units, places) {
            var seen: Set<String> = [unit.id]
            var next = unit.above
            while let id = next, seen.insert(id).inserted { next = above[id] }
            if next == unit.id { place.report(.unitCircle, at: "above", "「\(unit.id)」一级一级往上又回到自己；改一个 above") }
        }
    }

    /// `08:30-18:00` as minutes of the day.
    private static func minutes(_ text: String) -> Range<Int>? {
        let ends = text.split(separator: "-")
        guard ends.count == 2, let from = minute(ends[0]), let to = minute(ends[1]), from < to else { return nil }
        return from..<to
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
            (0...59).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}
