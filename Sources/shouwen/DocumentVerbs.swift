// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript
import Documents
import Foundation
import IntakeModel
import IntakeServer
import IntakeStore
import LineProtocol
import SQLiteStore

struct DocumentVerbs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "document",
        abstract: "The documents (文书) of a case: draft, issue, show, print.",
        subcommands: [Kinds.self, List.self, Draft.self, Issue.self, Show.self, Print.self])

    struct Kinds: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The kinds of documents, and what has to be on each.",
            discussion: "Example: shouwen document kinds 信访处理意见书")

        @Argument(help: "One kind. (default: all)") var kind: String?
        @Option(help: "Folder of dialogs, rules and calendars.") var dialogs = "dialogs"

        func run() throws {
            let script = try loadScript(dialogs)
            let kinds = script.documents.kinds.filter { kind == nil || $0.rawValue == kind }
            guard !kinds.isEmpty else { throw Failure("there is no document “\(kind ?? "")”: shouwen document kinds") }
            for kind in kinds {
                let series = script.office.facts.numbering.series(kind, on: today())
                print("\(kind.rawValue)  \(kind.title)  文号如 \(series.number(1))")
                guard self.kind != nil else { continue }
                for need in script.documents.needs(kind) {
                    print("  必有  \(need.field.rawValue)\(need.basis.isEmpty ? "" : "（\(need.basis)）")：\(need.mend)")
                }
            }
        }
    }

    /// Where things are, and who asks.
    struct Place: ParsableArguments {
        @Option(help: "Folder of database and keys.") var data = "data"
        @Option(help: "Folder of dialogs, rules and calendars.") var dialogs = "dialogs"
        @Option(parsing: .unconditional, help: "The officer's token. (default: DATA/staff.token)") var token: String?

        /// Asks the running server, or does it in the store when none runs.
        func ask(_ order: StaffFrame.Document, id: String? = nil) async throws -> JSONObject {
            let frame = StaffFrame(id: id ?? "document-\(UUID().uuidString)", .document(order))
            let script = try loadScript(dialogs)
            let administration = Administration(data: data, dialogs: dialogs, token: token)
            guard let store = try administration.openUnlessServed(script) else {
                return try await administration.ask(frame, "role case")
            }
            let answer: DocumentAnswer
            do {
                answer = try StoreDesk(store: store, script: script).document(
                    frame, token: try administration.ownToken("documents are an officer's"))
            } catch let refusal as WireError { throw Failure(refusal.text) }
            try store.close()
            var writer = JSONWriter()
            writer.object { answer.write(to: &$0) }
            return try JSONReader.read(writer.bytes).object ?? JSONObject()
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What went out in a case, and what could.",
            discussion: "Example: shouwen document list XF202611230000171")

        @Argument(help: "Receipt number.") var number: String
        @OptionGroup var place: Place

        func run() async throws {
            let answer = try await place.ask(.init(.list, number: number))
            for document in answer["documents"]?.array ?? [] {
                let edition = document["edition"]?.integer ?? 1
                print(
                    "\(document["document"]?.string ?? "")  \(document["kind"]?.string ?? "")"
                        + "\(edition > 1 ? "（第 \(edition) 版）" : "")  \(document["at"]?.string ?? "")  "
                        + "\(document["by"]?.string ?? "") 号")
            }
            if answer["documents"]?.array?.isEmpty ?? true { print("还没有出具过文书。") }
            print("可以出具的：")
            for kind in answer["kinds"]?.array ?? [] {
                let missing = (kind["missing"]?.array ?? []).compactMap(\.string)
                print("  \(kind["kind"]?.string ?? "")\(missing.isEmpty ? "" : "  还缺 \(missing.count) 项")")
            }
        }
    }

    /// A kind of document for a case, with what the officer fills in.
    struct Order: ParsableArguments {
        @Argument(help: "Receipt number.") var number: String
        @Argument(help: "The kind, as 信访处理意见书.") var kind: String
        @Argument(help: "What the officer fills in, each as name=text.") var fields: [String] = []
        @OptionGroup var place: Place

        func members() throws -> JSONObject {
            JSONObject(
                try fields.map { field in
                    guard let equals = field.firstIndex(of: "="),
                        DocumentField(rawValue: String(field[..<equals]))?.isGiven == true
                    else { throw Failure("“\(field)”: write name=text; shouwen document draft lists the names") }
                    return JSONObject.Member(
                        String(field[..<equals]), .string(String(field[field.index(after: equals)...])))
                })
        }
    }

    struct Draft: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The document as it would go out, and what stands against it.",
            discussion: "Example: shouwen document draft XF202611230000171 受理告知书 接收情况=… > 草稿.txt")

        @OptionGroup var order: Order
        @Flag(help: "HTML, to be looked at in a browser.") var html = false

        func run() async throws {
            let answer = try await order.place.ask(
                .init(
                    .draft, number: order.number, kind: order.kind, form: html ? .html : .text,
                    fields: try order.members()))
            answer.printPage()
            for problem in answer["missing"]?.array ?? [] {
                let basis = problem["basis"]?.string.map { "（\($0)）" } ?? ""
                warn("\(problem["text"]?.string ?? "")\(basis)\(problem["mend"]?.string.map { "；\($0)" } ?? "")")
            }
            for field in answer["fields"]?.array ?? [] where (field["value"]?.string ?? "").isEmpty {
                let word = field["required"]?.bool == true ? "必填" : "可填"
                warn("\(word)  \(field["field"]?.string ?? "")=\(field["hint"]?.string ?? "")")
            }
        }
    }

    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a document go out: it gets its number and stands in the ledger.",
            discussion: "Example: shouwen document issue XF202611230000171 催办函 去向单位=县人社局 反馈期限=2026-12-01 办理要求=…")

        @OptionGroup var order: Order
        @Option(help: "Version of the case that it was drafted on; another one is refused. (default: the current one)")
        var version: Int64?
        @Option(
            help: "Id of the command: the same id again does nothing and gives the same answer. (default: a new one)")
        var id: String?

        func run() async throws {
            let answer = try await order.place.ask(
                .init(
                    .issue, number: order.number, kind: order.kind, version: version, fields: try order.members()),
                id: id)
            print("\(order.kind)：\(answer["document"]?.string ?? "")，第 \(answer["edition"]?.integer ?? 1) 版")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a document as it went out, without names.",
            discussion: "Example: shouwen document show 某信处〔2026〕1号")

        @Argument(help: "文号.") var document: String
        @Flag(help: "HTML.") var html = false
        @OptionGroup var place: Place

        func run() async throws {
            let answer = try await place.ask(.init(.show, document: document, form: html ? .html : .text))
            answer.printPage()
        }
    }

    struct Print: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The page to print and send, with names; who took it is kept in the audit trail.",
            discussion: "Example: shouwen document print 某信处〔2026〕1号 > 意见书.html")

        @Argument(help: "文号.") var document: String
        @Flag(help: "Plain text instead of HTML.") var text = false
        @OptionGroup var place: Place

        func run() async throws {
            let answer = try await place.ask(.init(.print, document: document, form: text ? .text : .html))
            answer.printPage()
        }
    }
}

extension JSONObject {
    /// The page of a document, in whichever form it came.
    fileprivate func printPage() { print(self["text"]?.string ?? self["html"]?.string ?? "", terminator: "") }
}
