// SPDX-License-Identifier: Apache-2.0

/// A frame that a client sends, checked against the limits: what reaches the server proper is well-formed.
public enum ClientFrame: Sendable, Hashable {
    case hello(Hello)
    case ping(id: String)
    case relay(RelayFrame)
    case staff(StaffFrame)

    /// Reads one frame, as the framer gives it.
    ///
    /// - Parameters:
    ///   - bytes: the frame without its line end.
    ///   - role: what the client said it is; nil before its `hello`, when only `hello` is understood.
    /// - Throws: the refusal to send: `bad_frame`, `not_greeted`, `unknown_type`, `bad_request` or `text_too_long`, with
    ///   the frame's `id` wherever it could be read.
    public static func decode(_ bytes: UnsafeRawBufferPointer, role: ClientRole?) throws(WireError) -> ClientFrame {
        var members: [JSONObject.Member] = []
        do throws(JSONParseError) {
            try JSONReader.readObject(bytes, into: &members)
        } catch {
            let re = FrameFields(JSONObject(members)).echoedID
            throw WireError(.badFrame, "the line is not a frame, \(error)", re: re)
        }
        let fields = FrameFields(JSONObject(members))
        let type = fields.object["type"]?.string
        guard let role else {
            guard type == "hello" else { throw WireError(.notGreeted, re: fields.echoedID) }
            return .hello(try Hello(fields))
        }
        guard let type else {
            throw WireError(.badRequest, "every frame has a \"type\", a string", re: fields.echoedID)
        }
        switch type {
        case "ping": return .ping(id: try fields.id)
        case "hello":
            throw WireError(.badRequest, "hello was said before on this connection", re: fields.echoedID)
        default: break
        }
        switch role {
        case .relay: if let frame = try RelayFrame(type: type, fields) { return .relay(frame) }
        case .staff: if let frame = try StaffFrame(type: type, fields) { return .staff(frame) }
        }
        throw WireError(
            .unknownType, "there is no frame of this type for a \(role.rawValue) client", re: fields.echoedID)
    }

    /// The same for an array.
    public static func decode(_ bytes: [UInt8], role: ClientRole?) throws(WireError) -> ClientFrame {
        let result = bytes.withUnsafeBytes { raw -> Result<ClientFrame, WireError> in
            do throws(WireError) { return .success(try decode(raw, role: role)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Writes the frame as a client sends it, line end included.
    public func write(to writer: inout JSONWriter) {
        writer.line { writer in
            switch self {
            case .hello(let hello): hello.write(to: &writer)
            case .ping(let id):
                writer.member("type", "ping")
                writer.member("id", id)
            case .relay(let frame): frame.write(to: &writer)
            case .staff(let frame): frame.write(to: &writer)
            }
        }
    }
}
