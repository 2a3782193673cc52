// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// One thing that was said in a conversation, as officers see it.
public struct TranscriptLine: Sendable, Hashable {
    public enum Source: String, Sendable, Hashable, CaseIterable {
        case petitioner, bot, officer, system
        /// An officer's remark that the petitioner is not shown.
        case note
    }

    /// The conversation's version after the turn it belongs to; the lines of one turn share it.
    public var seq: Int64
    public var at: Timestamp
    public var from: Source
    /// Badge of the officer who spoke.
    public var badge: String?
    public var text: String
    /// What the petitioner's words speak for, in the order of the text: as the dialogs of now read this line by itself.
    public var heard: [Heard] = []

    /// A piece of evidence: a purpose, a topic, a danger or a flag, and where it stands.
    public struct Heard: Sendable, Hashable {
        public var label: String
        /// The cue group, the rule, or 模型.
        public var rule: String
        /// Scalars of the line's text.
        public var range: Range<Int>

        public init(label: String, rule: String, range: Range<Int>) {
            self.label = label
            self.rule = rule
            self.range = range
        }
    }

    public init(seq: Int64, at: Timestamp, from: Source, badge: String? = nil, text: String) {
        self.seq = seq
        self.at = at
        self.from = from
        self.badge = badge
        self.text = text
    }

    /// What was said in a turn, in order: the input, then every message.
    ///
    /// - Parameter mask: what stands for a hole; code and identity are never filled for officers. The default writes
    ///   `＊＊`.
    public static func lines(of turn: StoredTurn, mask: (Hole) -> String? = { _ in "＊＊" }) -> [TranscriptLine] {
        func line(_ from: Source, _ badge: String?, _ text: String) -> TranscriptLine {
            TranscriptLine(seq: turn.version, at: turn.at, from: from, badge: badge, text: Hole.fill(text, mask))
        }
        var lines: [TranscriptLine] = []
        // An officer's own words are the messages; an officer's input is that of the petitioner, entered for them, which the
        // dialog answers. What nobody answers is a note.
        if let input = turn.input, !input.isEmpty {
            if case .officer(let badge) = turn.source, turn.messages.isEmpty {
                lines.append(line(.note, badge, input))
            } else {
                lines.append(line(.petitioner, nil, input))
            }
        }
        for message in turn.messages {
            switch message.kind {
            case .officer(let badge): lines.append(line(.officer, badge, message.text))
            case .notice: lines.append(line(.system, nil, message.text))
            case .text, .menu, .answer, .review, .draft, .receipt: lines.append(line(.bot, nil, message.text))
            }
        }
        return lines
    }
}
