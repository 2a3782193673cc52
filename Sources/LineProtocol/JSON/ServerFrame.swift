// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Writers of everything that the server sends on the JSON Lines dialect. Each writes one frame with its line end; keys
/// stand in the order of the protocol's description.
public enum ServerFrame {
    /// Version of the protocol that this code speaks; `welcome.v` is the lower one of this and the client's.
    public static let version: Int64 = 1

    /// What fills the holes of a text when it is sent. Give `nil` for a hole that the reader must not see filled.
    public typealias Fill = (Hole) -> String?

    public static func welcome(
        server: String, epoch: String, features: [String], badge: String? = nil, to writer: inout JSONWriter
    ) {
        writer.line { writer in
            writer.member("type", "welcome")
            writer.member("v", version)
            writer.member("server", server)
            writer.member("epoch", epoch)
            writer.member("features", features)
            writer.member(ifPresent: "badge", badge)
            writer.key("limits")
            writer.object { writer in
                writer.member("frame", Int64(WireLimits.frameBytes))
                writer.member("text", Int64(WireLimits.text))
                writer.member("inflight", Int64(WireLimits.inflight))
            }
        }
    }

    public static func pong(re: String, to writer: inout JSONWriter) {
        writer.line { writer in
            writer.member("type", "pong")
            writer.member("re", re)
        }
    }

    public static func error(_ error: WireError, to writer: inout JSONWriter) {
        writer.line { writer in
            writer.member("type", "error")
            writer.member(ifPresent: "re", error.re)
            writer.member("code", error.code.rawValue)
            writer.member("text", error.text)
            writer.member(ifPresent: "retry_after", error.retryAfter.map(Int64.init))
        }
    }

    /// A command was done.
    ///
    /// - Parameters:
    ///   - re: the command's id.
    ///   - version: the conversation's version now, where the command was about one.
    ///   - further: writes further members into the open object.
    public static func ok(
        re: String, version: Int64? = nil, to writer: inout JSONWriter,
        further: (inout JSONWriter) -> Void = { _ in }
    ) {
        writer.line { writer in
            writer.member("type", "ok")
            writer.member("re", re)
            writer.member(ifPresent: "version", version)
            further(&writer)
        }
    }

    /// Events below `from` were purged.
    public static func gap(from: Int64, to writer: inout JSONWriter) {
        writer.line { writer in
            writer.member("type", "gap")
            writer.member("from", from)
        }
    }
}
