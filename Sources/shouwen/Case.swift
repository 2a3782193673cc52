// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript
import IntakeModel
import IntakeServer
import LineProtocol
import SQLiteStore

struct Case: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at the registered cases, and act on them.",
        subcommands: [
            List.self, Show.self, Act.self, Acts.self, Supervise.self, Agenda.self, Import.self,
        ],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the cases, nearest date first.", discussion: "Example: shouwen case list --json")

        @OptionGroup var options: DataOptions
        @Option(help: "Only the cases with so many of the nearest dates. (default: all)") var nearest: Int?
        @Flag(help: "JSON.") var json = false

        func run() throws {
            let script = try loadScript(options.dialogs)
            let store = try options.openReading(script)
            let viewer = try options.viewer(store)
            var records: [CaseRecord] = []
            if let nearest {
                // A case may have several of them.
                for row in try store.nearestDues(limit: max(0, nearest), viewer: viewer)
                where !records.contains(where: { $0.number == row.number }) {
                    if let record = try store.caseRecord(number: row.number, viewer: viewer) { records.append(record) }
                }
            } else {
                records = try store.cases(viewer: viewer)
            }
            let rows = records.map { CaseRow($0, script) }.sorted { $0.nearest < $1.nearest }
            if json {
                return printJSON { writer in
                    writer.array { writer in for row in rows { row.write(to: &writer) } }
                }
            }
            for row in rows {
                let clock = row.clocks.first {
                    $0.status == "open" || $0.status == "due_soon" || $0.status == "overdue"
                }
                let due = clock.map {
                    let isLate = $0.daysOver > 0 && $0.note.rule != RuleID.track
                    return "\($0.note.rule) \($0.note.nominalDue)\(isLate ? " 超期\($0.daysOver)日" : "")"
                }
                print(
                    "\(row.record.number)  \(row.record.claim.purpose.rawValue)  \(row.record.claim.topic)  "
                        + "\(row.record.state)  \(row.record.unit)  \(due ?? "")")
            }
            if rows.isEmpty { print("还没有登记的事项。") }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one case with its clocks and events.",
            discussion: "Example: shouwen case show XF202611230000171")

        @Argument(help: "Receipt number.") var number: String
        @OptionGroup var options: DataOptions
        @Flag(help: "JSON.") var json = false

        func run() throws {
            let script = try loadScript(options.dialogs)
            let store = try options.openReading(script)
            let canonical: String
            do {
                canonical = try ReceiptNumber(typed: number).description
            } catch { throw Failure(error.message) }
            guard let record = try store.caseRecord(number: canonical, viewer: try options.viewer(store)) else {
                throw Failure("there is no case \(canonical), or you may not see it")
            }
            let row = CaseRow(record, script)
            let officer = try options.officer(store)
            let outlook = CaseOutlook(
                CaseFile(record), clocks: row.states, rules: script.rules,
                fallback: script.office.fallbackUnit?.name ?? script.office.name,
                context: CaseContext(record, officer, script, today: today()))
            let file = outlook.file
            let insight = try CaseReading(script: script, vault: store.vault).insight(
                record, in: store, viewer: officer.viewer
            ) { _ in "＊＊" }
            guard !json else {
                return printJSON {
                    ServerFrame.caseRecord(
                        record, state: file.stage.title, clocks: row.clocks, outlook: outlook, insight: insight,
                        to: &$0)
                }
            }
            print("\(record.number)  \(file.stage.title)  \(file.purpose.rawValue)  \(record.claim.topic)")
            print("登记 \(record.filedAt.iso8601)，\(record.channel)；首问责任人 \(file.firstContact)；第 \(file.version) 版")
            if file.stage.isOpen { print("承办 \(outlook.owner.title)") }
            switch outlook.next {
            case .due(let date, let what, let article):
                print("下一步 \(date)：\(what)\(article.isEmpty ? "" : "（\(article)）")")
            case .undated(let reason, let look?): print("下一步 \(look)：跟进（本局自定，不是法定期限）；\(reason)")
            case .undated(let reason, nil): print("下一步 没有日期：\(reason)")
            case .nothing: break
            }
            for link in file.links.sorted() { print("  \(link.relation) \(link.number)") }
            for number in outlook.cameAgain {
                print("  办结后 \(script.office.againMonths) 个月内又来：\(number)")
            }
            if file.rateOffice != nil || file.rateUnit != nil {
                print("  评价：对信访部门 \(file.rateOffice ?? "没评")，对承办单位 \(file.rateUnit ?? "没评")")
            }
            for particular in record.claim.particulars {
                print("  \(particular.label)：\(Hole.fill(particular.text) { _ in "＊＊" })")
            }
            for clock in row.clocks {
                print(
                    "  \(clock.note.rule)：\(clock.note.from) 起，\(clock.note.nominalDue) 前"
                        + "（顺延 \(clock.note.effectiveDue)），\(clock.status)，\(clock.note.article)")
            }
            for event in record.shown {
                let fields = event.fields.all.map { "\($0.field.label) \($0.text)" }.joined(separator: "；")
                print(
                    "  \(event.at.iso8601)  \(CaseAct(event.kind).rawValue)  \(event.by ?? "")  \(fields)  "
                        + Hole.fill(event.text) { _ in "＊＊" })
            }
            tell(insight)
            guard options.token != nil else { return }
            print("现在可以办：")
            for choice in outlook.choices {
                let needs = choice.act.rule.needs.filter(\.isRequired).map { "\($0.field.rawValue)=\($0.hint)" }
                let missing = choice.missing.isEmpty ? "" : "  还缺：" + choice.missing.joined(separator: "；")
                print("  \(choice.act.rawValue)  \(needs.joined(separator: "  "))\(missing)")
            }
        }

        private func tell(_ insight: CaseInsight) {
            let heard =
                insight.purposes.prefix(2).map { "\($0.label.rawValue) \($0.score.percent)" }
                + insight.topics.prefix(2).map { "\($0.label.rawValue) \($0.score.percent)" }
                + insight.safety.map(\.rawValue)
            if !heard.isEmpty { print("听出来的（供参考）：" + heard.joined(separator: "，")) }
            for reason in insight.reasons {
                print("  \(reason.label) ← 「\(reason.text)」（\(reason.rule)）")
            }
            guard !insight.likes.isEmpty else { return }
            print("可能是同一件事，请对照着看（是不是重复，由人来定）：")
            for like in insight.likes {
                let why =
                    (like.isSamePerson ? ["同一个电话或者证件号"] : [])
                    + like.names.map { "都提到\($0)" } + like.words.map { "都说「\($0)」" }
                print(
                    "  \(like.number)  \(CivilDate(like.filedAt))  \(like.state)  像 \(like.score.percent)："
                        + why.joined(separator: "；"))
            }
        }
    }
}

