// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Foundation
import IntakeModel
import IntakeStore
import LineProtocol
import StoreConformance
import Testing

@testable import IntakeServer

/// Open cases from another system's table.
@Suite("Importing cases") struct CaseImportTests {
    private static let script: Script? = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return Script.load(parts.joined(separator: "/") + "/dialogs").script
    }()

    private let today = CivilDate(daysSince1970: 20_780)
    private let head = "来源,原编号,收到日期,信访目的,内容分类,反映内容,姓名,住址,转送日期,转送单位,受理日期,第几项"

    private func read(_ lines: String...) throws -> Result<[CaseImport.Row], CaseImport.Problems> {
        let text = ([head] + lines).joined(separator: "\r\n") + "\r\n"
        return CaseImport.read(Array(text.utf8), script: try #require(Self.script), today: today)
    }

    private func problems(_ lines: String...) throws -> [String] {
        let text = ([head] + lines).joined(separator: "\r\n") + "\r\n"
        switch CaseImport.read(Array(text.utf8), script: try #require(Self.script), today: today) {
        case .success: return []
        case .failure(let found): return found.problems.map(\.description)
        }
    }

    @Test("A row becomes a case with its real dates, once however often the file comes") func taken() throws {
        let script = try #require(Self.script)
        let day = today.adding(days: -40)
        let row =
            "旧系统,A-1,\(day.iso8601),求决,劳动和社会保障,\"欠薪三个月，\"\"老板\"\"不接电话\",张三,幸福村 3 号,"
            + "\(day.adding(days: 3).iso8601),县人社局,\(day.adding(days: 9).iso8601),6"
        let rows = try read(row).get()
        #expect(rows.map(\.original) == ["A-1"])
        #expect(rows[0].claim.particulars.map(\.text) == ["欠薪三个月，\"老板\"不接电话"])
        #expect(rows[0].claim.identified && rows[0].identity[.name] == "张三")
        #expect(rows[0].entries.map(\.kind) == [.imported, .forwarded, .accepted])
        let clock = TestClock(Timestamp(startOf: today).adding(milliseconds: 36_000_000))
        let store = MemoryStore(policy: clock.policy)
        let officer = Officer(badge: "012", name: "王", unit: "县信访局", roles: [.cases])
        let done = try CaseImport.commit(rows, by: officer, script: script, to: store)
        #expect(done.new == 1 && done.known == 0)
        let again = try CaseImport.commit(rows, by: officer, script: script, to: store)
        #expect(again.new == 0 && again.known == 1 && again.numbers == done.numbers)
        let record = try #require(try store.cases(viewer: .desk).first)
        #expect(try store.cases(viewer: .desk).count == 1)
        let file = CaseFile(record)
        #expect(file.stage == .accepted && file.receivedOn == day && file.unit == "县人社局")
        let clocks = CaseClocks.states(
            of: record, office: .petitionOffice, rules: script.rules, calendar: script.calendar, asOf: today)
        #expect(clocks.first { $0.rule == RuleID.forward }?.from == day)
        #expect(clocks.first { $0.rule == RuleID.conclude }?.from == day.adding(days: 9))
        // What is near, or past, is looked at without waiting for midnight.
        let tending = try store.tendClocks(basis: "a", limit: 9) { _, _ in ClockReview() }
        #expect(tending.looked == 1)
    }

    @Test("What went on after 受理 comes with its real days, and its clocks run from them") func later() throws {
        let script = try #require(Self.script)
        let heads =
            head + ",延期日期,延期日数,延期批准人,延期理由,答复日期,答复意见,答复文号,答复依据,答复送达日期,复查申请日期"
        let day = today.adding(days: -100)
        func on(_ offset: Int) -> String { day.adding(days: offset).iso8601 }
        let begin = "旧,A-1,\(day.iso8601),求决,劳动和社会保障,欠薪,张三,幸福村 3 号,,,\(on(2)),6"
        func file(_ rest: String) throws -> Result<[CaseImport.Row], CaseImport.Problems> {
            CaseImport.read(Array("\(heads)\n\(begin),\(rest)\n".utf8), script: script, today: today)
        }
        func record(_ rest: String) throws -> CaseRecord {
            let clock = TestClock(Timestamp(startOf: today).adding(milliseconds: 36_000_000))
            let store = MemoryStore(policy: clock.policy)
            let officer = Officer(badge: "012", name: "王", unit: "县信访局", roles: [.cases])
            _ = try CaseImport.commit(try file(rest).get(), by: officer, script: script, to: store)
            return try #require(try store.cases(viewer: .desk).first)
        }
        func clock(_ rule: String, _ record: CaseRecord) -> ClockState? {
            CaseClocks.states(
                of: record, office: .petitionOffice, rules: script.rules, calendar: script.calendar, asOf: today
            ).first { $0.rule == rule }
        }
        let longer = "\(on(50)),20,局长,等鉴定"
        let extended = try record("\(longer),,,,,,")
        #expect(CaseFile(extended).stage == .accepted)
        #expect(clock(RuleID.conclude, extended)?.nominalDue == day.adding(days: 82))
        let replied = try record("\(longer),\(on(75)),支持,旧处1号,某法第一条,\(on(78)),")
        #expect(CaseFile(replied).stage == .replied && CaseFile(replied).extensionDays == 20)
        #expect(clock(RuleID.review, replied)?.from == day.adding(days: 78))
        let reviewing = try record(",,,,\(on(40)),不支持,旧处1号,某法第一条,\(on(42)),\(on(60))")
        #expect(CaseFile(reviewing).stage == .reviewing)
        #expect(clock(RuleID.reviewOpinion, reviewing)?.from == day.adding(days: 60))
        // Each step is decided by the table: what presupposes another is told by its column.
        guard case .failure(let found) = try file(",,,,,,,,\(on(42)),") else {
            Issue.record("an opinion was delivered that nobody gave")
            return
        }
        #expect(found.problems.first?.description.contains("「答复送达日期」") == true)
    }

    @Test("Errors are told by line and column, and with one nothing is taken") func wrong() throws {
        let day = today.adding(days: -40).iso8601
        #expect(
            try problems("旧,A-1,\(day),求人,劳动,事,,,,,,").first?.hasPrefix("2:18: 「信访目的」只能是") == true)
        #expect(try problems("旧,A-1,明天,求决,劳动,事,,,,,,").first == "2:7: 「收到日期」不是日期，写成 2026-11-23 这样")
        // A row is told or taken, and never left out.
        #expect(try problems("旧,A-1,\(day),求决,_住房,事,,,,,,").first?.contains("「内容分类」读不出") == true)
        #expect(try problems("旧,,\(day),求决,劳动,事,,,,,,").first == "2:3: 「原编号」是空的")
        #expect(try problems("旧,A-1,\(day),求决,劳动,\"事,,,,,,").first?.contains("引号没有收尾") == true)
        #expect(try problems("旧,A-1,\(day),求决,劳动,事,,,\(day),,,").first?.contains("一起写") == true)
        #expect(try problems("旧,A-1,\(day),求决,劳动,事,,,,,\(day),").first?.contains("第三十一条第几项") == true)
        let early = today.adding(days: -50).iso8601
        #expect(try problems("旧,A-1,\(day),求决,劳动,事,,,,,\(early),6").first?.contains("早于") == true)
        let twice = try problems("旧,A-1,\(day),求决,劳动,事,,,,,,", "旧,A-1,\(day),求决,劳动,事,,,,,,")
        #expect(twice.count == 1 && twice.first?.hasPrefix("3:3: ") == true)
        let unknown = CaseImport.read(Array("来源,姓\n".utf8), script: try #require(Self.script), today: today)
        #expect(throws: CaseImport.Problems.self) { try unknown.get() }
    }

    @Test("GB18030 is read as well as UTF-8") func encodings() throws {
        let script = try #require(Self.script)
        let text = head + "\n旧系统,A-1,2026/9/3,建议,城乡建设,路灯不亮,,,,,,\n"
        let bytes = TextCodec(.gb18030, converter: TextConverter()).encode(text)
        #expect(String(validating: bytes, as: UTF8.self) == nil)
        let rows = try CaseImport.read(bytes, script: script, today: today).get()
        #expect(rows.map(\.claim.particulars.first?.text) == ["路灯不亮"])
        let same = try CaseImport.read(Array("\u{FEFF}\(text)".utf8), script: script, today: today).get()
        #expect(rows == same)
    }
}
