// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeServer
import NIOCore
import ServiceLifecycle

/// Tells an officer's pages what there is news of, and no more than that: the page then asks for what it shows. So nothing
/// is lost or shown twice, however often the line drops. One stream serves all pages of a browser.
struct DeskNews: Sendable {
    func add(to officers: OfficerRoutes) {
        officers.get("news") { officer in
            let known =
                HTTPField.Name("Last-Event-ID").flatMap { officer.request.headers[$0] }.flatMap { Int64($0) }
                ?? Int64(officer.query("after")) ?? 0
            return Self.stream(officer, after: known)
        }
    }

    private static func stream(_ officer: OfficerContext, after known: Int64) -> Response {
        let (line, door, pass) = (officer.line, officer.door, officer.pass)
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                var mark = known
                // How long a browser waits before it comes again.
                try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
                for await _ in line.news().cancelOnGracefulShutdown() {
                    let (topics, next) = await line.changes(after: mark)
                    if topics.isEmpty {
                        try await writer.write(ByteBuffer(string: ":\n\n"))
                    } else {
                        mark = next
                        let words = topics.map(DeskNews.word(_:)).sorted().joined(separator: " ")
                        try await writer.write(ByteBuffer(string: "id: \(next)\nevent: news\ndata: \(words)\n\n"))
                    }
                }
                if await !door.isOpen(pass) {
                    try await writer.write(ByteBuffer(string: "event: over\ndata: 1\n\n"))
                }
                try await writer.finish(nil)
            })
    }

    private static func word(_ topic: OfficerLine.Topic) -> String {
        switch topic {
        case .alarms: "alarms"
        case .desk: "desk"
        case .talk(let conv): "talk:\(conv)"
        case .matter(let number): "case:\(number)"
        case .all: "all"
        }
    }
}
