// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

extension ServerFrame {
    public static func event(
        _ event: DeskEvent, seq: Int64, at: Timestamp, conversation: ConversationID?, to writer: inout JSONWriter
    ) {
        writer.line { writer in
            writer.member("type", "event")
            writer.member("seq", seq)
            writer.member("at", at.iso8601)
            writer.member("event", event.kind.rawValue)
            writer.member(ifPresent: "case", event.caseNumber)
            writer.member(ifPresent: "conv", conversation?.description)
            for field in event.fields {
                writer.key(dynamic: field.key)
                writer.string(field.value)
            }
        }
    }

    /// Something was said in a conversation that the officer owns or follows.
    public static func line(_ line: TranscriptLine, conv: ConversationID, to writer: inout JSONWriter) {
        writer.line { writer in
            writer.member("type", "line")
            writer.member("conv", conv.description)
            members(of: line, to: &writer)
        }
    }

    /// Writes a line of a transcript as an object: an item of the answer to `transcript`.
    public static func transcriptItem(_ line: TranscriptLine, to writer: inout JSONWriter) {
        writer.object { members(of: line, to: &$0) }
    }

    private static func members(of line: TranscriptLine, to writer: inout JSONWriter) {
        writer.member("seq", line.seq)
        writer.member("at", line.at.iso8601)
        writer.member("from", line.from.rawValue)
        writer.member(ifPresent: "badge", line.badge)
        writer.member("text", line.text)
        guard !line.heard.isEmpty else { return }
        writer.key("heard")
        writer.array { writer in
            for heard in line.heard {
                writer.object { writer in
                    writer.member("label", heard.label)
                    writer.member("rule", heard.rule)
                    writer.member("from", Int64(heard.range.lowerBound))
                    writer.member("to", Int64(heard.range.upperBound))
                }
            }
        }
    }

    /// The answer to `transcript`; `next` goes into `after` of the next page, nil at the end.
    public static func transcript(
        re: String, version: Int64?, items: [TranscriptLine], next: Int64?, to writer: inout JSONWriter
    ) {
        ok(re: re, version: version, to: &writer) { writer in
            writer.key("items")
            writer.array { writer in for item in items { transcriptItem(item, to: &writer) } }
            writer.key("next")
            if let next { writer.integer(next) } else { writer.null() }
        }
    }

    /// The answer to `queue`; `next` goes into `after` of the next page, nil at the end.
    public static func queue(re: String, items: [QueueRow], next: ConversationID?, to writer: inout JSONWriter) {
        ok(re: re, to: &writer) { writer in
            writer.key("items")
            writer.array { writer in for item in items { queueItem(item, to: &writer) } }
            writer.member(orNull: "next", next?.description)
        }
    }

