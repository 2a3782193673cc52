// SPDX-License-Identifier: Apache-2.0

public import DialogScript
import Foundation
import IntakeModel
public import IntakeStore
import LineProtocol
public import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SQLiteStore
public import ServiceLifecycle
import Vault

/// A whole server: built by one function from its configuration, run as a service. Tests build the same one.
public final class Server: Service {
    /// In the data folder: where the relay listener of the running server is, for verbs that go through it.
    public static let addressFile = "relay.address"
    /// In the data folder: badge and one-time password of the first account, until it is changed.
    public static let firstPasswordFile = "first.password"

    private let configuration: ServerConfiguration
    private let script: Script
    private let clock: DeskClock
    private let logger: Logger
    private let announce: @Sendable (String) -> Void
    private let annex: (any DeskAnnex)?

    /// - Parameters:
    ///   - annex: a further way to the desk, as its pages in a browser.
    ///   - announce: gets the lines `listening kiosk 127.0.0.1:PORT` … and last `ready`.
    public init(
        configuration: ServerConfiguration, script: Script, clock: DeskClock = .system, logger: Logger,
        annex: (any DeskAnnex)? = nil, announce: @escaping @Sendable (String) -> Void
    ) {
        self.configuration = configuration
        self.script = script
        self.clock = clock
        self.logger = logger
        self.announce = announce
        self.annex = annex
    }

    /// To be called before the dialogs are read: what that frees can be given back later.
    public static func prepareMemory() { FreedMemory.keepLargeBlocksApart() }

    public func run() async throws {
        try configuration.validate()
        raiseFileLimit()
        let current = CurrentScript(script)
        let store = try SQLiteStore.open(
            folder: configuration.data, mode: .serve, policy: .desk(current: current, clock: clock))
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let readers = NIOThreadPool(numberOfThreads: 2)
        readers.start()
        let passwords = NIOThreadPool(numberOfThreads: 1)
        passwords.start()
        var limits = Desk.Limits()
        limits.lease = Int64(configuration.leaseSeconds) * 1000
        limits.browsers.idle = Int64(configuration.deskIdleMinutes) * 60_000
        limits.alarm = Int64(configuration.alarmSeconds) * 1000
        let hours = configuration.backupStaleHours
        limits.backupStale = hours > 0 ? Int64(hours) * 3_600_000 : nil
        let desk = try Desk(
            loop: group.any(), store: store, vault: store.vault, readers: readers, passwords: passwords, clock: clock,
            current: current, limits: limits, logger: logger, metrics: DeskMetrics())
        try firstRun(desk, store)
        let written = ThreadEnd()
        let thread = Thread {
            desk.writer.runThread()
            written.finish()
        }
        thread.name = "writer"
        thread.start()
        var failure: (any Error)?
        do {
            try await serve(desk, on: group)
        } catch {
            failure = error
        }
        desk.writer.stop()
        await written.wait()
        try? await readers.shutdownGracefully()
        try? await passwords.shutdownGracefully()
        try? await group.shutdownGracefully()
        do { try store.close() } catch { logger.error("closing the store", metadata: ["error": "\(error.code)"]) }
        if let failure { throw failure }
    }

    // MARK: Serving

