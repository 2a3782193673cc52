// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension Office {
    /// Reads `office.yaml`. Codes: `OFF001` unit unknown, `OFF002` hours not as `08:30-18:00`, `OFF003` not digits.
    static func load(_ root: YAMLValue) -> Office? {
        guard
            let map = root.mapping(
                required: [
                    "version", "name", "kind", "level", "region", "address", "phone", "hours", "units",
                    "fallback", "duty",
                ],
                optional: ["kiosks", "note"])
        else { return nil }
        var names = YAMLNames(of: "unit")
        let units = map.sequence("units").compactMap { item -> Unit? in
            guard
                let unit = item.mapping(
                    required: ["id", "name"],
                    optional: ["phone", "address", "hours", "officer", "aliases", "above"]),
                let id = unit.string("id"), let name = unit.string("name")
            else { return nil }
            names.insert(id, at: item)
            return Unit(
                id: id, name: name, phone: unit.string("phone"), address: unit.string("address"),
                hours: unit.string("hours"), officer: unit.string("officer"), aliases: unit.strings("aliases"),
                above: unit.string("above"))
        }
        let ids = names.all
        for (item, unit) in zip(map.sequence("units"), units) {
            if let above = unit.above, !ids.contains(above) {
                item.error(
                    "OFF001", "unit above: \"\(above)\" is not in units" + Suggestion.phrase(for: above, among: ids))
            }
        }
        if let fallback = map.string("fallback"), !ids.contains(fallback) {
            map.error(
                "OFF001", at: "fallback",
                "fallback: \"\(fallback)\" is not in units" + Suggestion.phrase(for: fallback, among: ids))
        }
        let duty = map.mapping("duty", required: ["reserve"], optional: ["roster"])
        let roster = (duty?.sequence("roster") ?? []).compactMap { item -> Duty? in
            guard let turn = item.mapping(required: ["badge", "days", "hours"]), let badge = turn.string("badge"),
                let hours = turn.string("hours")
            else { return nil }
            guard let minutes = Self.minutes(hours) else {
                turn.error("OFF002", at: "hours", "hours: write it as 08:30-18:00 (24:00 ends a day)")
                return nil
            }
            let days = (turn["days"]?.sequence ?? []).compactMap { day in
                day.choice([
                    "周一": Weekday.monday, "周二": .tuesday, "周三": .wednesday, "周四": .thursday, "周五": .friday,
                    "周六": .saturday, "周日": .sunday,
                ])
            }
            return Duty(badge: badge, days: Set(days), minutes: minutes)
        }
        guard let name = map.string("name"), let kind = map.choice("kind", OfficeKind.self),
            let level = map.string("level"), let region = map.string("region"), let address = map.string("address"),
            let phone = map.string("phone"), let hours = map.string("hours"), let fallback = map.string("fallback"),
            let reserve = duty?.string("reserve")
        else { return nil }
        return Office(
            name: name, kind: kind, level: level, region: region, address: address, phone: phone, hours: hours,
            units: units, fallback: fallback, roster: roster, reserve: reserve, kiosks: map.strings("kiosks"))
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
