// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import DialogScript

/// The shipped files, to be changed one at a time.
enum ShippedFiles {
    static let folder: ScriptFolder = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return ScriptFolder.read(parts.joined(separator: "/") + "/dialogs", Diagnostics())
    }()

    static var texts: [String: String] {
        Dictionary(
            uniqueKeysWithValues: folder.files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
    }

    static let loaded = Script.load(files: texts)
}

extension String {
    func replacingFirst(_ old: String, _ new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return replacingSubrange(range, with: new)
    }

    private func firstRange(of needle: String) -> Range<String.Index>? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(needle) { return index..<self.index(index, offsetBy: needle.count) }
            index = self.index(after: index)
        }
        return nil
    }

    private func replacingSubrange(_ range: Range<String.Index>, with new: String) -> String {
        var copy = self
        copy.replaceSubrange(range, with: new)
        return copy
    }
}

@Suite("Script")
struct ScriptTests {
    @Test("the same sources give the same script and hash; another text gives another")
    func sources() throws {
        let script = try #require(ShippedFiles.loaded.script)
        let again = try #require(Script.load(sources: script.sources).script)
        #expect(script.hash == again.hash)
        #expect(script.hash.utf8.count == 64)
        #expect(again.graph == script.graph)
        var files = ShippedFiles.texts
        files["flows/done.yaml"]? += "# 一行\n"
        #expect(Script.load(files: files).script?.hash != script.hash)
        files = ShippedFiles.texts
        files["tests/99.yaml"] = "version: 1"
        #expect(Script.load(files: files).script?.hash == script.hash)
    }

    @Test("damaged sources are told, not trapped")
    func damagedSources() throws {
        let script = try #require(ShippedFiles.loaded.script)
        #expect(Script.load(sources: Array(script.sources.prefix(100))).diagnostics.map(\.code) == [.damagedSources])
        #expect(Script.load(sources: []).script == nil)
    }

    @Test("a missing file is named")
    func missing() {
        var files = ShippedFiles.texts
        files["office.yaml"] = nil
        #expect(Script.load(files: files).diagnostics.contains { $0.code == .missingFile && $0.file == "office.yaml" })
        #expect(Script.load("/nowhere/at/all").diagnostics.first?.code == .unreadable)
    }

    @Test("the graph has every step and its ways on")
    func graph() throws {
        let script = try #require(ShippedFiles.loaded.script)
        #expect(script.graph.contains("\"wages.offer\" -> \"wages.amount\" [label=\"1. 要，登记\"]"))
        #expect(script.graph.contains("label=\"欠薪\""))
    }

    @Test("global words, in every writing")
    func words() throws {
        let script = try #require(ShippedFiles.loaded.script)
        #expect(script.wordKind("＃") == .person)
        #expect(script.wordKind(" 返 回。") == .back)
        #expect(script.wordKind("完") == .done)
        #expect(script.wordKind("utf8") == .utf8)
        #expect(script.wordKind("返回给我工资") == nil)
    }

    @Test("The office switches regimes on, and sets reminders; what it gets wrong is told with its place")
    func regimesAndReminders() throws {
        func load(_ more: String) -> (script: Script?, diagnostics: [Diagnostic]) {
            var files = ShippedFiles.texts
            files["office.yaml"] = (files["office.yaml"] ?? "") + more
            let loaded = Script.load(files: files)
            return (loaded.script, loaded.diagnostics.filter { $0.file == "office.yaml" })
        }
        #expect(try #require(ShippedFiles.loaded.script).rules["公开答复"] == nil)
        let good = load(
            """

            regimes: [政府信息公开条例]
            reminders:
              hours: 08:30-17:30
              leader: "001"
              stages:
                - {before: 5, to: 经办}
                - {after: 3, to: 分管领导}

            """)
        #expect(good.diagnostics.isEmpty)
        let script = try #require(good.script)
        #expect(script.rules["公开答复"]?.length == 20)
        #expect(script.office.reminders.stages.map(\.name) == ["before:5", "after:3"])
        #expect(script.office.reminders.minutes == 510..<1050)
        #expect(script.office.reminders.badges == [.leader: "001"])
        for (text, code) in [
            ("regimes: [政府信息公开]", DiagnosticCode.notAChoice), ("regimes: [浙江省信访条例]", .ruleUnverified),
            ("reminders: {hours: 8点, stages: []}", .hours),
            ("reminders: {hours: 08:30-17:30, stages: [{to: 经办}]}", .missingKey),
            ("reminders: {hours: 08:30-17:30, stages: [{before: 1, after: 1, to: 经办}]}", .missingKey),
            ("reminders: {hours: 08:30-17:30, stages: [{before: 0, to: 经办}]}", .outOfRange),
            ("reminders: {hours: 08:30-17:30, stages: [{before: 1, to: 局长}]}", .notAChoice),
        ] {
            let bad = load("\n\(text)\n")
            #expect(bad.script == nil, "\(text)")
            #expect(bad.diagnostics.map(\.code) == [code], "\(text)")
        }
    }

    @Test("duty by the roster, at the ends of the day too")
    func duty() throws {
        let office = try #require(ShippedFiles.loaded.script).office
        let monday = try #require(CivilDate(year: 2026, month: 11, day: 23))
        #expect(office.dutyBadge(at: monday.startOfDay) == "012")
        #expect(office.dutyBadge(at: monday.startOfDay.adding(milliseconds: 86_399_999)) == "012")
        #expect(office.dutyBadge(at: monday.startOfDay.adding(milliseconds: 86_400_000)) == "015")
    }
}

