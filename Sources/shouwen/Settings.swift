// SPDX-License-Identifier: Apache-2.0

import Configuration
import DeskWeb
import IntakeServer
import Logging
import SystemPackage

/// The settings of `serve`: flags, then environment, then file. docs/operating.md lists the keys.
struct Settings {
    private let reader: ConfigReader

    init(_ flags: Serve) async throws {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        func set(_ key: String, _ value: ConfigContent?) {
            guard let value else { return }
            values[AbsoluteConfigKey(["shouwen", key])] = ConfigValue(value, isSecret: false)
        }
        set("dialogs", flags.dialogs.map { .string($0) })
        set("data", flags.data.map { .string($0) })
        set("kiosk", flags.kiosk.isEmpty ? nil : .stringArray(flags.kiosk))
        set("relay", flags.relay.map { .string($0) })
        set("web", flags.web.map { .string($0) })
        set("webCertificate", flags.webCertificate.map { .string($0) })
        set("webKey", flags.webKey.map { .string($0) })
        set("ops", flags.ops.map { .string($0) })
        set("relayCertificate", flags.relayCertificate.map { .string($0) })
        set("relayKey", flags.relayKey.map { .string($0) })
        set("allowPlaintextBeyondLoopback", flags.allowPlaintextBeyondLoopback ? .bool(true) : nil)
        set("lease", flags.lease.map { .int($0) })
        set("deskIdle", flags.deskIdle.map { .int($0) })
        set("deskTotp", flags.deskTotp ? .bool(true) : nil)
        set("alarm", flags.alarm.map { .int($0) })
        set("backupStale", flags.backupStale.map { .int($0) })
        set("outboxFolder", flags.outboxFolder.map { .string($0) })
        set("outboxCommand", flags.outboxCommand.map { .string($0) })
        set("logLevel", flags.logLevel.map { .string($0) })
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "flags", values: values), EnvironmentVariablesProvider(arraySeparator: ";"),
        ]
        if let file = flags.config {
            do {
                providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(file)))
            } catch {
                throw Failure("configuration file \(file) cannot be read: \(error)")
            }
        }
        reader = ConfigReader(providers: providers).scoped(to: "shouwen")
    }

    func server() throws -> ServerConfiguration {
        var server = ServerConfiguration()
        server.dialogs = reader.string(forKey: "dialogs", default: server.dialogs)
        server.data = reader.string(forKey: "data", default: server.data)
        if let kiosks = reader.stringArray(forKey: "kiosk") {
            server.kiosks = try kiosks.map { try ListenAddress($0, allowed: ["encoding", "label"]) }
        }
        if let relay = reader.string(forKey: "relay") { server.relay = try ListenAddress(relay) }
        if let ops = reader.string(forKey: "ops") { server.ops = try ListenAddress(ops) }
        server.certificate = reader.string(forKey: "relayCertificate")
        server.privateKey = reader.string(forKey: "relayKey")
        server.allowPlaintextBeyondLoopback = reader.bool(forKey: "allowPlaintextBeyondLoopback", default: false)
        server.leaseSeconds = try seconds("lease", default: server.leaseSeconds)
        server.alarmSeconds = try seconds("alarm", default: server.alarmSeconds)
        server.deskIdleMinutes = reader.int(forKey: "deskIdle", default: server.deskIdleMinutes)
        guard (1...720).contains(server.deskIdleMinutes) else {
            throw Failure("deskIdle is \(server.deskIdleMinutes): give 1 to 720 minutes")
        }
        server.backupStaleHours = reader.int(forKey: "backupStale", default: server.backupStaleHours)
        guard (0...8760).contains(server.backupStaleHours) else {
            throw Failure("backupStale is \(server.backupStaleHours): give 0 (never) to 8760 hours")
        }
        server.outboxFolder = reader.string(forKey: "outboxFolder")
        server.outboxCommand = reader.string(forKey: "outboxCommand")?.split(separator: " ").map(String.init)
        try server.validate()
        return server
    }

    /// - Returns: nil when no pages are wanted.
    func web() throws -> WebConfiguration? {
        var web = WebConfiguration()
        if let address = reader.string(forKey: "web") {
            guard address != "none" else { return nil }
            web.address = try ListenAddress(address)
        } else {
            web.yields = true
        }
        web.certificate = reader.string(forKey: "webCertificate")
        web.privateKey = reader.string(forKey: "webKey")
        web.allowPlaintextBeyondLoopback = reader.bool(forKey: "allowPlaintextBeyondLoopback", default: false)
        web.requiresSecondFactor = reader.bool(forKey: "deskTotp", default: false)
        try web.validate()
        return web
    }

    private func seconds(_ key: String, default value: Int) throws -> Int {
        let seconds = reader.int(forKey: ConfigKey(key), default: value)
        guard (1...3600).contains(seconds) else { throw Failure("\(key) is \(seconds): give 1 to 3600 seconds") }
        return seconds
    }

    func logLevel() throws -> Logger.Level {
        let text = reader.string(forKey: "logLevel", default: "notice")
        guard let level = Logger.Level(rawValue: text) else {
            let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure("log level “\(text)” is unknown: \(known)")
        }
        return level
    }
}
