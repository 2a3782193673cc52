// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Testing

@Suite struct YAMLValueTests {
    private func parse(_ text: String, _ diagnostics: Diagnostics) throws -> YAMLValue {
        try #require(YAMLValue.parse(text, file: "f.yaml", diagnostics))
    }

    @Test func readsEveryType() throws {
        let diagnostics = Diagnostics()
        let root = try parse(
            """
            text: 信访
            phone: 110
            word: yes
            count: 15
            weight: 0.85
            on: true
            day: 2026-11-23
            kind: 工作日
            one: 甲
            many: [甲, 乙]
            open: {x: 1, y: 2}
            inner:
              a: 1
            nothing:
            """, diagnostics)
        let map = try #require(
            root.mapping(
                required: ["text", "phone", "word", "count", "weight", "on", "day", "kind"],
                optional: ["one", "many", "open", "inner", "nothing", "absent"]))
        #expect(map.string("text") == "信访")
        #expect(map.string("phone") == "110")
        #expect(map.string("word") == "yes")
        #expect(map.int("count", in: 1...20) == 15)
        #expect(map.double("weight", in: 0...1) == 0.85)
        #expect(map.bool("on") == true)
        #expect(map.date("day") == CivilDate(year: 2026, month: 11, day: 23))
        #expect(map.choice("kind", ["日": 1, "工作日": 2]) == 2)
        #expect(map.stringOrStrings("one") == ["甲"])
        #expect(map.stringOrStrings("many") == ["甲", "乙"])
        #expect(map.entries("open").map(\.name) == ["x", "y"])
        #expect(map.mapping("inner", required: ["a"])?.int("a") == 1)
        #expect(map.string("nothing") == nil)
        #expect(map.string("absent") == nil)
        #expect(map.bool("absent", default: true))
        #expect(map.sequence("absent").isEmpty)
        #expect(diagnostics.all == [])
    }

    @Test func everyWrongValueIsReportedInOneRun() throws {
        let diagnostics = Diagnostics()
        let root = try parse(
            """
            id: [x]
            lenght: 5
            days: "15"
            many: 十五
            lead: 010
            range: 400
            on: 是
            day: 2026-02-30
            kind: 工作曰
            list: x
            blank: " "
            """, diagnostics)
        let map = try #require(
            root.mapping(
                required: ["id", "length"],
                optional: ["days", "many", "lead", "range", "on", "day", "kind", "list", "blank"]))
        #expect(map.string("id") == nil)
        #expect(map.int("days") == nil)
        #expect(map.int("many") == nil)
        #expect(map.int("lead") == nil)
        #expect(map.int("range", in: 1...365) == nil)
        #expect(map.bool("on") == nil)
        #expect(map.date("day") == nil)
        #expect(map.choice("kind", ["日": 1, "工作日": 2]) == nil)
        #expect(map.strings("list") == [])
        #expect(map.string("blank") == nil)
        #expect(
            diagnostics.sorted.map(\.brief) == [
                "f.yaml:1:5 D010",
                "f.yaml:2:1 D011",
                "f.yaml:3:7 D010",
                "f.yaml:4:7 D010",
                "f.yaml:5:7 D010",
                "f.yaml:6:8 D013",
                "f.yaml:7:5 D010",
                "f.yaml:8:6 D015",
                "f.yaml:9:7 D014",
                "f.yaml:10:7 D010",
                "f.yaml:11:8 D016",
            ])
    }

    @Test func requiredKeyWithoutValue() throws {
        let diagnostics = Diagnostics()
        let map = try #require(try parse("a:\nb: 1\n", diagnostics).mapping(required: ["a", "b"]))
        #expect(map.string("a") == nil)
        #expect(diagnostics.all.map(\.brief) == ["f.yaml:1:1 D012"])
    }

    @Test func anUnlikelyKeyGetsTheWholeList() throws {
        let diagnostics = Diagnostics()
        _ = try parse("天气: 1\n", diagnostics).mapping(required: [], optional: ["id", "name"])
        #expect(
            diagnostics.all.map(\.brief) == [
                "f.yaml:1:1 D011"
            ])
    }

    @Test func pathsNameListItems() throws {
        let diagnostics = Diagnostics()
        let map = try #require(
            try parse("rules:\n  - days: 1\n  - days: x\n", diagnostics).mapping(required: ["rules"]))
        for rule in map.sequence("rules") { _ = rule.mapping(required: ["days"])?.int("days") }
        #expect(
            diagnostics.all.map(\.brief) == [
                "f.yaml:3:11 D010"
            ])
    }

    @Test func namesAreGivenOnce() throws {
        let diagnostics = Diagnostics()
        var names = YAMLNames(of: "rule")
        for item in try #require(try parse("[a, b, a]", diagnostics).sequence) {
            if let name = item.string { names.insert(name, at: item) }
        }
        #expect(names.all == ["a", "b"])
        #expect(
            diagnostics.all.map(\.brief) == [
                "f.yaml:1:8 D017"
            ])
    }

    @Test func aValueReadTwiceIsReportedOnce() throws {
        let diagnostics = Diagnostics()
        let value = try parse("x", diagnostics)
        _ = (value.int, value.int)
        #expect(diagnostics.all.count == 1)
    }

    @Test(
        arguments: [
            ("lenght", "length"), ("答覆", "答复"), ("工作曰", "工作日"), ("nxet", "next"), ("xyz", nil), ("a", nil),
            ("", nil), ("next", "next"),
        ] as [(String, String?)])
    func suggestions(_ name: String, _ expected: String?) {
        #expect(Suggestion.nearest(to: name, among: ["length", "答复", "工作日", "next", "b"]) == expected)
    }
}
