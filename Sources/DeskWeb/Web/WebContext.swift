// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// What is known of one request beside its own words.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Address of the peer of this connection; nil for a socket that has none.
    let peer: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress
    }
}

extension Request {
    /// Where a request comes from. A program on this machine that passes requests on (a TLS terminator) names the sender
    /// in the last element of `X-Forwarded-For`; nobody else is believed.
    func sender(_ context: WebContext) -> String {
        let peer = context.peer ?? "?"
        guard peer == "::1" || peer.hasPrefix("127."), let name = HTTPField.Name("X-Forwarded-For"),
            let last = headers[name]?.split(separator: ",").last
        else { return peer }
        let address = last.filter { $0 != " " && $0 != "[" && $0 != "]" }
        guard address.utf8.count <= 45, (try? SocketAddress(ipAddress: String(address), port: 0)) != nil else {
            return peer
        }
        return String(address)
    }

    /// Whether the browser speaks TLS, with this server or with the terminator on this machine.
    func isSecure(_ context: WebContext, _ configuration: WebConfiguration) -> Bool {
        if configuration.certificate != nil { return true }
        guard let peer = context.peer, peer == "::1" || peer.hasPrefix("127."),
            let name = HTTPField.Name("X-Forwarded-Proto")
        else { return false }
        return headers[name] == "https"
    }

    /// A small script of ours asks for the changed part of the page alone.
    var wantsPart: Bool { HTTPField.Name("X-Part").flatMap { headers[$0] } != nil }
}
