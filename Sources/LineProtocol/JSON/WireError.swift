// SPDX-License-Identifier: Apache-2.0

/// A refusal as it goes on the wire: `{"type":"error","re":…,"code":…,"text":…,"retry_after":…}`. It records nothing;
/// the id it names may be used again.
public struct WireError: Error, Sendable, Hashable {
    public var code: ErrorCode
    /// A sentence that says how to mend it; never quotes what was sent.
    public var text: String
    /// Id of the refused message, where it could be read.
    public var re: String?
    /// Seconds after which trying again makes sense.
    public var retryAfter: Int?

    public init(_ code: ErrorCode, _ text: String? = nil, re: String? = nil, retryAfter: Int? = nil) {
        self.code = code
        self.text = text ?? code.sentence
        self.re = re
        self.retryAfter = retryAfter
    }

    /// The refusal of a frame past the limit; `beginning` is what the framer gives along.
    public static func tooLong(beginning: UnsafeRawBufferPointer) -> WireError {
        var members: [JSONObject.Member] = []
        try? JSONReader.readObject(beginning, into: &members)
        return WireError(.frameTooLong, re: FrameFields(JSONObject(members)).echoedID)
    }
}
