// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import IntakeModel
import IntakeServer
import SQLiteStore

struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the database while the server runs, and verify the copy.",
        discussion:
            "The keys are not in it: keep DATA/keys apart, in a safe place.\nExample: shouwen backup desk-20261123.db")

    @Argument(help: "File to write; it must not exist.") var file: String
    @OptionGroup var options: DataOptions

    func run() throws {
        let store = try options.openReading(try loadScript(options.dialogs))
        let report = try store.backup(to: file)
        print("\(report)")
        if !report.isNoted {
            print("备份做好了，但 \(options.data) 写不进去，没能记下备份时间：服务器还会提醒没有备份。用能写这个文件夹的用户来备份。")
        }
        print("钥匙不在里面：\(options.data)/keys 要另外存好。")
    }
}

struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Verify a backup and lay it into a new data folder.",
        discussion:
            "Copy the keys of the time beside it afterwards.\nExample: shouwen restore desk-20261123.db --data newdata")

    @Argument(help: "Backup file.") var file: String
    @Option(help: "New data folder; a folder with a database is refused.") var data: String

    func run() throws {
        let report = try SQLiteStore.restore(from: file, into: data, now: DeskClock.system.now())
        print("\(report)")
        print("把当时的钥匙文件夹放到 \(data)/keys，再启动。")
    }
}
