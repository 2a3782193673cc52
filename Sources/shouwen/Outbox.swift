// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import IntakeModel
import IntakeServer
import IntakeStore
import LineProtocol
import SQLiteStore
import Vault

struct Outbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reminders that leave the system: what waits, what failed.",
        discussion: "They leave by serve --outbox-folder or --outbox-command, when office.yaml says deliver: true.",
        subcommands: [List.self, Retry.self, Done.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List what waits and what failed.", discussion: "Example: shouwen outbox list --all --json")

        @OptionGroup var options: DataOptions
        @Flag(help: "What was sent, too.") var all = false
        @Flag(help: "JSON.") var json = false

        func run() throws {
            let store = try options.openReading(try loadScript(options.dialogs))
            let viewer = try options.viewer(store)
            var items: [OutboxItem] = []
            var last: Int64 = 0
            while true {
                let page = try store.outbox(after: last, limit: 1_000, viewer: viewer)
                items += page.filter { all || $0.state == .waiting || $0.state == .failed }
                guard let next = page.last else { break }
                last = next.id
            }
            if json {
                return printJSON { writer in writer.array { writer in for item in items { item.write(to: &writer) } } }
            }
            for item in items {
                let why = item.error.isEmpty ? "" : "  \(item.error)"
                print(
                    "\(item.id)  \(item.title)  \(item.number)  \(item.rule) \(item.due.iso8601)  "
                        + "\(item.rung)\(item.badge.isEmpty ? "" : " \(item.badge)")  试了 \(item.attempts) 回\(why)")
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a row again, with all attempts before it.", discussion: "Example: shouwen outbox retry 17")

        @OptionGroup var order: Order

        func run() async throws { try await order.carryOut(.retry) }
    }

    struct Done: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a row off the list: it was said in another way.",
            discussion: "Example: shouwen outbox done 17")

        @OptionGroup var order: Order

        func run() async throws { try await order.carryOut(.done) }
    }

    /// An officer's order about one row, through the running server, or in the store when none runs.
    struct Order: ParsableArguments {
        @Argument(help: "Number of the row.") var row: Int64
        @Option(help: "Folder of database and keys.") var data = "data"
        @Option(help: "Folder of dialogs, rules and calendars.") var dialogs = "dialogs"
        @Option(
            parsing: .unconditional, help: "Token of an officer with the role admin. (default: DATA/staff.token)")
        var token: String?

        func carryOut(_ order: OutboxOrder) async throws {
            let administration = Administration(data: data, dialogs: dialogs, token: token)
            guard let store = try administration.openUnlessServed(try loadScript(dialogs)) else {
                let frame = StaffFrame(id: "outbox-\(UUID().uuidString)", .outbox(row: row, order))
                _ = try await administration.ask(frame, "role admin")
                return
            }
            let officer = try administration.officer(.admin, of: store, "this is for an officer with the role admin")
            guard try store.orderOutbox(row, order, badge: officer.badge) else {
                throw Failure("there is no row \(row) that waits or has failed")
            }
            try store.close()
        }
    }
}

extension OutboxItem {
    fileprivate var title: String {
        switch state {
        case .waiting: "等着送"
        case .sent: "送到了"
        case .failed: "没送到"
        case .done: "不用送了"
        case .ended: "事办了"
        }
    }

    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("case", number)
            writer.member("rule", rule)
            writer.member("stage", stage)
            writer.member("due", due.iso8601)
            writer.member("for", rung)
            writer.member("badge", badge)
            writer.member("state", state.rawValue)
            writer.member("attempts", Int64(attempts))
            writer.member("next", nextAt.iso8601)
            writer.member("error", error)
        }
    }
}