/// A case with its clocks as of today.
struct CaseRow {
    let record: CaseRecord
    let states: [ClockState]
    let clocks: [CaseClock]
    private let file: CaseFile

    init(_ record: CaseRecord, _ script: Script) {
        self.record = record
        file = CaseFile(record)
        states = CaseClocks.states(
            of: record, file: file, office: script.office.kind, rules: script.rules, calendar: script.calendar,
            asOf: today())
        clocks = states.compactMap { state in
            guard let from = state.from, let nominal = state.nominalDue, let effective = state.effectiveDue else {
                return nil
            }
            return CaseClock(
                note: ClockNote(
                    rule: state.rule, from: from, nominalDue: nominal, effectiveDue: effective,
                    provisional: state.provisional, article: script.rules.rule(state.rule)?.basis.citation ?? ""),
                status: state.status.rawValue, daysOver: state.overdueDays)
        }
    }

    /// The nearest nominal date that is still open.
    var nearest: CivilDate {
        clocks.filter { ["open", "due_soon", "overdue"].contains($0.status) }.map(\.note.nominalDue).min() ?? .latest
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("number", record.number)
            writer.member("purpose", record.claim.purpose.rawValue)
            writer.member("topic", record.claim.topic)
            writer.member("state", file.stage.title)
            writer.member("channel", record.channel)
            writer.member("filed_at", record.filedAt.iso8601)
            writer.member("flags", record.claim.flags)
            writer.member("unit", file.unit)
            writer.member("officer", file.officer)
            writer.key("clocks")
            writer.array { writer in for clock in clocks { ServerFrame.caseClock(clock, to: &writer) } }
        }
    }
}
