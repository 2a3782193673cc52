// SPDX-License-Identifier: Apache-2.0

public import NIOSSL

/// Certificate and key of a listener that is reached over TLS, as files.
public struct ServerCertificate: Sendable, Hashable {
    /// PEM: the certificate, then those between it and its root.
    public var certificate: String
    /// PEM.
    public var privateKey: String

    /// nil unless both are given.
    public init?(certificate: String?, privateKey: String?) {
        guard let certificate, let privateKey else { return nil }
        self.certificate = certificate
        self.privateKey = privateKey
    }

    /// TLS 1.2 or newer (RFC 9325 section 3.1).
    ///
    /// - Throws: ``ConfigurationError`` when the files cannot be read, are not PEM or do not belong together.
    public func configuration() throws(ConfigurationError) -> TLSConfiguration {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate)
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: privateKey, format: .pem)))
            tls.minimumTLSVersion = .tlsv12
            // Only this finds out whether they belong together.
            _ = try NIOSSLContext(configuration: tls)
            return tls
        } catch {
            throw ConfigurationError(
                "certificate \(certificate) or key \(privateKey) cannot be used: both must be PEM files that belong together"
            )
        }
    }
}
