// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import IntakeModel
import IntakeServer
import IntakeStore
import SQLiteStore
import Vault

extension Case {
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the office's open cases in from a CSV file, with their real dates.",
            discussion: """
                Example: shouwen case import open.csv
                         shouwen case import open.csv --commit
                Without --commit it is only checked. Errors are told by line and column; with one, nothing is taken in. \
                UTF-8 or GB18030. Columns: \(CaseImport.columns.map { $0.name + ($0.isRequired ? "*" : "") }.joined(separator: " "))
                """)

        @Argument(help: "CSV file with a line of column names.") var file: String
        @Option(help: "Folder of database and keys.") var data = "data"
        @Option(help: "Folder of dialogs, rules and calendars.") var dialogs = "dialogs"
        @Option(parsing: .unconditional, help: "The officer's token. (default: DATA/staff.token)") var token: String?
        @Flag(help: "Take them in; without it they are only checked.") var commit = false

        func run() throws {
            let script = try loadScript(dialogs)
            guard let bytes = FileManager.default.contents(atPath: file) else {
                throw Failure("\(file) cannot be read")
            }
            let rows: [CaseImport.Row]
            switch CaseImport.read(Array(bytes), script: script, today: today()) {
            case .failure(let found):
                for problem in found.problems { warn("\(file):\(problem)") }
                throw Failure("\(found.problems.count) 处不对，一件也没有导入")
            case .success(let read): rows = read
            }
            guard commit else {
                return print("\(rows.count) 件都读得懂。现在只是核对，要导入加 --commit。")
            }
            let administration = Administration(data: data, dialogs: dialogs, token: token)
            guard let store = try administration.openUnlessServed(script) else {
                throw Failure("a server runs on \(data): stop it first")
            }
            let officer = try administration.officer(
                .cases, of: store, "cases are taken in by an officer with the role case")
            let done = try CaseImport.commit(rows, by: officer, script: script, to: store)
            try store.close()
            for (row, number) in zip(rows, done.numbers) { print("\(row.original)  \(number)") }
            print("导入 \(done.new) 件" + (done.known > 0 ? "；\(done.known) 件以前导入过" : ""))
        }
    }
}
