// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel

/// One line of the table as a case, with what is wrong about it.
struct RowReader {
    let cells: [CSVText.Cell]
    let places: [String: Int]
    let script: Script
    let today: CivilDate
    var problems: [CSVText.Problem] = []

    init(cells: [CSVText.Cell], places: [String: Int], script: Script, today: CivilDate) {
        self.cells = cells
        self.places = places
        self.script = script
        self.today = today
    }

    var line: Int { cells.first?.line ?? 1 }

    /// Says what is wrong at a column; at the end of the line where the line is too short.
    mutating func fail(_ name: String, _ text: String) {
        let cell = places[name].flatMap { cells.indices.contains($0) ? cells[$0] : nil }
        problems.append(.init(line: cell?.line ?? line, column: cell?.column ?? 1, "「\(name)」\(text)"))
    }

    /// nil for an empty cell; one that has to be there is then told.
    private mutating func text(_ name: String, isRequired: Bool = false, atMost limit: Int = 64) -> String? {
        guard let place = places[name], cells.indices.contains(place), !cells[place].text.isEmpty else {
            if isRequired { fail(name, "是空的") }
            return nil
        }
        let text = cells[place].text
        guard text.unicodeScalars.count <= limit else {
            fail(name, "太长，最多 \(limit) 字")
            return nil
        }
        return text
    }

    private mutating func day(_ name: String, isRequired: Bool = false) -> CivilDate? {
        guard let text = text(name, isRequired: isRequired) else { return nil }
        guard let day = CivilDate(written: text) else {
            fail(name, "不是日期，写成 2026-11-23 这样")
            return nil
        }
        return day
    }

