// SPDX-License-Identifier: Apache-2.0

/// What a relay sends after its `hello`.
public enum RelayFrame: Sendable, Hashable {
    case say(Say)
    /// Every push of the conversation up to `seq` has arrived.
    case ack(conv: String, seq: Int64)
    /// Send every turn and push of this leg after `after` again.
    case resume(conv: String, after: Int64, id: String?)
    /// Send every push of this relay's name that is not acknowledged.
    case catchup(id: String)
    /// The conversation is over for the petitioner.
    case end(conv: String, id: String)

    /// A petitioner's turn.
    public struct Say: Sendable, Hashable {
        /// The relay's own id of the conversation, 1–128 characters.
        public var conv: String
        /// The message's id, unique on the leg, 1–64 characters.
        public var id: String
        /// At most 2,000 characters; empty asks for the greeting or the current question again.
        public var text: String
        /// Counts at opening; nil means 网上.
        public var channel: String?
        /// Counts at opening; nil means the office's own.
        public var locale: String?

        public init(conv: String, id: String, text: String, channel: String? = nil, locale: String? = nil) {
            self.conv = conv
            self.id = id
            self.text = text
            self.channel = channel
            self.locale = locale
        }
    }

    /// nil when there is no such type.
    init?(type: String, _ fields: FrameFields) throws(WireError) {
        switch type {
        case "say":
            self = .say(
                Say(
                    conv: try fields.conv, id: try fields.id, text: try fields.text(mayBeEmpty: true),
                    channel: try fields.optionalString("channel", WireLimits.label),
                    locale: try fields.optionalString("locale", WireLimits.label)))
        case "ack": self = .ack(conv: try fields.conv, seq: try fields.integer("seq"))
        case "resume":
            self = .resume(conv: try fields.conv, after: try fields.integer("after"), id: try fields.optionalID)
        case "catchup": self = .catchup(id: try fields.id)
        case "end": self = .end(conv: try fields.conv, id: try fields.id)
        default: return nil
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .say(let say):
            writer.member("type", "say")
            writer.member("conv", say.conv)
            writer.member("id", say.id)
            writer.member("text", say.text)
            writer.member(ifPresent: "channel", say.channel)
            writer.member(ifPresent: "locale", say.locale)
        case .ack(let conv, let seq):
            writer.member("type", "ack")
            writer.member("conv", conv)
            writer.member("seq", seq)
        case .resume(let conv, let after, let id):
            writer.member("type", "resume")
            writer.member(ifPresent: "id", id)
            writer.member("conv", conv)
            writer.member("after", after)
        case .catchup(let id):
            writer.member("type", "catchup")
            writer.member("id", id)
        case .end(let conv, let id):
            writer.member("type", "end")
            writer.member("conv", conv)
            writer.member("id", id)
        }
    }
}
