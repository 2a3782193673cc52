// SPDX-License-Identifier: Apache-2.0

public import LineProtocol

/// Everything that `serve` can be told. docs/operating.md lists the keys; flags win over environment over file.
public struct ServerConfiguration: Sendable {
    /// Folder of the dialogs, rules, answers and the office's data. Default `dialogs`.
    public var dialogs = "dialogs"
    /// Folder of database, keys and first-run tokens. Default `data`.
    public var data = "data"
    /// Kiosk listeners, each with `encoding` and `label`. Default `127.0.0.1:2323`.
    public var kiosks: [ListenAddress] = [ListenAddress(host: "127.0.0.1", port: 2323)]
    /// Listener of relays and staff. Default `127.0.0.1:2325`.
    public var relay = ListenAddress(host: "127.0.0.1", port: 2325)
    /// Listener of `/livez`, `/readyz` and `/metrics`. Default `127.0.0.1:9464`.
    public var ops = ListenAddress(host: "127.0.0.1", port: 9464)
    /// Certificate chain and private key (PEM) of the relay listener; both or none.
    public var certificate: String?
    public var privateKey: String?
    /// Plain text beyond this machine: needs these words in so many words. Default false.
    public var allowPlaintextBeyondLoopback = false
    /// Seconds after which the conversations of an officer whose line dropped return to the queue. Default 30.
    public var leaseSeconds = 30
    /// Minutes until an officer's browser is logged out in which nobody asked for anything. Default 30.
    public var deskIdleMinutes = 30
    /// Seconds after which a safety alert goes on to the next officer. Default 60.
    public var alarmSeconds = 60
    /// Hours after which admins are told that the last backup is too old; 0: never. Default 48.
    public var backupStaleHours = 48
    /// Folder into which reminders that leave the system are put, a file each; nil (the default): none.
    public var outboxFolder: String?
    /// Program, with its arguments, that is run for each reminder that leaves the system; nil (the default): none.
    public var outboxCommand: [String]?
    public var kioskLimits = KioskLimits()
    /// Connections of relays and staff together. Default 12,000.
    public var relayConnections = 12_000

    public init() {}

    /// - Throws: what cannot be used together.
    public func validate() throws(ConfigurationError) {
        for kiosk in kiosks {
            guard kiosk.encoding != nil else {
                throw ConfigurationError(
                    "encoding “\(kiosk.options["encoding"] ?? "")” of kiosk \(kiosk) is unknown: utf-8 or gb18030")
            }
            if kiosk.encoding == .gb18030, !TextEncoding.probe() {
                throw ConfigurationError(
                    "this system has no GB18030 tables (glibc gconv): install the full libc6 package, or use utf-8")
            }
        }
        guard outboxFolder == nil || outboxCommand == nil else {
            throw ConfigurationError("reminders leave by a folder or by a program: give one of the two")
        }
        guard (certificate == nil) == (privateKey == nil) else {
            throw ConfigurationError("a certificate needs its private key and the other way round: give both or none")
        }
        guard !allowPlaintextBeyondLoopback else { return }
        let remedy = "bind to 127.0.0.1 behind a TLS terminator, or say --allow-plaintext-beyond-loopback"
        if let open = kiosks.first(where: { !$0.isLoopback }) {
            throw ConfigurationError(
                "kiosk \(open) would carry people's words in plain text over the network: \(remedy)")
        }
        if !relay.isLoopback, certificate == nil {
            throw ConfigurationError(
                "relay \(relay) would carry people's words in plain text: give --relay-certificate and --relay-key, \(remedy)"
            )
        }
        if !ops.isLoopback {
            throw ConfigurationError("ops \(ops) has no password: \(remedy)")
        }
    }
}

extension ServerConfiguration {
    /// What takes reminders out of the system; nil when nothing does.
    var outboxSender: (any OutboxSender)? {
        if let outboxFolder { return SpoolSender(folder: outboxFolder) }
        return outboxCommand.map { CommandSender(command: $0) }
    }
}