    private func serve(_ desk: Desk, on group: MultiThreadedEventLoopGroup) async throws {
        let listeners = try await bind(desk, on: group)
        let kiosks = zip(configuration.kiosks, listeners).map { ("kiosk", $1) }
        let rest = zip(["relay", "ops"], listeners.dropFirst(configuration.kiosks.count)).map { ($0, $1) }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            let annexed = try await open(desk, on: group, in: &tasks)
            for (name, channel) in kiosks + rest {
                if name == "ops", let annex, let annexed { announce("listening \(annex.name) \(annexed)") }
                guard let address = channel.localAddress?.listed else { continue }
                if name == "relay" { try note(address: address) }
                announce("listening \(name) \(address)")
            }
            try await desk.loop.submit { [configuration] in
                desk.start()
                if let sender = configuration.outboxSender { desk.startOutbox(sender) }
                desk.watchScripts(in: configuration.dialogs)
            }.get()
            // What reading the dialogs and starting left behind goes back to the system: many MiB that would stay.
            FreedMemory.giveBack()
            announce("ready")
            tasks.addTask { try? await gracefulShutdown() }
            // The shutdown, or an annex that came to an end before its time.
            let first = await tasks.nextResult()
            try await end(desk, listeners)
            if case .failure(let error) = first { throw error }
            // Answers that are on their way still arrive.
            try await tasks.waitForAll()
        }
    }

    /// Starts the annex and waits until it listens.
    /// - Returns: its address, as it is announced.
    private func open(
        _ desk: Desk, on group: MultiThreadedEventLoopGroup, in tasks: inout ThrowingTaskGroup<Void, any Error>
    ) async throws -> String? {
        guard let annex else { return nil }
        let office = script.office
        let rooms = DeskRooms(
            petitioners: PetitionerDoor(desk), officers: OfficerDoor(desk),
            office: DeskRooms.OfficeCard(
                name: office.name, address: office.address, phone: office.phone, hours: office.hours))
        let (addresses, continuation) = AsyncStream<String>.makeStream()
        tasks.addTask {
            defer { continuation.finish() }
            try await annex.run(rooms, on: group) { address in
                continuation.yield(address?.listed ?? "")
                continuation.finish()
            }
        }
        for await address in addresses { return address.isEmpty ? nil : address }
        try await tasks.next()
        throw ConfigurationError("\(annex.name): ended before it listened")
    }

    private func end(_ desk: Desk, _ listeners: [any Channel]) async throws {
        logger.notice("draining")
        for listener in listeners { try? await listener.close() }
        try await desk.loop.submit { desk.drain() }.get()
        // Every turn that was taken is committed and answered before the connections go.
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            desk.writer.run { _ throws(StoreError) in
                ()
            } then: { _ in
                done.resume()
            }
        }
        try await desk.loop.submit { desk.closeAll() }.get()
    }

    private func bind(_ desk: Desk, on group: MultiThreadedEventLoopGroup) async throws -> [any Channel] {
        var channels: [any Channel] = []
        do {
            let limits = configuration.kioskLimits
            let gate = ConnectionGate(total: limits.connections, perAddress: limits.connectionsPerAddress)
            for (index, kiosk) in configuration.kiosks.enumerated() {
                let label = kiosk.options["label"] ?? script.office.kioskLabel(index) ?? "\(index + 1)号机"
                let listener = KioskListener(label: label, encoding: kiosk.encoding ?? .utf8, limits: limits)
                let codec = TextCodec(listener.encoding, converter: TextConverter())
                let full = codec.encode("现在连接太多，请稍后再来，或者找窗口的工作人员。\r\n")
                channels.append(
                    try await listen(kiosk, "kiosk", group) { channel in
                        _ = try gate.admit(channel, desk: desk, refusal: full) {
                            try channel.pipeline.syncOperations.addHandler(KioskSession(desk: desk, listener: listener))
                        }
                    })
            }
            let tls = try tlsContext()
            let relays = ConnectionGate(
                total: configuration.relayConnections, perAddress: configuration.relayConnections)
            let full = Array(
                "{\"type\":\"error\",\"code\":\"overloaded\",\"text\":\"too many connections\",\"retry_after\":5}\n"
                    .utf8)
            channels.append(
                try await listen(configuration.relay, "relay", group) { channel in
                    _ = try relays.admit(channel, desk: desk, refusal: full) {
                        let pipeline = channel.pipeline.syncOperations
                        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                        try pipeline.addHandler(JSONLinesHandler(desk: desk))
                    }
                })
            channels.append(
                try await listen(configuration.ops, "ops", group) { channel in
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(OpsHandler(desk: desk))
                })
        } catch {
            for channel in channels { try? await channel.close() }
            throw error
        }
        return channels
    }

    private func listen(
        _ address: ListenAddress, _ name: String, _ group: MultiThreadedEventLoopGroup,
        _ prepare: @escaping @Sendable (any Channel) throws -> Void
    ) async throws -> any Channel {
        do {
            return try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 1024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelOption(.socketOption(.so_keepalive), value: 1)
                .childChannelOption(.writeBufferWaterMark, value: .init(low: 32 * 1024, high: 64 * 1024))
                .childChannelOption(
                    .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 2048, maximum: 65_536)
                )
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture { try prepare(channel) }
                }
                .bind(host: address.host, port: address.port).get()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw ConfigurationError(
                "\(name) \(address): the port is in use. Is another server running? Stop it, or choose another port "
                    + "(--\(name) \(address.host):0 picks a free one)")
        } catch let error as IOError where error.errnoCode == EACCES {
            throw ConfigurationError("\(name) \(address): not allowed to bind here; ports below 1024 need root")
        } catch let error as IOError {
            throw ConfigurationError("\(name) \(address): cannot listen: \(error.description)")
        }
    }

    private func tlsContext() throws -> NIOSSLContext? {
        let certificate = ServerCertificate(
            certificate: configuration.certificate, privateKey: configuration.privateKey)
        return try certificate.map { try NIOSSLContext(configuration: try $0.configuration()) }
    }

    // MARK: First run

    /// Makes the tokens for trying out when they are not there: a relay of any name, and officer 000 with all roles.
    private func firstRun(_ desk: Desk, _ store: SQLiteStore) throws {
        try store.saveScript(hash: script.hash, source: script.sources)
        let relay = try token(named: "relay.token", desk.vault)
        desk.relayTokens = [desk.vault.tokenHash(relay)]
        let staff = try token(named: "staff.token", desk.vault)
        let hash = desk.vault.tokenHash(staff)
        if try store.officer(tokenHash: hash) == nil {
            try store.save(
                officer: Officer(
                    badge: "000", name: "试用", unit: script.office.fallbackUnit?.name ?? script.office.name,
                    roles: Set(Role.allCases)),
                tokenHash: hash)
        }
        try firstAccount(desk, store)
    }

    /// While nobody can log in with a browser, one account is made, with a password that serves once.
    private func firstAccount(_ desk: Desk, _ store: SQLiteStore) throws {
        let path = "\(configuration.data)/\(Self.firstPasswordFile)"
        desk.firstPassword = path
        guard try !store.hasAccounts() else { return }
        let taken = Set(try store.officers().map(\.badge))
        guard let badge = (100...999).lazy.map({ "\($0)" }).first(where: { !taken.contains($0) })
        else { return }
        let officer = Officer(
            badge: badge, name: "首个账号", unit: script.office.fallbackUnit?.name ?? script.office.name,
            roles: [.intake, .cases, .admin])
        try store.save(officer: officer, tokenHash: [])
        let password = PasswordHash.makeOneTime()
        let made = FileManager.default.createFile(
            atPath: path, contents: Data("\(badge) \(password)\n".utf8), attributes: [.posixPermissions: 0o600])
        guard made else { throw ConfigurationError("\(path) cannot be written: check the folder's owner and space") }
        try store.save(
            account: OfficerAccount(
                badge: badge, password: try PasswordHash(password, cost: .drawn), mustChange: true,
                changedAt: clock.now()))
    }

    private func token(named name: String, _ vault: Vault) throws -> String {
        let path = "\(configuration.data)/\(name)"
        if let text = try? String(contentsOfFile: path, encoding: .utf8) {
            let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
            guard !token.isEmpty else { throw ConfigurationError("\(path) is empty: delete it, and a new one is made") }
            return token
        }
        let token = vault.makeToken()
        let made = FileManager.default.createFile(
            atPath: path, contents: Data("\(token)\n".utf8), attributes: [.posixPermissions: 0o600])
        guard made else { throw ConfigurationError("\(path) cannot be written: check the folder's owner and space") }
        return token
    }

    private func note(address: String) throws {
        let path = "\(configuration.data)/\(Self.addressFile)"
        do { try Data("\(address)\n".utf8).write(to: URL(fileURLWithPath: path)) } catch {
            throw ConfigurationError("\(path) cannot be written: check the folder's owner and space")
        }
    }

    private func raiseFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max
        else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

