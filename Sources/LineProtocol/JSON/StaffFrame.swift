// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A command of an officer's client. Its id is idempotent per officer for 24 hours.
public struct StaffFrame: Sendable, Hashable {
    public var id: String
    public var command: Command

    public init(id: String, _ command: Command) {
        self.id = id
        self.command = command
    }

    /// `conv` is the server's id of the conversation as a text; whether there is one, and whether the officer may see
    /// it, is for the server to find out. `version` nil means the current one.
    public enum Command: Sendable, Hashable {
        case watch(WatchStart)
        /// `after` is the `next` of the page before; `limit` 1 to a page.
        case queue(after: String?, limit: Int)
        case claim(conv: String, version: Int64?)
        case follow(conv: String)
        /// 1–2,000 characters to the petitioner.
        case say(conv: String, text: String, version: Int64?)
        /// 1–2,000 characters that stand in the transcript and that the petitioner is never shown.
        case note(conv: String, text: String)
        /// What is understood of a matter before it is registered is put right; afterwards it is the act 更正.
        case correct(conv: String, Correction)
        case release(conv: String, to: Destination, version: Int64?)
        /// `after` is the `seq` of the last line already known.
        case transcript(conv: String, after: Int64, limit: Int)
        /// `why`: with the counting of every clock.
        case caseRecord(number: String, why: Bool = false)
        /// Counts of the lists of open cases, and one of them from its row `skip` on, of those that the filter takes.
        case today(list: BoardList?, skip: Int, limit: Int, filter: BoardFilter = .none)
        /// Cases that were filed under a telephone number or a name; why it is asked is kept in the audit trail.
        case find(Person, reason: String)
        case dictate(Dictation)
        /// A `safety.alert` was seen.
        case acknowledge(event: Int64)
        case act(CaseAct)
        /// Tries a row of the outbox again, or takes it off the list. Needs the role `admin`.
        case outbox(row: Int64, OutboxOrder)
        case document(Document)
        /// The audit trail. Needs the role `audit`, and not `admin` beside it.
        case audit(Audit)
        /// Adds an officer or renews one; answered with the new token, once. Needs the role `admin`.
        case addOfficer(Officer)
        /// How an officer logs in with a browser. Needs the role `admin`.
        case account(badge: String, AccountOrder)
    }

    /// What an officer knows better than the program.
    public enum Correction: Sendable, Hashable {
        case purpose(Purpose)
        case topic(Topic)
    }

    /// Whose cases are looked for.
    public enum Person: Sendable, Hashable {
        /// At least seven digits, however they are grouped.
        case phone(String)
        /// At least two characters that the name begins with.
        case name(String)
    }

    /// What an admin does for an officer's account.
    public enum AccountOrder: String, Sendable, Hashable, CaseIterable {
        /// A new one-time password, told once.
        case password
        /// A new secret of the second factor, told once.
        case totp
        /// No second factor any more.
        case totpOff = "totp-off"
        /// Tries are heard again.
        case unlock
        /// The officer is shown out and not let in any more, by token or by password.
        case disable
        case enable
    }

    public enum WatchStart: Sendable, Hashable {
        case after(Int64)
        case now
    }

    public enum Destination: Sendable, Hashable {
        case bot
        case queue
        case officer(badge: String)
    }

    /// 代录: an officer enters a letter, a call or a visit.
    public struct Dictation: Sendable, Hashable {
        /// Set when it goes on with a dictation that runs.
        public var conv: String?
        /// 来信, 走访 or 电话; needed to begin, without meaning later.
        public var channel: String?
        /// As the petitioner said or wrote it; empty asks for the current question again.
        public var text: String

        public init(conv: String? = nil, channel: String? = nil, text: String) {
            self.conv = conv
            self.channel = channel
            self.text = text
        }
    }

    /// A case action; what it takes besides is its own business.
    public struct CaseAct: Sendable, Hashable {
        public var number: String
        /// Name of the action, as 受理.
        public var act: String
        public var version: Int64?
        /// Every further member.
        public var fields: JSONObject

        public init(number: String, act: String, version: Int64? = nil, fields: JSONObject = JSONObject()) {
            self.number = number
            self.act = act
            self.version = version
            self.fields = fields
        }
    }

    /// nil when there is no such type.
    init?(type: String, _ fields: FrameFields) throws(WireError) {
        guard let command = try Self.command(type: type, fields) else { return nil }
        self.init(id: try fields.id, command)
    }

