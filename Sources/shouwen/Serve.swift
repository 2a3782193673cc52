// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DeskWeb
import IntakeServer
import Logging
import ServiceLifecycle
import UnixSignals

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Open the desk: kiosks, relays, staff, pages in a browser.",
        discussion: """
            Every flag is also an environment variable (SHOUWEN_KIOSK, values of a list separated by ;) and a key in the \
            YAML file given with --config (under shouwen:). Flags win over environment over file.
            Example: shouwen serve --kiosk 127.0.0.1:2323 --kiosk 127.0.0.1:2324,encoding=gb18030,label=2号机
            """)

    @Option(help: "YAML file with configuration.") var config: String?
    @Option(help: "Folder of dialogs, rules, answers. (default: dialogs)") var dialogs: String?
    @Option(help: "Folder of database, keys and tokens. (default: data)") var data: String?
    @Option(help: "Kiosk listener, may be repeated: HOST:PORT[,encoding=gb18030][,label=2号机].") var kiosk: [String] = []
    @Option(help: "Relay and staff listener. (default: 127.0.0.1:2325)") var relay: String?
    @Option(help: "Pages in a browser, HOST:PORT; none: no pages. (default: 127.0.0.1:8080)") var web: String?
    @Option(help: "Certificate chain (PEM) of the pages.") var webCertificate: String?
    @Option(help: "Private key (PEM) of the pages.") var webKey: String?
    @Option(help: "Listener of /livez /readyz /metrics. (default: 127.0.0.1:9464)") var ops: String?
    @Option(help: "Certificate chain (PEM) of the relay listener.") var relayCertificate: String?
    @Option(help: "Private key (PEM) of the relay listener.") var relayKey: String?
    @Flag(help: "Let people's words travel in plain text beyond this machine.") var allowPlaintextBeyondLoopback = false
    @Option(help: "Seconds until a dropped officer's conversations return to the queue. (default: 30)") var lease: Int?
    @Option(help: "Seconds until a safety alert goes on to the next officer. (default: 60)") var alarm: Int?
    @Option(help: "Minutes until an officer's browser is logged out in which nobody did anything. (default: 30)")
    var deskIdle: Int?
    @Flag(help: "Officers have to enrol a second factor before they can do anything in a browser.")
    var deskTotp = false
    @Option(help: "Hours until admins are told that the last backup is too old; 0: never. (default: 48)")
    var backupStale: Int?
    @Option(help: "Folder for reminders that leave the system, a JSON file each. (default: none leave)")
    var outboxFolder: String?
    @Option(help: "Program run for each reminder that leaves the system, JSON on its input. (default: none leave)")
    var outboxCommand: String?
    @Option(help: "trace, debug, info, notice, warning, error. (default: notice)") var logLevel: String?

    func run() async throws {
        let settings = try await Settings(self)
        let configuration = try settings.server()
        let web = try settings.web()
        let level = try settings.logLevel()
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let logger = Logger(label: "shouwen")
        Server.prepareMemory()
        let script = try loadScript(configuration.dialogs)
        let server = Server(
            configuration: configuration, script: script, logger: logger,
            annex: web.map { WebAnnex(configuration: $0, logger: logger) }
        ) { line in
            print(line)
            flushStandardOutput()
        }
        let service = ServiceGroupConfiguration.ServiceConfiguration(
            service: server, successTerminationBehavior: .gracefullyShutdownGroup,
            failureTerminationBehavior: .gracefullyShutdownGroup)
        var group = ServiceGroupConfiguration(
            services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // Petitioners are told and every taken turn is answered well within this; then the process ends anyway.
        group.maximumGracefulShutdownDuration = .seconds(30)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch {
            throw Failure("\(error)")
        }
    }
}
