// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main
struct Shouwen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shouwen",
        abstract: "首问：信访窗口的第一张接待桌。 The first desk of a petition office.",
        discussion: "Try it: shouwen serve, then telnet 127.0.0.1 2323",
        version: "0.1.0",
        subcommands: [
            Serve.self, Chat.self, Check.self, Test.self, Graph.self, Diff.self, Classify.self, Ask.self, Train.self,
            Eval.self, Examples.self, Due.self,
            Case.self, DocumentVerbs.self, Outbox.self, AuditVerbs.self, Report.self, Desk.self, Staff.self,
            CalendarVerbs.self,
            Backup.self, Restore.self,
            Doctor.self,
        ])
}