    private static func correction(_ fields: FrameFields) throws(WireError) -> Correction {
        if let word = try fields.optionalString("purpose", WireLimits.name), let purpose = Purpose(rawValue: word) {
            return .purpose(purpose)
        }
        if let word = try fields.optionalString("topic", WireLimits.name), let topic = Topic(rawValue: word) {
            return .topic(topic)
        }
        throw WireError(.badRequest, "\"purpose\" or \"topic\" must be a known one")
    }

    private static func command(type: String, _ fields: FrameFields) throws(WireError) -> Command? {
        switch type {
        case "watch": return .watch(try fields.watchStart)
        case "queue":
            return .queue(after: try fields.optionalString("after", WireLimits.conv), limit: try fields.limit)
        case "claim": return .claim(conv: try fields.conv, version: try fields.optionalInteger("version"))
        case "follow": return .follow(conv: try fields.conv)
        case "say":
            return .say(
                conv: try fields.conv, text: try fields.text(mayBeEmpty: false),
                version: try fields.optionalInteger("version"))
        case "note": return .note(conv: try fields.conv, text: try fields.text(mayBeEmpty: false))
        case "correct": return .correct(conv: try fields.conv, try correction(fields))
        case "release":
            return .release(
                conv: try fields.conv, to: try destination(fields), version: try fields.optionalInteger("version"))
        case "transcript":
            return .transcript(
                conv: try fields.conv, after: try fields.optionalInteger("after") ?? 0, limit: try fields.limit)
        case "case":
            return .caseRecord(
                number: try fields.string("number", WireLimits.name), why: fields.object["why"]?.bool ?? false)
        case "today":
            return .today(
                list: fields.object["list"].map { $0.isNull } ?? true ? nil : try fields.oneOf("list", BoardList.self),
                skip: Int(min(try fields.optionalInteger("skip") ?? 0, 1_000_000)), limit: try fields.limit,
                filter: try BoardFilter(fields))
        case "find":
            let reason = try fields.string("reason", 2...200)
            if let name = try fields.optionalString("name", WireLimits.name) {
                return .find(.name(name), reason: reason)
            }
            return .find(.phone(try fields.string("phone", WireLimits.name)), reason: reason)
        case "dictate":
            let conv = try fields.optionalString("conv", WireLimits.conv)
            let channel = try fields.optionalString("channel", WireLimits.label)
            guard conv != nil || channel != nil else {
                throw WireError(
                    .badRequest, "\"channel\" is missing; it is 来信, 走访 or 电话, or give \"conv\" to go on",
                    re: fields.echoedID)
            }
            return .dictate(Dictation(conv: conv, channel: channel, text: try fields.text(mayBeEmpty: true)))
        case "ack": return .acknowledge(event: try fields.integer("event", atLeast: 1))
        case "act":
            let known: Set<String> = ["type", "id", "case", "act", "version"]
            return .act(
                CaseAct(
                    number: try fields.string("case", WireLimits.name), act: try fields.string("act", WireLimits.name),
                    version: try fields.optionalInteger("version"),
                    fields: JSONObject(fields.object.members.filter { !known.contains($0.key) })))
        case "outbox":
            return .outbox(
                row: try fields.integer("row", atLeast: 1), try fields.oneOf("do", OutboxOrder.self))
        case "document": return .document(try Document(fields))
        case "audit": return .audit(try Audit(fields))
        case "staff.add": return .addOfficer(try officer(fields))
        case "staff.set":
            return .account(
                badge: try fields.string("badge", WireLimits.name), try fields.oneOf("do", AccountOrder.self))
        default: return nil
        }
    }

    private static func officer(_ fields: FrameFields) throws(WireError) -> Officer {
        var roles: Set<Role> = []
        for word in try fields.string("roles", WireLimits.name).split(separator: ",") {
            guard let role = Role(rawValue: String(word)) else {
                let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
                throw WireError(
                    .badRequest, "there is no such role; \"roles\" is a list of \(known)", re: fields.echoedID)
            }
            roles.insert(role)
        }
        return Officer(
            badge: try fields.string("badge", WireLimits.name), name: try fields.string("name", WireLimits.name),
            unit: try fields.string("unit", WireLimits.name), roles: roles)
    }

    private enum DestinationWord: String, CaseIterable { case bot, queue, officer }

    private static func destination(_ fields: FrameFields) throws(WireError) -> Destination {
        switch try fields.oneOf("to", DestinationWord.self) {
        case .bot: .bot
        case .queue: .queue
        case .officer: .officer(badge: try fields.string("badge", WireLimits.name))
        }
    }
}
