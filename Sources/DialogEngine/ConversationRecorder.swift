// SPDX-License-Identifier: Apache-2.0

public import DialogScript
public import IntakeModel

/// A talk that can be saved as a conversation test.
///
/// What is saved was masked by the engine itself: whatever went to the vault when it was said is replaced by something
/// invented of the same form, everywhere it stands; so are numbers found in a text, and every other run of seven digits
/// or more. The masked talk is played again, and what comes then is what the test expects, so that a saved test passes.
/// Names of other people, and of firms and places, are not recognised; who saves a real talk reads it through.
public struct ConversationRecorder: Sendable {
    /// Under which circumstances the talk takes place.
    public struct Setting: Sendable {
        public var today: CivilDate
        /// 0…1439.
        public var minuteOfDay: Int
        /// Label; nil for a talk over a relay.
        public var kiosk: String?
        public var channel: String?
        public var staff: Bool

        public init(
            today: CivilDate, minuteOfDay: Int = 570, kiosk: String? = nil, channel: String? = nil, staff: Bool = false
        ) {
            self.today = today
            self.minuteOfDay = minuteOfDay
            self.kiosk = kiosk
            self.channel = channel
            self.staff = staff
        }

        func desk(_ script: Script) -> TestDesk {
            TestDesk(
                script: script, today: today, minuteOfDay: minuteOfDay, kiosk: kiosk, staff: staff, channel: channel)
        }
    }

    private struct Taken: Sendable {
        var input: DialogInput
        /// As it was journalled, with holes, when it was a line.
        var recorded: String
        /// What went to the vault with it.
        var identity: [IdentityField: String]
    }

    private let script: Script
    private let setting: Setting
    private var desk: TestDesk
    private var taken: [Taken] = []
    private var mask: TalkMask

    public init(_ script: Script, _ setting: Setting) {
        self.script = script
        self.setting = setting
        desk = setting.desk(script)
        mask = TalkMask(script: script, today: setting.today)
    }

    /// Says something and remembers it.
    public mutating func take(_ input: DialogInput) -> TestDesk.Reply {
        let reply = desk.take(input)
        var identity: [IdentityField: String] = [:]
        for case .identity(let field, let value) in reply.outcome.effects {
            mask.learn(field, value)
            identity[field] = value
        }
        let typed = if case .say(let text) = input { text } else { "" }
        taken.append(Taken(input: input, recorded: reply.outcome.recordedInput ?? typed, identity: identity))
        return reply
    }

    /// Why the last reply came; see ``TestDesk/reasons(for:)``.
    public func reasons(for reply: TestDesk.Reply) -> [String] { desk.reasons(for: reply) }

    /// The lines as they are saved.
    public var maskedInputs: [DialogInput] {
        taken.map { taken in
            guard case .say = taken.input else { return taken.input }
            return .say(mask.apply(taken.recorded, taken.identity))
        }
    }

    /// The talk as a file for `dialogs/tests`; what the dialogs do not do well (say the same twice) makes it fail.
    ///
    /// - Parameter name: what the test is called.
    public func test(named name: String) -> String {
        var out =
            "# SPDX-License-Identifier: Apache-2.0\n# yaml-language-server: $schema=../schema/test.schema.json\nversion: 1\ntest: \(YAMLText.quoted(name))\n"
        out += "today: \(setting.today.iso8601)\n"
        if setting.minuteOfDay != 570 {
            out += "time: \"\(Self.two(setting.minuteOfDay / 60)):\(Self.two(setting.minuteOfDay % 60))\"\n"
        }
        if let kiosk = setting.kiosk { out += "kiosk: \(YAMLText.quoted(kiosk))\n" }
        if let channel = setting.channel { out += "channel: \(YAMLText.quoted(channel))\n" }
        if setting.staff { out += "staff: true\n" }
        out += "turns:\n"
        var desk = setting.desk(script)
        for input in maskedInputs {
            let reply = desk.take(input)
            out += Self.turn(input, reply, desk)
        }
        return out
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func turn(_ input: DialogInput, _ reply: TestDesk.Reply, _ desk: TestDesk) -> String {
        var out: String
        if case .say(let text) = input, !text.isEmpty {
            out = "  - say: \(YAMLText.quoted(text))\n"
        } else {
            out = "  - \(input.words): true\n"
        }
        if !reply.outcome.ended, let step = desk.openStep { out += "    at: \(step.id)\n" }
        out += "    expect: \(reply.outcome.expect.kind.rawValue)\n"
        if reply.options > 0 { out += "    options: \(reply.options)\n" }
        if !reply.effects.isEmpty {
            out += "    effects: [\(reply.effects.map(YAMLText.alwaysQuoted).joined(separator: ", "))]\n"
        }
        let filed = ["purpose", "topic", "unit", "people", "naming", "identified"].compactMap { key in
            reply.filed[key].map { "\(key): \(YAMLText.alwaysQuoted($0))" }
        }
        if !filed.isEmpty { out += "    filed: {\(filed.joined(separator: ", "))}\n" }
        if reply.outcome.ended { out += "    ended: true\n" }
        return out
    }
}

extension ConversationRecorder {
    /// One line of a transcript as the store gives it to officers (protocol.md, `transcript`).
    public struct Line: Sendable, Hashable {
        /// Lines of one turn share it.
        public var seq: Int64
        /// `petitioner`, `bot`, `officer`, `system`.
        public var from: String
        public var text: String

        public init(seq: Int64, from: String, text: String) {
            self.seq = seq
            self.from = from
            self.text = text
        }
    }

    /// Plays what the petitioner said in a transcript. What stands for something hidden there (〔姓名〕) is replaced by
    /// something invented.
    ///
    /// A line to which the desk said nothing belonged to an officer and is left out; so is what the desk said unasked
    /// later than the greeting, for a transcript does not tell what it was asked by.
    ///
    /// - Returns: how many of the petitioner's lines were left out.
    public mutating func play(_ lines: [Line]) -> Int {
        var left = 0
        for turn in Self.turns(lines) {
            let said = turn.filter { $0.from == "petitioner" }
            let answered = turn.contains { $0.from == "bot" }
            if said.isEmpty {
                if taken.isEmpty, answered { _ = take(.open) }
                continue
            }
            guard answered else {
                left += said.count
                continue
            }
            for line in said { _ = take(.say(mask.unlabelled(line.text))) }
        }
        return left
    }

    private static func turns(_ lines: [Line]) -> [[Line]] {
        var turns: [[Line]] = []
        for line in lines {
            if let last = turns.last?.last, last.seq == line.seq {
                turns[turns.count - 1].append(line)
            } else {
                turns.append([line])
            }
        }
        return turns
    }
}