@Suite("What must not be said")
struct ToneTests {
    @Test(
        "is found in any text",
        arguments: [
            "我们一定给您解决", "您是对的", "您没道理", "已受理", "不予受理", "您的期限过期了", "您这是越级", "不要缠访", "绝对保密", "没人查得到", "不会有人报复您",
            "马上就来", "已经报警", "可以直接起诉", "来信访，时效就停了", "这算中断", "写实名才办", "不推代表不接", "先报身份证号", "您的诉求已收悉", "请知悉",
            "依法依规办理", "予以转送", "您反映的问题",
        ])
    func forbidden(_ text: String) { #expect(TextChecks.offence(in: text) != nil) }

    @Test(
        "nor may a sentence begin with a threat",
        arguments: ["第二十六条写着", "好的。诬告要负责任", "您听好：拘留是有可能的"])
    func openings(_ text: String) { #expect(TextChecks.offence(in: text) != nil) }

    @Test("plain words pass", arguments: ["已登记", "按规定 12月8日 前转出", "听说的就写「听说」", "被拘留的事归公安管"])
    func plain(_ text: String) { #expect(TextChecks.offence(in: text) == nil) }

    @Test("no text of the shipped dialogs says any of it")
    func shipped() throws {
        let script = try #require(ShippedFiles.loaded.script)
        for (id, answer) in script.program.answers { #expect(TextChecks.offence(in: answer.text) == nil, "\(id)") }
        // Flows and phrases are checked when they are read; none may be there after it.
        #expect(!ShippedFiles.loaded.diagnostics.contains { $0.code == .officialese || $0.code == .forbidden })
    }

    @Test("GB 2312")
    func gb2312() {
        for scalar in "啊阿座齄、「」，。？！—…％１Ａ·".unicodeScalars { #expect(GB2312.contains(scalar), "\(scalar)") }
        for scalar in "𠮷镕堃喆€😀".unicodeScalars { #expect(!GB2312.contains(scalar), "\(scalar)") }
    }

    @Test("columns")
    func columns() { #expect(TextChecks.width("按 # 叫人") == 9) }
}

@Suite("Routing")
struct RoutingTests {
    private func place(_ purpose: Purpose, _ topic: String, _ text: String, _ respondent: String? = nil) throws
        -> String
    {
        let script = try #require(ShippedFiles.loaded.script)
        return script.routing.unit(
            purpose: purpose, topic: topic, texts: [text], respondent: respondent, office: script.office
        ).unit?.id ?? ""
    }

    @Test("by topic, and by words where the topic is not enough")
    func topics() throws {
        #expect(try place(.relief, "劳动和社会保障_工资福利", "欠薪") == "劳动监察")
        #expect(try place(.relief, "其他", "暖气不热") == "住建")
        #expect(try place(.relief, "其他", "说不清") == "信访")
    }

    @Test("never to the unit complained of, but to the one above")
    func complained() throws {
        #expect(try place(.appeal, "劳动和社会保障", "工伤", "县人社局") == "县政府")
        #expect(try place(.appeal, "民政_社会救助", "低保", "民政局的人") == "县政府")
        #expect(try place(.report, "纪检监察", "贪污", "县纪委的干部") == "上级纪委监委")
    }

    @Test("举报 goes to one place only, whatever the topic and wherever the accused sits")
    func report() throws {
        for topic in ["农村农业_村务管理", "国土资源", "其他"] {
            #expect(try place(.report, topic, "东门村城关镇", "东门村村主任") == "纪委监委")
        }
    }

    @Test("a placement has a unit, an officer and a first contact, always")
    func placement() throws {
        let script = try #require(ShippedFiles.loaded.script)
        let now = Timestamp(milliseconds: 1_795_000_000_000)
        for unit in [nil, "县民政局", "没有这个单位"] {
            let placed = script.place(ClaimDraft(purpose: .relief, topic: "其他", unit: unit), at: now)
            #expect(!placed.unit.isEmpty && !placed.officer.isEmpty && !placed.firstContact.isEmpty)
        }
    }
}

@Suite("Script parts")
struct ScriptPartTests {
    @Test("A version is named by the SHA-256 of its content (vector of FIPS 180-4)")
    func contentHash() {
        #expect(
            ContentHash.hex(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test(
        "lines in the form they are compared in",
        arguments: [
            ("　１。", "1"), ("ＵＴＦ８", "utf8"), ("要，登记", "要，登记"), ("“好的！”", "好的"), ("?", "?"), ("？？", "?"), ("#", "#"),
            ("  ", ""),
            ("，，", ""),
        ])
    func folded(_ text: String, _ folded: String) {
        #expect(FoldedLine(text).bytes == FoldedLine(folded).bytes)
        #expect(FoldedLine(FoldedLine(text).text) == FoldedLine(text))
    }

    @Test("a long line is no word")
    func long() {
        let line = FoldedLine(String(repeating: "长", count: 500))
        #expect(!line.isWhole)
        #expect(line.bytes.count <= FoldedLine.limit + 3)
    }

    @Test("the longest word in a line counts, and two meanings are none")
    func wordTable() {
        var table = WordTable()
        let added = [table.add("对", 1), table.add("不对", 2), table.add("对", 3)]
        #expect(added == [true, true, false])
        #expect(table[FoldedLine("对。")] == 1)
        #expect(table.only(in: FoldedLine("这样不对吧")) == 2)
        #expect(table.only(in: FoldedLine("对不对都行，对")) == nil)
        #expect(table.only(in: FoldedLine("好")) == nil)
    }
}
