// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript
import Foundation
import IntakeModel
import IntakeServer
import IntakeStore
import LineProtocol
import SQLiteStore

extension Case {
    struct Acts: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What may be done with a case, by whom, when, and what it needs.",
            discussion: "Example: shouwen case acts 受理\n         shouwen case acts --table > docs/case-acts.md")

        @Argument(help: "One act, as 受理. (default: all)") var act: String?
        @Flag(help: "The whole table as a page.") var table = false

        func run() throws {
            if table { return print(CaseRule.document, terminator: "") }
            let rules = CaseRule.rows.filter { $0.who != .desk && (act == nil || $0.act.rawValue == act) }
            guard !rules.isEmpty else { throw Failure("there is no act “\(act ?? "")”: shouwen case acts lists them") }
            for rule in rules {
                print("\(rule.act.rawValue)（\(rule.who.rawValue)）\(rule.basis)")
                guard act != nil else { continue }
                for need in rule.needs {
                    print(
                        "  \(need.isRequired ? "必填" : "可填")  \(need.field.rawValue)=  \(need.field.label)：\(need.hint)")
                }
                for condition in rule.conditions { print("  条件  \(condition.rawValue)") }
            }
        }
    }

    struct Act: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Do something with a case, as an officer.",
            discussion: """
                Example: shouwen case act XF202611230000171 受理 way=6 text=已经约谈 --token …
                Acts and fields: shouwen case acts. Through the running server, or in the store when none runs.
                """)

        @Argument(help: "Receipt number.") var number: String
        @Argument(help: "The act, as 受理.") var act: String
        @Argument(help: "What it needs, each as field=value.") var fields: [String] = []
        @Option(help: "Folder of database and keys.") var data = "data"
        @Option(help: "Folder of dialogs, rules and calendars.") var dialogs = "dialogs"
        @Option(parsing: .unconditional, help: "The officer's token. (default: DATA/staff.token)") var token: String?
        @Option(
            help: "Version of the case that this was decided on; another one is refused. (default: the current one)")
        var version: Int64?
        @Option(
            help: "Id of the command: the same id again does nothing and gives the same answer. (default: a new one)")
        var id: String?

        func run() async throws {
            let frame = StaffFrame(
                id: id ?? "act-\(UUID().uuidString)",
                .act(.init(number: number, act: act, version: version, fields: try members())))
            let script = try loadScript(dialogs)
            let administration = Administration(data: data, dialogs: dialogs, token: token)
            guard let store = try administration.openUnlessServed(script) else {
                let answer = try await administration.ask(frame, "role case")
                return tell(answer["version"]?.integer ?? 0, answer["code"]?.string)
            }
            let done: (version: Int64, code: String?)
            do {
                done = try StoreDesk(store: store, script: script).act(
                    frame, token: try administration.ownToken("an act is an officer's"))
            } catch let refusal as WireError { throw Failure(refusal.text) }
            try store.close()
            tell(done.version, done.code)
        }

        private func tell(_ version: Int64, _ code: String?) {
            print("\(number) \(act)：办好了，第 \(version) 版" + (code.map { "，新的查询码 \($0)" } ?? ""))
        }

        private func members() throws -> JSONObject {
            var members: [JSONObject.Member] = []
            for field in fields {
                guard let equals = field.firstIndex(of: "="), CaseField(rawValue: String(field[..<equals])) != nil
                else {
                    throw Failure("“\(field)”: write field=value; shouwen case acts \(act) lists the fields")
                }
                members.append(.init(String(field[..<equals]), .string(String(field[field.index(after: equals)...]))))
            }
            return JSONObject(members)
        }
    }
}
