// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript
import Foundation
import IntakeModel
import IntakeServer
import IntakeStore
import LineProtocol
import SQLiteStore
import Vault

/// A command could not do what it was asked: one line on standard error, exit code 1.
struct Failure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

func flushStandardOutput() { fflush(nil) }

func warn(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

/// Writes JSON as one line on standard output.
func printJSON(_ body: (inout JSONWriter) -> Void) {
    var writer = JSONWriter()
    body(&writer)
    print(String(decoding: writer.bytes, as: UTF8.self))
}

/// Loads the dialogs; warnings and errors go to standard error.
func loadScript(_ folder: String) throws -> Script {
    let (script, diagnostics) = Script.load(folder)
    for diagnostic in diagnostics { warn("\(diagnostic)") }
    guard let script else {
        warn("\(folder)：不能用（\(diagnostics.count) 处错误）；照上面改好再来，shouwen check \(folder) 说得更全")
        throw ExitCode.failure
    }
    return script
}

/// The store of a folder, to read beside a running server.
func openStore(reading folder: String, _ script: Script) throws -> SQLiteStore {
    try SQLiteStore.open(folder: folder, mode: .readOnly, policy: .desk(script: script, clock: .system))
}

/// Options of verbs that read beside a running server.
struct DataOptions: ParsableArguments {
    @Option(help: "Folder of database and keys.") var data = "data"
    @Option(help: "Folder of dialogs, rules and calendars.") var dialogs = "dialogs"
    @Option(
        parsing: .unconditional,
        help: "An officer's token: what it may see is shown. Without one, what every officer with cases may see.")
    var token: String?

    func openReading(_ script: Script) throws -> SQLiteStore { try openStore(reading: data, script) }

    func viewer(_ store: SQLiteStore) throws -> Viewer { try officer(store).viewer }

    func officer(_ store: SQLiteStore) throws -> Officer {
        guard let token else { return Officer(badge: "", name: "", unit: "", roles: [.cases]) }
        guard let officer = try store.officer(tokenHash: store.vault.tokenHash(token)), !officer.disabled else {
            throw Failure("this token belongs to no officer")
        }
        return officer
    }
}

func today() -> CivilDate { CivilDate(DeskClock.system.now()) }
