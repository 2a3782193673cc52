// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DialogScript

@Suite("Forms of a text") struct TextFormTests {
    private func texts(_ forms: [(Voice, String)]) -> TextVariants {
        var texts = TextVariants([TextTemplate(pieces: [.literal("平常")])])
        for (voice, text) in forms { texts.add([TextTemplate(pieces: [.literal(text)])], as: voice) }
        return texts
    }

    private func said(_ texts: TextVariants, _ style: Voice.Style, _ language: Int) -> String? {
        texts.variants(for: Voice(style, language: language)).first?.literal
    }

    @Test("what is missing is said in the nearest form: the language counts more than the style") func fallback() {
        let all = texts([
            (Voice(.plain), "大白话"), (Voice(language: 1), "english"), (Voice(.short, language: 1), "brief"),
        ])
        #expect(said(all, .ordinary, 0) == "平常")
        #expect(said(all, .plain, 0) == "大白话")
        #expect(said(all, .short, 0) == "平常")
        #expect(said(all, .ordinary, 1) == "english")
        #expect(said(all, .short, 1) == "brief")
        #expect(said(all, .plain, 1) == "english")
        #expect(said(all, .plain, 2) == "大白话")
        #expect(said(all, .ordinary, 2) == "平常")
        #expect(said(texts([]), .plain, 1) == "平常")
    }

    @Test(
        "the language that suits a tag",
        arguments: [
            ("en", 1), ("en-GB", 1), ("EN_us", 1), ("zh-TW", 2), ("zh-HK", 2), ("zh-Hant-MO", 2), ("zh-Hans-TW", 0),
            ("zh-CN", 0), ("zh", 0), ("fr", 0), ("", 0), ("-", 0),
        ])
    func languages(_ tag: String, _ expected: Int) {
        let all = ["zh-CN", "en", "zh-Hant"].map { Language(tag: $0) }
        #expect(Language.best(for: tag, among: all) == expected)
    }

    @Test("Taiwan reads the office's own characters where there is no file of theirs") func traditional() {
        #expect(Language.best(for: "zh-TW", among: [Language(tag: "zh-CN"), Language(tag: "en")]) == 0)
    }

    @Test("a fingerprint stays with the words, and not with how they end in the file") func fingerprint() {
        #expect(Fingerprint.of(["好。"]) == Fingerprint.of(["好。\n"]))
        #expect(Fingerprint.of(["好。"]) != Fingerprint.of(["好，"]))
        #expect(Fingerprint.of(["好。", "行。"]) != Fingerprint.of(["好。行。"]))
        #expect(Fingerprint.of([]).utf8.count == 8)
    }
}

@Suite("Translations") struct TranslationTests {
    private static let flow =
        "version: 1\nflow: 例\nsteps:\n  - id: 一\n    ask:\n      text: [记下了。要登记吗？, 登记一份，好不好？]\n      plain: 要写下来吗？\n"
        + "      short: 登记吗？\n    options: [{text: 要, plain: 写, short: 登}, {text: 不要, resolved: false}]\n    unsure: \"1\"\n    next: done\n"

    private static func english(_ text: String, of: String? = nil) -> String {
        let of = of ?? Fingerprint.of(["记下了。要登记吗？", "登记一份，好不好？", "要", "登", "不要"])
        return "version: 1\nlocale: en\nname: English\ncomplete: false\ntexts:\n  例.一:\n    of: \"\(of)\"\n\(text)"
    }

    private static let whole =
        "    ask: [Register it?, Shall we?]\n    options: {\"1\": {text: \"Yes\", words: [aye]}, \"2\": \"No\"}\n"

    private func check(_ english: String) -> [Diagnostic] {
        var files = DiagnosticExample.base
        files["flows/例.yaml"] = Self.flow
        files["locales/en.yaml"] = english
        return Script.check(files: files, today: DiagnosticExample.today).diagnostics.filter { $0.severity != .info }
    }

    @Test("every form of a question is found at its place") func forms() throws {
        var files = DiagnosticExample.base
        files["flows/例.yaml"] = Self.flow
        files["locales/en.yaml"] = Self.english(Self.whole)
        let (loaded, diagnostics) = Script.load(files: files)
        #expect(diagnostics.map(\.description) == [])
        let program = try #require(loaded).program
        let step = try #require(program.steps.first { $0.id == "例.一" })
        guard case .ask(let ask) = step.kind else {
            Issue.record("no question")
            return
        }
        func texts(_ voice: Voice) -> [String?] { ask.texts.variants(for: voice).map(\.literal) }
        func option(_ voice: Voice) -> String? { ask.options[0].texts.variants(for: voice).first?.literal }
        #expect(texts(Voice(.plain)) == ["要写下来吗？"])
        #expect(texts(Voice(.short)) == ["登记吗？"])
        #expect(texts(Voice(language: 1)) == ["Register it?", "Shall we?"])
        #expect([Voice(), Voice(.plain), Voice(.short), Voice(language: 1)].map(option) == ["要", "写", "登", "Yes"])
        // Words of every language are understood.
        #expect(ask.words[FoldedLine("yes")] == 0)
        #expect(ask.words[FoldedLine("aye")] == 0)
        #expect(ask.words[FoldedLine("no")] == 1)
        #expect(program.languageNames[FoldedLine("english")] == 1)
        #expect(program.languages.map(\.tag) == ["zh-CN", "en"])
    }

