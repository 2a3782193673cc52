// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DeskClient
import Foundation

struct Desk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The officer's desk in a terminal: queue, alarms, talk.",
        discussion: "Example: shouwen desk --token-file data/staff.token")

    @Option(help: "Server, HOST:PORT of its relay listener.") var server = "127.0.0.1:2325"
    @Option(help: "File that holds the officer's token. SHOUWEN_TOKEN works too.") var tokenFile: String?

    func run() async throws {
        let token: String
        if let tokenFile {
            guard let text = try? String(contentsOfFile: tokenFile, encoding: .utf8) else {
                throw Failure("\(tokenFile) cannot be read")
            }
            token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        } else if let text = ProcessInfo.processInfo.environment["SHOUWEN_TOKEN"], !text.isEmpty {
            token = text
        } else {
            throw Failure("whose desk? Give --token-file FILE, or SHOUWEN_TOKEN in the environment")
        }
        let address = try serverAddress(server)
        let status = await DeskProgram.run(host: address.host, port: address.port, token: token)
        if status != 0 { throw ExitCode(status) }
    }
}
