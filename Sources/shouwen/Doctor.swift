// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript
import Foundation
import IntakeModel
import IntakeServer
import LineProtocol
import SQLiteStore

struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look for what would hurt: dialogs, calendar, keys, tokens, disk.",
        discussion: "Example: shouwen doctor --data data")

    @OptionGroup var options: DataOptions

    func run() throws {
        var bad = 0
        func line(_ ok: Bool, _ text: String) {
            print("\(ok ? "好" : "注意")  \(text)")
            if !ok { bad += 1 }
        }
        let script = try loadScript(options.dialogs)
        line(true, "话术 \(options.dialogs) 可以用（\(script.hash.prefix(12))）")
        let horizon = today().adding(days: 60)
        line(
            script.calendar.isKnown(horizon),
            "日历到 \(script.calendar.coversUntil?.iso8601 ?? "无")；60 天内的期限\(script.calendar.isKnown(horizon) ? "准" : "只能暂定")"
        )
        line(TextEncoding.probe(), "GB18030 字表")
        guard FileManager.default.fileExists(atPath: "\(options.data)/desk.db") else {
            return line(true, "\(options.data) 里还没有库；第一次启动时会建")
        }
        let store = try options.openReading(script)
        let problems = try store.verify()
        line(problems.isEmpty, problems.isEmpty ? "库完整" : "库有损坏：\(problems.count) 处，请用备份恢复")
        let backup = try store.lastBackup()
        let fresh = backup.map { DeskClock.system.now().milliseconds - $0.milliseconds < 48 * 3_600_000 } ?? false
        line(fresh, "最近一次备份：\(backup?.iso8601 ?? "没有")")
        line(
            !FileManager.default.fileExists(atPath: "\(options.data)/staff.token"),
            "试用口令 \(options.data)/staff.token（000 号，全部权限）在正式使用前要删掉")
        line(
            !FileManager.default.fileExists(atPath: "\(options.data)/relay.token"),
            "试用口令 \(options.data)/relay.token 允许任何名字的中继")
        if let attributes = try? FileManager.default.attributesOfFileSystem(forPath: options.data),
            let free = attributes[.systemFreeSize] as? Int64
        {
            line(free > 1 << 30, "磁盘还有 \(free >> 20) MiB")
        }
        if bad > 0 { throw ExitCode(1) }
    }
}