    /// Writes a row of the queue as an object; what is not known yet is null.
    public static func queueItem(_ row: QueueRow, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("conv", row.conversation.description)
            writer.member("version", row.version)
            writer.member("since", row.since.iso8601)
            writer.member("reason", row.reason.rawValue)
            writer.member("kiosk", row.kiosk)
            writer.member(orNull: "purpose", row.purpose)
            writer.member(orNull: "case", row.caseNumber)
            writer.member(orNull: "due", row.due?.iso8601)
        }
    }

    /// Writes a case with its clocks and its ledger as an object. Holes of identity become `＊＊` unless `mask` says
    /// otherwise.
    ///
    /// - Parameter state: as the list of cases names it.
    public static func caseRecord(
        _ record: CaseRecord, state: String, clocks: [CaseClock], outlook: CaseOutlook? = nil,
        insight: CaseInsight? = nil, to writer: inout JSONWriter, mask: Fill = { _ in "＊＊" }
    ) {
        writer.object { writer in
            members(of: record, state: state, clocks: clocks, to: &writer, mask: mask)
            if let outlook { members(of: outlook, to: &writer) }
            if let insight { members(of: insight, to: &writer) }
        }
    }

    /// The same members, written into the object that is open.
    public static func members(
        of record: CaseRecord, state: String, clocks: [CaseClock], to writer: inout JSONWriter,
        mask: Fill = { _ in "＊＊" }
    ) {
        let claim = record.claim
        let file = CaseFile(record)
        writer.member("number", record.number)
        writer.member("conv", record.conversation.description)
        writer.member("purpose", file.purpose.rawValue)
        writer.member("topic", claim.topic)
        writer.member(orNull: "subtopic", claim.subtopic)
        writer.member("state", state)
        writer.member("sealed", record.lane == .sealed)
        writer.member("channel", record.channel)
        writer.member("filed_at", record.filedAt.iso8601)
        writer.member("flags", claim.flags)
        writer.member("unit", file.unit)
        writer.member("officer", file.officer)
        writer.member("first_contact", file.firstContact)
        writer.member("naming", claim.naming.rawValue)
        writer.member("people", Int64(claim.people))
        writer.member(orNull: "respondent", claim.respondent.map { Hole.fill($0, mask) })
        writer.member(orNull: "place", claim.place.map { Hole.fill($0, mask) })
        writer.key("particulars")
        writer.array { writer in
            for particular in claim.particulars {
                writer.object { writer in
                    writer.member("key", particular.key)
                    writer.member("label", particular.label)
                    writer.member("text", Hole.fill(particular.text, mask))
                }
            }
        }
        writer.key("clocks")
        writer.array { writer in for clock in clocks { caseClock(clock, to: &writer) } }
        writer.key("events")
        writer.array { writer in
            for event in record.shown {
                writer.object { writer in
                    writer.member("kind", event.kind.rawValue)
                    writer.member("at", event.at.iso8601)
                    writer.member(ifPresent: "by", event.by)
                    writer.member("text", Hole.fill(event.text, mask))
                    guard !event.fields.isEmpty else { return }
                    writer.key("fields")
                    writer.object { writer in
                        for (field, text) in event.fields.all {
                            writer.key(dynamic: field.rawValue)
                            writer.string(Hole.fill(text, mask))
                        }
                    }
                }
            }
        }
    }

    /// Where the case stands, who answers for it, what comes next, and what the reader may do.
    private static func members(of outlook: CaseOutlook, to writer: inout JSONWriter) {
        let file = outlook.file
        writer.member("version", Int64(file.version))
        writer.member("stage", file.stage.rawValue)
        writer.member("open", file.stage.isOpen)
        writer.member("owner", outlook.owner.title)
        writer.member("co_units", file.coUnits)
        writer.key("next")
        writer.object { writer in
            switch outlook.next {
            case .due(let date, let what, let article):
                writer.member("date", date.iso8601)
                writer.member("what", what)
                writer.member("article", article)
            case .undated(let reason, let look):
                writer.member("reason", reason)
                writer.member(ifPresent: "look", look?.iso8601)
            case .nothing: break
            }
        }
        writer.member("missing", outlook.missingForClosing)
        writer.key("links")
        writer.array { writer in
            for link in file.links.sorted() {
                writer.object { writer in
                    writer.member("relation", link.relation)
                    writer.member("number", link.number)
                }
            }
        }
        if !outlook.cameAgain.isEmpty { writer.member("came_again", outlook.cameAgain) }
        writer.member(ifPresent: "rate_office", file.rateOffice)
        writer.member(ifPresent: "rate_unit", file.rateUnit)
        writer.member(ifPresent: "sponsor", file.sponsor)
        writer.key("acts")
        writer.array { writer in for choice in outlook.choices { self.choice(choice, to: &writer) } }
    }

    private static func choice(_ choice: CaseOutlook.Choice, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("act", choice.act.rawValue)
            if !choice.missing.isEmpty { writer.member("missing", choice.missing) }
            writer.key("needs")
            writer.array { writer in
                for need in choice.act.rule.needs {
                    writer.object { writer in
                        writer.member("field", need.field.rawValue)
                        writer.member("label", need.field.label)
                        writer.member("hint", need.hint)
                        writer.member("required", need.isRequired)
                        if !need.choices.isEmpty { writer.member("choices", need.choices) }
                    }
                }
            }
        }
    }

    /// Writes a clock with both its dates as an object.
    public static func caseClock(_ clock: CaseClock, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("rule", clock.note.rule)
            writer.member("from", clock.note.from.iso8601)
            writer.member("nominal_due", clock.note.nominalDue.iso8601)
            writer.member("effective_due", clock.note.effectiveDue.iso8601)
            writer.member("status", clock.status)
            writer.member("days_over", Int64(clock.daysOver))
            writer.member("provisional", clock.note.provisional)
            writer.member("article", clock.note.article)
            if !clock.title.isEmpty { writer.member("title", clock.title) }
            if !clock.steps.isEmpty { writer.member("steps", clock.steps) }
            if !clock.days.isEmpty { writer.member("days", clock.days) }
        }
    }
}