    private mutating func number(_ name: String, _ range: ClosedRange<Int>) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            fail(name, "是 \(range.lowerBound) 到 \(range.upperBound) 的数字")
            return nil
        }
        return number
    }

    mutating func row() -> CaseImport.Row? {
        let source = text("来源", isRequired: true)
        let original = text("原编号", isRequired: true)
        let story = text("反映内容", isRequired: true, atMost: 2000)
        let purposeText = text("信访目的", isRequired: true)
        let purpose = purposeText.flatMap(Purpose.init(rawValue:))
        if purposeText != nil, purpose == nil {
            fail("信访目的", "只能是：" + Purpose.allCases.map(\.rawValue).joined(separator: "、"))
        }
        let topicText = text("内容分类", isRequired: true)
        let topic = topicText.flatMap(Topic.init(rawValue:))
        if topicText != nil, topic == nil { fail("内容分类", "读不出一级分类，写成 城乡建设 或者 城乡建设_住房保障与房地产") }
        let channel = text("渠道") ?? "来信"
        if !Self.channels.contains(channel) { fail("渠道", "只能是：" + Self.channels.joined(separator: "、")) }
        var identity: [IdentityField: String] = [:]
        identity[.name] = text("姓名")
        identity[.phone] = text("电话")
        identity[.address] = text("住址", atMost: 200)
        let people = number("人数", 1...100_000) ?? 1
        let respondent = text("反映对象")
        let place = text("地点")
        let unit = text("承办单位")
        let officer = text("承办人")
        let received = day("收到日期", isRequired: true)
        guard let source, let original, let story, let purpose, let topic, let received else { return nil }
        let claim = ClaimDraft(
            purpose: purpose, topic: topic.level1, subtopic: topic.level2,
            particulars: [.init(key: "story", label: "反映的事", text: story)], respondent: respondent, place: place,
            people: people, naming: identity[.name] == nil ? .anonymous : .named,
            identified: identity[.name] != nil && identity[.address] != nil, unit: unit, officer: officer)
        let entries = steps(claim, channel, source, original, received)
        return CaseImport.Row(
            source: source, original: original, channel: channel, claim: claim, identity: identity, entries: entries)
    }

    private static let channels = ["来信", "走访", "电话", "网上"]

    /// What was done before, each step decided by the table on what came before it.
    private mutating func steps(
        _ claim: ClaimDraft, _ channel: String, _ source: String, _ original: String, _ received: CivilDate
    ) -> [CaseEntry] {
        var record = CaseRecord(
            number: "0", conversation: ConversationID(1), lane: .general, channel: channel,
            filedAt: Timestamp(startOf: today), claim: claim, unit: claim.unit ?? script.office.name,
            officer: claim.officer ?? "", firstContact: "", events: [CaseEvent(.filed, at: Timestamp(startOf: today))])
        var entries: [CaseEntry] = []
        // Whoever takes it in stands in for those who did it then.
        let officer = Officer(badge: "0", name: "", unit: script.office.name, roles: [.cases, .admin])
        func enter(_ act: CaseAct, _ column: String, _ given: [CaseField: String], _ reader: inout RowReader) {
            let context = CaseContext(record, officer, reader.script, today: reader.today)
            switch act.decide(CaseFile(record), given: given, context) {
            case .failure(let refusal): reader.fail(column, refusal.description)
            case .success(let entry):
                entries.append(entry)
                record.events.append(
                    CaseEvent(
                        entry.kind, at: Timestamp(startOf: reader.today), by: officer.badge, text: entry.text,
                        fields: entry.fields))
            }
        }
        var first: [CaseField: String] = [.source: source, .original: original, .on: received.iso8601]
        first[.due] = day("期限")?.iso8601
        enter(.importing, "收到日期", first, &self)
        let (to, forwarded) = (text("转送单位"), day("转送日期"))
        if (to == nil) != (forwarded == nil) { fail(to == nil ? "转送单位" : "转送日期", "和另一格要一起写") }
        let way = number("第几项", 1...6)
        let steps: [Step] =
            [
                Step(to == nil ? nil : forwarded, .forward, "转送日期", [.to: to]),
                Step(day("告知日期"), .notify, "告知日期", [:]),
                Step(day("受理日期"), .accept, "受理日期", [.way: way.map { "\($0)" }]),
            ] + later()
        for step in steps {
            guard let day = step.day else { continue }
            var given = step.given.compactMapValues(\.self)
            given[.on] = day.iso8601
            enter(step.act, step.column, given, &self)
        }
        return entries
    }

    /// A step with its real day; without a day it was not made.
    private struct Step {
        let day: CivilDate?
        let act: CaseAct
        let column: String
        let given: [CaseField: String?]

        init(_ day: CivilDate?, _ act: CaseAct, _ column: String, _ given: [CaseField: String?]) {
            self.day = day
            self.act = act
            self.column = column
            self.given = given
        }
    }

    /// What came after 受理. The words of a reply are in the other system's papers: here are its number and its day.
    private mutating func later() -> [Step] {
        func delivery(_ paper: CasePaper) -> [CaseField: String?] {
            [.paper: paper.rawValue, .method: "其他", .result: "签收"]
        }
        let days = number("延期日数", 1...30)
        return [
            Step(
                day("延期日期"), .extend, "延期日期",
                [.days: days.map { "\($0)" }, .approver: text("延期批准人"), .reason: text("延期理由", atMost: 200)]),
            Step(
                day("答复日期"), .reply, "答复日期",
                [
                    .outcome: text("答复意见"), .document: text("答复文号"), .basis: text("答复依据", atMost: 200),
                    .text: "见原系统的答复",
                ]),
            Step(day("答复送达日期"), .deliver, "答复送达日期", delivery(.opinion)),
            Step(day("复查申请日期"), .askReview, "复查申请日期", [:]),
            Step(
                day("复查意见日期"), .review, "复查意见日期",
                [.outcome: text("复查意见"), .document: text("复查文号"), .basis: text("复查依据", atMost: 200)]),
            Step(day("复查送达日期"), .deliver, "复查送达日期", delivery(.review)),
            Step(day("复核申请日期"), .askRecheck, "复核申请日期", [:]),
        ]
    }
}
