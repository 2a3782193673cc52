// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import IntakeServer
import NIOCore
import ServiceLifecycle

/// Tells one page that there is something new, and no more than that: the page then asks for it. So nothing is lost or
/// shown twice, however often the line drops.
struct NewsStream: Sendable {
    let door: PetitionerDoor
    let visitor: String
    /// The last `seq` the page has.
    let after: Int64

    var response: Response {
        Response(
            status: .ok, headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                var seen = after
                // How long a browser waits before it comes again.
                try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
                for await _ in door.news(of: visitor).cancelOnGracefulShutdown() {
                    let last = await door.latest(visitor)
                    if last > seen {
                        seen = last
                        try await writer.write(ByteBuffer(string: "id: \(last)\nevent: turn\ndata: \(last)\n\n"))
                    } else {
                        try await writer.write(ByteBuffer(string: ":\n\n"))
                    }
                }
                try await writer.finish(nil)
            })
    }
}
