// SPDX-License-Identifier: Apache-2.0

public import IntakeServer

/// Where the pages are served, and within what limits.
public struct WebConfiguration: Sendable {
    /// Default `127.0.0.1:8080`: reachable from this machine alone.
    public var address = ListenAddress(host: "127.0.0.1", port: 8080)
    /// When the port is in use the server goes on without pages instead of not starting. Default false.
    public var yields = false
    /// Certificate chain and private key (PEM); both or none.
    public var certificate: String?
    public var privateKey: String?
    /// Plain text beyond this machine. Default false.
    public var allowPlaintextBeyondLoopback = false
    /// Open connections; more wait in the system's queue. Default 8,192: four for each of 2,000 browsers.
    public var connections = 8_192
    /// Requests of one address at once, and a second after that. A hall full of people may share one.
    public var requestsAtOnce = 400
    public var requestsPerSecond = 40
    /// Bytes of one form. 2,000 characters are 18,000 bytes as browsers write them.
    public var formBytes = 49_152
    /// Bytes of one form of the officers' pages, files apart. A letter of 10,000 characters is 90,000 bytes.
    public var deskFormBytes = 262_144
    /// Officers cannot do anything before they have enrolled a second factor. Default false.
    public var requiresSecondFactor = false
    /// Seconds a connection may take to send a request, or stay open without one. Default 60.
    public var idleSeconds = 60

    public init() {}

    /// - Throws: what cannot be used together.
    public func validate() throws(ConfigurationError) {
        guard (certificate == nil) == (privateKey == nil) else {
            throw ConfigurationError("a certificate needs its private key and the other way round: give both or none")
        }
        guard address.isLoopback || certificate != nil || allowPlaintextBeyondLoopback else {
            throw ConfigurationError(
                "web \(address) would carry people's words in plain text: give --web-certificate and --web-key, bind to "
                    + "127.0.0.1 behind a TLS terminator, or say --allow-plaintext-beyond-loopback")
        }
    }
}