    @Test("what is translated and current gives nothing") func clean() {
        #expect(check(Self.english(Self.whole)).map(\.description) == [])
    }

    @Test("an original that changed is told at its fingerprint, with the new one") func stale() {
        let found = check(Self.english(Self.whole, of: "00000000"))
        #expect(found.map(\.brief) == ["locales/en.yaml:7:9 D508"])
        #expect(found.first?.suggestion == Fingerprint.of(["记下了。要登记吗？", "登记一份，好不好？", "要", "登", "不要"]))
    }

    @Test("a field, an option, a step and a phrase that are not there are told, the nearest beside them")
    func unknown() {
        #expect(
            check(Self.english("    say: Register it?\n")).map(\.brief) == ["locales/en.yaml:8:5 D507"])
        let option = check(Self.english("    ask: Register it?\n    options: {\"3\": \"No\"}\n"))
        #expect(option.map(\.brief) == ["locales/en.yaml:9:15 D507"])
        let step = check("version: 1\nlocale: en\ncomplete: false\ntexts:\n  例.二: {of: \"00000000\", ask: Yes?}\n")
        #expect(step.map(\.brief) == ["locales/en.yaml:5:3 D507"])
        #expect(step.first?.suggestion == "例.一")
        let phrase = check("version: 1\nlocale: en\ncomplete: false\nphrases:\n  silense: Are you there?\n")
        #expect(phrase.map(\.code) == [.translationUnknown])
        #expect(phrase.first?.suggestion == "silence")
    }

    @Test("a complete file is told of everything that it leaves out, once a place") func missing() {
        let text = Self.english("    ask: Register it?\n").replacingFirst("complete: false\n", "")
        let found = check(text).filter { $0.code == .translationMissing }
        #expect(found.contains { $0.message.contains("例.一 的 options") })
        #expect(found.contains { $0.message.contains("silence") })
        #expect(found.contains { $0.message.contains("place 的 label") })
        #expect(Set(found.map(\.message)).count == found.count)
    }

    @Test("places of the original are kept, and what fits no narrow screen is told") func places() {
        let found = check(
            Self.english("    ask: {text: \"{place}?\", short: \(String(repeating: "wide ", count: 10))}\n"))
        #expect(found.map(\.code).contains(.translationPlaces))
        #expect(found.map(\.code).contains(.shortTooWide))
    }

    @Test("what is missing can be printed, and once it is filled in nothing is missing any more") func sheet() throws {
        var files = DiagnosticExample.base
        files["flows/例.yaml"] = Self.flow
        func missing() -> String? { ScriptReader.untranslated(ScriptFolder(files: files), "fr") }
        let sheet = try #require(missing())
        let of = Fingerprint.of(["记下了。要登记吗？", "登记一份，好不好？", "要", "登", "不要"])
        #expect(
            sheet.contains(
                """
                  例.一:
                    of: "\(of)"
                    # 记下了。要登记吗？
                    # 登记一份，好不好？
                    ask:
                    options:
                      # 要
                      "1":
                      # 不要
                      "2":

                """))
        let head = "version: 1\nlocale: fr\n"
        files["locales/fr.yaml"] = head + sheet
        #expect(missing() == sheet)
        let filled = sheet.split(separator: "\n").map { line in
            guard line.hasSuffix(":"), line.hasPrefix("    "), !line.hasSuffix("options:") else { return String(line) }
            return line + (line.hasSuffix("recap:") ? " \"oui {}\"" : " oui")
        }
        files["locales/fr.yaml"] = head + filled.joined(separator: "\n") + "\n"
        #expect(missing() == "")
        let found = Script.check(files: files).diagnostics.map(\.code)
        #expect(found == [])
    }

    @Test("a word that means something already is told, and so is a second file of a language") func words() {
        let text = "version: 1\nlocale: en\nname: [返回]\ncomplete: false\nreplies: {是: [没有]}\n"
        #expect(check(text).map(\.brief) == ["locales/en.yaml:3:8 D503", "locales/en.yaml:5:15 D503"])
        #expect(check("version: 1\nlocale: zh-cn\n").map(\.code) == [.nameTwice])
    }

    @Test("the shipped translations are current") func shipped() {
        let found = Script.check(files: ShippedFiles.texts).diagnostics.filter { $0.file.hasPrefix("locales/") }
        #expect(found.filter { $0.severity != .info }.map(\.description) == [])
    }
}