extension SocketAddress {
    /// `127.0.0.1:2323`, `[::1]:2323`; nil when it is no such address.
    fileprivate var listed: String? {
        guard let ip = ipAddress, let port else { return nil }
        return ip.contains(":") ? "[\(ip)]:\(port)" : "\(ip):\(port)"
    }
}

/// Lets a task wait for a thread.
private final class ThreadEnd: Sendable {
    private let stream = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    func finish() { stream.continuation.finish() }

    func wait() async { for await _ in stream.stream {} }
}

extension FilingPolicy {
    /// The office's data as the store asks for it.
    public static func desk(script: Script, clock: DeskClock) -> FilingPolicy {
        desk(current: CurrentScript(script), clock: clock)
    }

    /// The same, of whichever version is in force at the time.
    public static func desk(current: CurrentScript, clock: DeskClock) -> FilingPolicy {
        FilingPolicy(
            place: { claim, now in
                let place = current.value.place(claim, at: now)
                return Placement(unit: place.unit, officer: place.officer, firstContact: place.firstContact)
            },
            clocks: { claim, day in
                let script = current.value
                return CaseClocks.atFiling(
                    claim, on: day, office: script.office.kind, rules: script.rules, calendar: script.calendar)
            },
            firstLook: { clocks in ClockWatch(current.value).firstLook(of: clocks) }, now: clock.now)
    }
}
