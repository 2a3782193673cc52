// SPDX-License-Identifier: Apache-2.0

import Documents
import IntakeModel
import LineProtocol
import Testing

@Suite struct DraftingTests {
    @Test func theShippedDialogsHaveEveryKind() throws {
        #expect(try PaperFixture.book().kinds == DocumentKind.allCases)
    }

    @Test func actsNameTheDocumentsThatAreIssued() {
        for act in CaseAct.allCases {
            for paper in act.papers {
                let kind = DocumentKind(rawValue: paper)
                #expect(kind != nil && (kind?.act == act || act == .notify), "\(act.rawValue): \(paper)")
            }
        }
    }

    @Test func aDocumentWaitsForItsStep() throws {
        func problems(_ kind: DocumentKind, _ events: [CaseEvent]) throws -> [String] {
            let given = PaperFixture.whole(kind).given
            return try PaperFixture.draft(kind, PaperFixture.record(events: events), given: given).problems
                .map(\.description).filter { $0.contains("还谈不上") }
        }
        #expect(try problems(.extend, []).count == 1 && problems(.extend, PaperFixture.accepted).isEmpty)
        #expect(try problems(.extend, PaperFixture.replied).count == 1)
        #expect(try problems(.object, []).count == 1)
        #expect(
            try problems(.review, PaperFixture.replied).count == 1 && problems(.review, PaperFixture.reviewing).isEmpty)
        #expect(try problems(.recheck, PaperFixture.reviewing).count == 1)
        #expect(try problems(.decline, PaperFixture.accepted).count == 1)
        // What went out once is put right later, too.
        let issued = PaperFixture.entry(.issued, "2026-09-25", [.paper: "异议函", .document: "某信异〔2026〕1号"])
        #expect(try problems(.object, PaperFixture.accepted + [issued]).isEmpty)
    }

    @Test func whatIsForThePetitionerSaysSo() throws {
        for kind in DocumentKind.allCases {
            let (record, given) = PaperFixture.whole(kind)
            let issue = try PaperFixture.draft(kind, record, given: given).issue().get()
            let isTheirs = kind.audience == .petitioner || kind.audience == .parties
            #expect((issue.entry(number: "1").fields[.audience] == "信访人") == isTheirs, "\(kind.rawValue)")
        }
    }

    @Test(arguments: DocumentKind.allCases) func aWholeCaseGivesAWholeDocument(_ kind: DocumentKind) throws {
        let (record, given) = PaperFixture.whole(kind)
        let draft = try PaperFixture.draft(kind, record, given: given)
        #expect(draft.problems.map(\.description) == [])
        let text = draft.page.filled { PaperFixture.identity[$0] ?? "" }.text(number: "某信〔2026〕1号")
        for line in text.split(separator: "\n") { #expect(DisplayWidth.of(String(line)) <= 80, "\(line)") }
        #expect(text.contains(record.number) && text.contains("某信〔2026〕1号") && text.contains(kind.title))
        #expect(!text.contains("{{") && !text.contains("\u{1}") && !text.contains("\u{E000}"))
        // Everything that the law asks for can be read on it.
        let flat = text.split(whereSeparator: \.isWhitespace).joined()
        for need in try PaperFixture.book().needs(kind)
        where need.field != .ground || kind == .supervise {
            let value = try #require(draft.fields.values[need.field])
            let shown = Hole.fill(value) { hole in
                if case .identity(let field) = hole { PaperFixture.identity[field] } else { nil }
            }
            for part in shown.split(separator: "\n") {
                #expect(
                    flat.contains(part.split(whereSeparator: \.isWhitespace).joined()), "\(need.field.rawValue)：\(part)"
                )
            }
        }
        let issue = try draft.issue().get()
        #expect(issue.basedOn == record.events.count && issue.version == 1 && issue.paper == kind.rawValue)
        #expect(try DocumentPage(decoding: issue.content) == draft.page)
    }

    @Test(arguments: DocumentKind.allCases) func whatTheLawAsksForIsAskedForFieldByField(_ kind: DocumentKind) throws {
        let (record, given) = PaperFixture.whole(kind)
        for need in kind.needs where given[need.field] != nil {
            var less = given
            less[need.field] = nil
            let draft = try PaperFixture.draft(kind, record, given: less)
            if draft.fields.values[need.field] != nil { continue }  // The case knows it.
            let problem = try #require(draft.problems.first { $0.field == need.field }, "\(need.field.rawValue)")
            #expect(problem.message.contains(need.field.rawValue) && !problem.mend.isEmpty)
            #expect(problem.basis == need.basis)
            // Where the page hangs on it, there is no place for it yet.
            if need.field != .item, need.field != .ground || kind == .supervise {
                #expect(draft.page.texts.joined().contains("【\(need.field.rawValue)】"))
            }
            guard case .failure(let refusal) = draft.issue() else {
                Issue.record("\(kind.rawValue) without \(need.field.rawValue) went out")
                continue
            }
            #expect(refusal.problems == draft.problems)
        }
    }

    @Test func nobodyIsWrittenToWithoutAName() throws {
        for kind in DocumentKind.allCases where kind.audience == .petitioner {
            let (record, given) = PaperFixture.whole(kind)
            let context = try PaperFixture.context(record, given: given, identity: [:])
            let book = try PaperFixture.book()
            let draft = try #require(DocumentDraft(kind, of: record, context, book: book))
            #expect(draft.problems.contains { $0.field == .petitioner }, "\(kind.rawValue)")
        }
    }

    @Test func datesAreTheNominalOnes() throws {
        // 60 days from 2026-09-28, 30 more, and 30 days from the day of the opinion.
        let extended = PaperFixture.whole(.extend)
        let extend = try PaperFixture.draft(.extend, extended.record, given: extended.given)
        #expect(extend.fields.values[.originalDue] == "2026年11月27日")
        #expect(extend.fields.values[.newDue] == "2026年12月27日")
        let told = PaperFixture.whole(.opinion)
        let opinion = try PaperFixture.draft(.opinion, told.record, given: told.given)
        #expect(opinion.fields.values[.reviewUntil] == "2026年12月23日")
        let lent = PaperFixture.whole(.forward)
        let forward = try PaperFixture.draft(.forward, lent.record, given: lent.given)
        #expect(forward.fields.values[.noticeBy] == "2026年12月8日")
        #expect(forward.fields.values[.replyBy] == "2026年11月30日")
        let taken = PaperFixture.whole(.accept)
        let accept = try PaperFixture.draft(.accept, taken.record, given: taken.given)
        #expect(accept.fields.values[.concludeBy] == "2027年1月22日")
    }

    @Test func anExtensionThatIsOnRecordIsToldAsItIs() throws {
        let record = PaperFixture.record(
            events: PaperFixture.accepted + [
                PaperFixture.entry(
                    .extended, "2026-11-20", [.days: "20", .approver: "副局长周建国", .reason: "要重新测量"])
            ])
        let draft = try PaperFixture.draft(.extend, record)
        #expect(draft.problems.map(\.description) == [])
        #expect(draft.fields.values[.newDue] == "2026年12月17日")
        let more = try PaperFixture.draft(
            .extend, record, given: [.days: "11", .why: "还要测", .approver: "副局长周建国"])
        #expect(more.problems.contains { $0.message.contains("不得超过 30 日") })
    }

    @Test func theLawsOwnConditionsHold() throws {
        func problems(_ kind: DocumentKind, _ events: [CaseEvent], _ change: [DocumentField: String] = [:]) throws
            -> String
        {
            let given = PaperFixture.whole(kind).given.merging(change) { $1 }
            return try PaperFixture.draft(kind, PaperFixture.record(events: events), given: given).problems
                .map(\.description).joined()
        }
        #expect(try problems(.opinion, []).contains("第三十二条"))
        #expect(try problems(.opinion, PaperFixture.accepted, [.outcome: "同意"]).contains("解释说明"))
        #expect(try problems(.opinion, PaperFixture.accepted, [.issuer: "耕地保护股"]).contains("内设机构"))
        #expect(try problems(.bar, PaperFixture.accepted).contains("复核意见"))
        #expect(try problems(.review, PaperFixture.replied).contains("申请复查"))
        #expect(try problems(.recheck, PaperFixture.reviewing).contains("复查意见"))
        #expect(try problems(.decline, [], [.suggestedOrgan: ""]).contains("向哪个机关"))
        #expect(try problems(.urge, PaperFixture.accepted, [.reportBy: "2026-11-23"]).contains("晚于今天"))
        #expect(try problems(.urge, PaperFixture.accepted, [.reportBy: "下周"]).contains("不是日期"))
        #expect(
            try problems(.whereTo, [PaperFixture.accepted[0]], [.unit: String(repeating: "长", count: 2001)]).contains(
                "2000"))
        let mail = PaperFixture.record(channel: "来信")
        let given = PaperFixture.whole(.decline).given.merging([.ground: "越级走访"]) { $1 }
        #expect(try PaperFixture.draft(.decline, mail, given: given).problems.contains { $0.message.contains("走访") })
        // What the system fills in is never taken from a command.
        let context = try PaperFixture.context(mail)
        var forged = context
        forged.given = ["编号": "XF1", "查询码": "1"]
        let book = try PaperFixture.book()
        let draft = try #require(DocumentDraft(.register, of: mail, forged, book: book))
        #expect(draft.problems.count == 2 && draft.fields.values[.number] == mail.number)
    }

    @Test func whoMayIssueIsWhoAnswersForIt() throws {
        let (record, given) = PaperFixture.whole(.opinion)
        let stranger = Officer(badge: "777", name: "外人", unit: "县水利局", roles: [.cases])
        let context = try PaperFixture.context(record, given: given, officer: stranger)
        let book = try PaperFixture.book()
        let draft = try #require(DocumentDraft(.opinion, of: record, context, book: book))
        guard case .failure(let refusal) = draft.issue() else {
            Issue.record("a stranger issued an opinion")
            return
        }
        #expect(refusal.cause == .person)
    }

    @Test func aFurtherVersionSaysWhatItReplaces() throws {
        let (record, given) = PaperFixture.whole(.urge)
        var again = record
        again.events.append(PaperFixture.entry(.issued, "2026-11-22", [.paper: "催办函", .document: "某信催〔2026〕4号"]))
        let issue = try PaperFixture.draft(.urge, again, given: given).issue().get()
        #expect(issue.version == 2 && issue.replaces == "某信催〔2026〕4号")
        #expect(issue.entry(number: "某信催〔2026〕5号").text == "第 2 版，代替 某信催〔2026〕4号")
    }

    /// Whoever reviews says so under its own name and 文号; a paper that proves a delivery is of the body whose paper it was.
    @Test func aPaperIsOfTheBodyThatDecides() throws {
        func page(_ kind: DocumentKind, _ given: [DocumentField: String] = [:]) throws -> String {
            let (record, usual) = PaperFixture.whole(kind)
            let issue = try PaperFixture.draft(kind, record, given: usual.merging(given) { $1 }).issue().get()
            return "\(try DocumentPage(decoding: issue.content).issuer) \(issue.series.mark)"
        }
        #expect(try page(.forward) == "县信访局 某信转")
        #expect(try page(.accept) == "县自然资源局 县自然资源局受")
        #expect(try page(.accept, [.issuer: "县住建局"]) == "县住建局 某建受")
        // An alias of the office is the office.
        #expect(try page(.urge, [.issuer: "信访局"]) == "信访局 某信催")
        #expect(try page(.review) == "某县人民政府 某政复查")
        #expect(try page(.recheck) == "某市人民政府 某市政复核")
        #expect(try page(.hearing) == "某市人民政府 某市政复听")
        #expect(try page(.delivery) == "县自然资源局 县自然资源局送")
        // Where it was asked for goes before what the office has set.
        var asked = PaperFixture.record(events: PaperFixture.replied)
        asked.events.append(PaperFixture.entry(.reviewAsked, "2026-11-10", [.to: "某市自然资源局"]))
        let given = PaperFixture.whole(.review).given
        #expect(try PaperFixture.draft(.review, asked, given: given).fields.values[.issuer] == "某市自然资源局")
        // Nobody reviews their own opinion, and nobody's seal is guessed.
        let own = given.merging([.issuer: "县自然资源局"]) { $1 }
        let refused = try PaperFixture.draft(.review, asked, given: own).problems
        #expect(refused.map(\.field) == [.issuer] && refused.first?.basis.contains("第三十五条") == true)
        var context = try PaperFixture.context(PaperFixture.whole(.review).record, given: given)
        context.office.reviewOrgan = nil
        let book = try PaperFixture.book()
        let open = try #require(DocumentDraft(.review, of: PaperFixture.whole(.review).record, context, book: book))
        #expect(open.problems.map(\.field) == [.issuer])
        let long = try PaperFixture.draft(.urge, PaperFixture.whole(.urge).record, given: [.issuer: "甲\n乙"])
        #expect(long.problems.contains { $0.field == .issuer })
    }

    @Test func officersStandWithTheirNames() throws {
        var (record, given) = PaperFixture.whole(.accept)
        record.events.append(PaperFixture.entry(.assigned, "2026-09-25", [.unit: "县自然资源局", .officer: "012"]))
        func officer() throws -> String? {
            try PaperFixture.draft(.accept, record, given: given).fields.values[.officer]
        }
        #expect(try officer() == "王敏（012 号）")
        record.events.append(PaperFixture.entry(.assigned, "2026-09-26", [.unit: "县自然资源局", .officer: "301"]))
        #expect(try officer() == "301 号")
        record.events.append(PaperFixture.entry(.assigned, "2026-09-27", [.unit: "县自然资源局", .officer: "耕保收件"]))
        #expect(try officer() == "耕保收件")
        given[.officer] = "李四"
        #expect(try officer() == "李四")
    }

    @Test func theReportTellsWhatAReviewCameTo() throws {
        var record = PaperFixture.whole(.report).record
        record.events = PaperFixture.record(events: PaperFixture.rechecking).events
        record.events.append(
            PaperFixture.entry(
                .rechecked, "2026-11-20", [.outcome: "变更", .document: "某市政复核〔2026〕1号", .basis: "条例第三十六条"],
                text: "按 0.4 亩补发"))
        let report = try PaperFixture.draft(.report, record, given: PaperFixture.whole(.report).given)
        #expect(report.fields.values[.outcome] == "复核意见：变更" && report.fields.values[.decision] == "按 0.4 亩补发")
        let history = try #require(report.fields.values[.history])
        #expect(history.contains("2026年11月20日　复核意见：变更（某市政复核〔2026〕1号）") && history.contains("转送：县自然资源局"))
    }

    /// Matters of which nobody left a name are handed on like any other.
    @Test func withoutANameALetterToABodySaysSo() throws {
        let (record, given) = PaperFixture.whole(.forward)
        let context = try PaperFixture.context(record, given: given, identity: [:])
        let book = try PaperFixture.book()
        let draft = try #require(DocumentDraft(.forward, of: record, context, book: book))
        #expect(draft.page.texts.joined().contains("现将信访人（没有留姓名）提出的"))
    }
}
