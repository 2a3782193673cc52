// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DeskClient
import IntakeModel
import IntakeServer
import IntakeStore
import LineProtocol
import SQLiteStore

struct Staff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Officers and their tokens.", subcommands: [Add.self, List.self, Account.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an officer, or give one a new token; prints the token once.",
            discussion: "Example: shouwen staff add 王敏 --badge 012 --unit 信访局接访科 --roles intake,case")

        @Argument(help: "Name.") var name: String
        @Option(help: "Badge: what petitioners are shown.") var badge: String
        @Option(help: "Unit.") var unit: String
        @Option(help: "Roles, separated by commas: intake, case, sealed, audit, admin.") var roles: String
        @Option(help: "Folder of database and keys.") var data = "data"
        @Option(help: "Folder of dialogs.") var dialogs = "dialogs"
        @Option(
            parsing: .unconditional,
            help: "Token of an officer with the role admin, for a running server. (default: DATA/staff.token)")
        var token: String?

        func run() async throws {
            var parsed: Set<Role> = []
            for word in roles.split(separator: ",") {
                guard let role = Role(rawValue: String(word)) else {
                    let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
                    throw Failure("there is no role “\(word)”; there are: \(known)")
                }
                parsed.insert(role)
            }
            guard !badge.isEmpty, badge.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x7A).contains($0) })
            else {
                throw Failure("a badge is letters and digits, as 012")
            }
            guard !parsed.isSuperset(of: Officer.apart) else {
                throw Failure("nobody is admin and auditor at once: give one of the two roles to somebody else")
            }
            let officer = Officer(badge: badge, name: name, unit: unit, roles: parsed)
            print(try await Administration(data: data, dialogs: dialogs, token: token).add(officer))
        }
    }

    struct Account: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How an officer logs in with a browser: password, second factor, lock.",
            discussion: """
                password  a new one-time password, printed once; the officer has to choose another at log-in
                totp      a new secret for a program that shows codes (RFC 6238), printed once
                totp-off  no second factor any more
                unlock    hears tries again after too many wrong ones
                disable   lets the officer in no more, by password or by token, and shows them out
                enable    the reverse
                Example: shouwen staff account 012 password
                """)

        @Argument(help: "Badge.") var badge: String
        @Argument(help: "password, totp, totp-off, unlock, disable or enable.") var order: String
        @Option(help: "Folder of database and keys.") var data = "data"
        @Option(help: "Folder of dialogs.") var dialogs = "dialogs"
        @Option(
            parsing: .unconditional,
            help: "Token of an officer with the role admin. (default: DATA/staff.token)")
        var token: String?

        func run() async throws {
            guard let order = StaffFrame.AccountOrder(rawValue: order) else {
                let known = StaffFrame.AccountOrder.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure("“\(order)” is not known; there are: \(known)")
            }
            let answer = try await Administration(data: data, dialogs: dialogs, token: token).account(badge, order)
            if let password = answer.password { print(password) }
            if let secret = answer.secret { print(secret) }
            if answer == AccountOffice.Answer() { print("done") }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the officers.")

        @OptionGroup var options: DataOptions

        func run() throws {
            let store = try options.openReading(try loadScript(options.dialogs))
            for officer in try store.officers() {
                let roles = officer.roles.map(\.rawValue).sorted().joined(separator: ",")
                print("\(officer.badge)  \(officer.name)  \(officer.unit)  \(roles)\(officer.disabled ? "  停用" : "")")
            }
        }
    }
}
