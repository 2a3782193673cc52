// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import IntakeServer
import NIOCore
import ServiceLifecycle

/// Server-sent events (HTML, section 9.2) that only tell a page to look: it then asks for what it shows. So nothing is lost
/// or shown twice, however often the line drops.
enum EventStream {
    /// Ends when the browser hangs up, when the server stops, or with the feed.
    ///
    /// - Parameters:
    ///   - mark: how far the page has heard; ``Event/id`` of its last event.
    ///   - feed: opened when the answer begins.
    ///   - event: what there is to tell after a mark; nil: nothing, and only the line is kept alive.
    ///   - last: what is told when the feed has ended.
    static func response(
        to request: Request, after mark: Int64, _ feed: @escaping @Sendable () -> NewsFeed,
        event: @escaping @Sendable (_ mark: Int64) async -> Event?,
        last: @escaping @Sendable () async -> Event? = { nil }
    ) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                let feed = feed()
                // Else a browser that left would be noticed only by the second sign of life that does not reach it.
                try await request.body.consumeWithInboundCloseHandler { _ in
                    var mark = mark
                    // How long a browser waits before it comes again.
                    try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
                    for await _ in feed.wakes.cancelOnGracefulShutdown() {
                        let news = await event(mark)
                        mark = news?.id ?? mark
                        try await writer.write(ByteBuffer(string: news?.frame ?? ":\n\n"))
                    }
                    if let last = await last() { try await writer.write(ByteBuffer(string: last.frame)) }
                } onInboundClosed: {
                    feed.end()
                }
                try await writer.finish(nil)
            })
    }

    struct Event: Sendable {
        /// Sent again as `Last-Event-ID` when the browser comes back; nil: it tells of no progress.
        var id: Int64?
        var name: String
        /// One line.
        var data: String

        fileprivate var frame: String {
            (id.map { "id: \($0)\n" } ?? "") + "event: \(name)\ndata: \(data)\n\n"
        }
    }
}
