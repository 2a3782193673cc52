// SPDX-License-Identifier: Apache-2.0

import DialogEngine
public import DialogScript
public import IntakeModel
public import IntakeStore
import LineProtocol

/// The office's open cases from another system: a table, a line a case, with the real days of what was done. Each step is
/// decided by the table of acts, as an officer's is.
public enum CaseImport {
    /// A column by its name.
    public struct Column: Sendable, Hashable {
        public var name: String
        public var isRequired: Bool
    }

    public static let columns: [Column] =
        ["来源", "原编号", "收到日期", "信访目的", "内容分类", "反映内容"].map { Column(name: $0, isRequired: true) }
        + [
            "渠道", "姓名", "电话", "住址", "人数", "反映对象", "地点", "承办单位", "承办人", "期限", "转送日期", "转送单位", "告知日期",
            "受理日期", "第几项", "延期日期", "延期日数", "延期批准人", "延期理由", "答复日期", "答复意见", "答复文号", "答复依据",
            "答复送达日期", "复查申请日期", "复查意见日期", "复查意见", "复查文号", "复查依据", "复查送达日期", "复核申请日期",
        ].map { Column(name: $0, isRequired: false) }

    /// A case that may be taken in.
    public struct Row: Sendable, Hashable {
        public var source: String
        public var original: String
        public var channel: String
        public var claim: ClaimDraft
        public var identity: [IdentityField: String]
        public var entries: [CaseEntry]
    }

    public struct Problems: Error, Sendable, Hashable {
        /// In the order of the file; not empty.
        public var problems: [CSVText.Problem]
    }

    public struct Done: Sendable, Hashable {
        /// Receipt numbers, in the order of the rows.
        public var numbers: [String]
        public var new: Int
        public var known: Int
    }

    /// Reads and checks the whole table; with one error there are no rows.
    ///
    /// - Parameter bytes: UTF-8, else GB18030.
    public static func read(_ bytes: [UInt8], script: Script, today: CivilDate) -> Result<[Row], Problems> {
        let text =
            String(validating: bytes, as: UTF8.self)
            ?? TextCodec(.gb18030, converter: TextConverter()).decode(bytes)
        let table: CSVText
        do throws(CSVText.Problem) { table = try CSVText(text) } catch { return .failure(Problems(problems: [error])) }
        guard let head = table.rows.first else {
            return .failure(Problems(problems: [.init(line: 1, column: 1, "没有内容；第一行写列名")]))
        }
        var problems: [CSVText.Problem] = []
        var places: [String: Int] = [:]
        for (index, cell) in head.enumerated() {
            if !columns.contains(where: { $0.name == cell.text }) {
                let known = columns.map(\.name).joined(separator: "、")
                problems.append(.init(line: cell.line, column: cell.column, "不认得「\(cell.text)」这一列；有的是：\(known)"))
            } else if places.updateValue(index, forKey: cell.text) != nil {
                problems.append(.init(line: cell.line, column: cell.column, "「\(cell.text)」写了两列"))
            }
        }
        for column in columns where column.isRequired && places[column.name] == nil {
            problems.append(.init(line: 1, column: 1, "缺「\(column.name)」这一列"))
        }
        guard problems.isEmpty else { return .failure(Problems(problems: problems)) }
        var rows: [Row] = []
        var seen: [String: Int] = [:]
        for cells in table.rows.dropFirst() {
            var reader = RowReader(cells: cells, places: places, script: script, today: today)
            if let extra = cells.dropFirst(head.count).first(where: { !$0.text.isEmpty }) {
                reader.problems.append(.init(line: extra.line, column: extra.column, "比列名多出来一格"))
            }
            let row = reader.row()
            if let row {
                let key = "\(row.source)\u{1}\(row.original)"
                if let line = seen[key] { reader.fail("原编号", "和第 \(line) 行是同一件") }
                seen[key] = reader.line
                rows.append(row)
            }
            problems += reader.problems
        }
        return problems.isEmpty ? .success(rows) : .failure(Problems(problems: problems))
    }

    /// Takes all rows in, in one transaction; a row that was taken in before is left as it is.
    ///
    /// - Throws: `StoreError`: nothing was taken in then.
    public static func commit(
        _ rows: [Row], by officer: Officer, script: Script, to store: any IntakeStore
    ) throws(StoreError) -> Done {
        guard !rows.isEmpty else { return Done(numbers: [], new: 0, known: 0) }
        try store.saveScript(hash: script.hash, source: script.sources)
        let scope = try store.ensureLeg(LegName(name: "staff", conv: officer.badge)).id
        let ids = try store.reserveIDs(rows.count)
        let state = DialogEngine.begin(script).encode()
        let turns = zip(rows, ids).map { row, id -> Turn in
            var changes: [Turn.Change] = []
            for field in IdentityField.allCases {
                if let value = row.identity[field] { changes.append(.identity(field, value)) }
            }
            changes.append(.file([row.claim]))
            for (index, entry) in row.entries.enumerated() {
                changes.append(.caseAct(CaseDecision(number: "0", basedOn: index + 1, entry: entry)))
            }
            return Turn(
                conversation: ConversationID(id), version: 0,
                opening: Turn.Opening(channel: row.channel, place: "导入", script: script.hash),
                key: Turn.IdempotencyKey(scope: scope, id: "import \(row.source) \(row.original)"),
                source: .officer(badge: officer.badge), messages: [], expect: Expectation(.none), owner: .bot,
                state: state, changes: changes, ended: true)
        }
        var done = Done(numbers: [], new: 0, known: 0)
        for result in try store.commit(turns) {
            switch result {
            case .committed(let turn):
                done.new += 1
                done.numbers.append(turn.cases.first ?? "")
            case .duplicate(let turn):
                done.known += 1
                done.numbers.append(turn.cases.first ?? "")
            case .stale, .refused: throw StoreError(.invalid, "a row was refused by the store")
            }
        }
        return done
    }
}
