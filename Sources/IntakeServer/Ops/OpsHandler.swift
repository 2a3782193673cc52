// SPDX-License-Identifier: Apache-2.0

import IntakeStore
import NIOCore
import NIOHTTP1

/// `/livez`, `/readyz` and `/metrics` over HTTP/1.1. Confined to the desk's loop.
final class OpsHandler: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let desk: Desk
    private var head: HTTPRequestHead?

    init(desk: Desk) { self.desk = desk }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            self.head = nil
            let (status, type, body) = answer(head)
            respond(context, head, status, type, body)
        }
    }

    private func answer(_ head: HTTPRequestHead) -> (HTTPResponseStatus, String, String) {
        let text = "text/plain; charset=utf-8"
        guard head.method == .GET || head.method == .HEAD else { return (.methodNotAllowed, text, "GET only\n") }
        switch head.uri.split(separator: "?", maxSplits: 1).first.map(String.init) ?? "/" {
        case "/livez": return (.ok, text, "alive\n")
        case "/readyz":
            if desk.draining { return (.serviceUnavailable, text, "draining\n") }
            guard desk.store.isWritable else { return (.serviceUnavailable, text, "read-only\n") }
            return (.ok, text, "ready\n")
        case "/metrics":
            return (.ok, "text/plain; version=0.0.4; charset=utf-8", desk.metrics.text(desk.gauges()))
        default: return (.notFound, text, "/livez /readyz /metrics\n")
        }
    }

    private func respond(
        _ context: ChannelHandlerContext, _ head: HTTPRequestHead, _ status: HTTPResponseStatus, _ type: String,
        _ body: String
    ) {
        var headers = HTTPHeaders()
        headers.add(name: "content-type", value: type)
        headers.add(name: "content-length", value: "\(body.utf8.count)")
        headers.add(name: "cache-control", value: "no-store")
        if !head.isKeepAlive { headers.add(name: "connection", value: "close") }
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: status, headers: headers))),
            promise: nil)
        if head.method != .HEAD {
            context.write(
                wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(string: body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if !head.isKeepAlive { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

extension Desk {
    func gauges() -> [(name: String, help: String, value: Double)] {
        let backupAge = dueWatch.backupAge.map { Double($0) / 1000 } ?? -1
        return [
            ("kiosk_connections_active", "Kiosk connections.", Double(kiosks.count)),
            ("relay_names_active", "Relay names connected.", Double(relays.count)),
            ("staff_connections_active", "Officers connected.", Double(staff.count)),
            ("conversations_cached", "Conversations in memory.", Double(conversations.count)),
            ("writer_backlog", "Turns and jobs waiting for the writer.", Double(writer.backlog)),
            ("alarms_open", "Safety alerts not acknowledged.", Double(alarms.count)),
            ("commit_group_largest", "Largest group committed so far.", Double(metrics.largestGroup)),
            ("backup_age_seconds", "Seconds since the last good backup; -1 without any.", backupAge),
            ("writable", "1 when the store takes writes.", store.isWritable ? 1 : 0),
        ]
    }
}
