// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import IntakeServer
public import Logging
public import NIOCore
import NIOSSL
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The pages in a browser: drawn by the server, usable without JavaScript, with nothing from elsewhere.
public struct WebAnnex: DeskAnnex {
    public let name = "web"
    private let configuration: WebConfiguration
    private let logger: Logger

    public init(configuration: WebConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    public func run(
        _ rooms: DeskRooms, on group: any EventLoopGroup, listening: @escaping @Sendable (SocketAddress?) -> Void
    ) async throws {
        try configuration.validate()
        let site = try Site(rooms, configuration)
        let router = Router(context: WebContext.self)
        router.middlewares.add(Guard(site))
        router.get("assets/:name", use: site.assets.serve)
        TalkRoutes(site).add(to: router)
        ProgressRoutes(site).add(to: router)
        LogInRoutes(site).add(to: router)
        let officers = OfficerRoutes(site, router)
        AccountRoutes().add(to: officers)
        TodayRoutes().add(to: officers)
        TalkDeskRoutes().add(to: officers)
        DeskNews().add(to: officers)
        CaseRoutes().add(to: officers)
        DocumentRoutes().add(to: officers)
        FileRoutes().add(to: officers)
        DictationRoutes().add(to: officers)
        ReportRoutes().add(to: officers)
        AuditRoutes().add(to: officers)
        PeopleRoutes().add(to: officers)
        let limits = HTTP1Channel.Configuration(
            idleTimeout: .seconds(Int64(configuration.idleSeconds)),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 8_192, maxHeaderListSize: 32_768, maxHeaderFieldCount: 64))
        let application = Application(
            router: router, server: try server(.http1(configuration: limits)),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.address.host, port: configuration.address.port), backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.connections)),
            onServerRunning: { channel in
                if let address = channel.localAddress { listening(address) }
            }, eventLoopGroupProvider: .shared(group), logger: logger)
        do {
            try await application.run()
        } catch let error as IOError {
            if configuration.yields, error.errnoCode == EADDRINUSE {
                // Nobody asked for pages in so many words, and the kiosks shall not wait for a port.
                logger.warning(
                    "the port of the pages is in use: none are served; choose another with --web",
                    metadata: ["address": "\(configuration.address)"])
                listening(nil)
                try? await gracefulShutdown()
                return
            }
            throw ConfigurationError(
                "web \(configuration.address): cannot listen"
                    + (error.errnoCode == EADDRINUSE ? ", the port is in use" : ": \(error.description)")
                    + " (--web \(configuration.address.host):0 "
                    + "picks a free port)")
        }
    }

    private func server(_ plain: HTTPServerBuilder) throws -> HTTPServerBuilder {
        let certificate = ServerCertificate(
            certificate: configuration.certificate, privateKey: configuration.privateKey)
        guard let certificate else { return plain }
        return try .tls(plain, tlsConfiguration: try certificate.configuration())
    }
}

/// What every page needs.
struct Site: Sendable {
    let rooms: DeskRooms
    let configuration: WebConfiguration
    let assets: Assets
    let pages: Pages
    /// What the officers' navigation leads to.
    let deskTabs: Set<DeskFrame.Tab> = [.today, .talks, .cases, .dictation, .reports, .audit, .people]

    init(_ rooms: DeskRooms, _ configuration: WebConfiguration) throws {
        self.rooms = rooms
        self.configuration = configuration
        assets = Assets()
        pages = try Pages()
    }
}
