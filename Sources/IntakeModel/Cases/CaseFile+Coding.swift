// SPDX-License-Identifier: Apache-2.0

/// The stored form of a folded case: a snapshot, for reading many cases without their ledgers. It is only ever derived;
/// one that cannot be read, or whose ``version`` is not the ledger's, is folded anew.
extension CaseFile {
    private static let format: UInt8 = 4

    public func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 512)
        writer.byte(Self.format)
        writer.string(number)
        writer.string(purpose.rawValue)
        writer.string(channel)
        writer.optional(respondent)
        writer.bool(identified)
        writer.bool(isAnonymous)
        writer.int(people)
        writer.day(receivedOn)
        writer.array(corrections.sorted { $0.key < $1.key }) { writer, pair in
            writer.string(pair.key)
            writer.string(pair.value)
        }
        writer.optional(importedFrom)
        writer.string(stage.rawValue)
        writer.day(stageOn)
        writer.int(way?.rawValue ?? 0)
        writer.day(acceptedOn)
        writer.int(version)
        writer.string(firstContact)
        writer.string(unit)
        writer.string(officer)
        writer.array(coUnits) { $0.string($1) }
        writer.optional(before?.unit)
        writer.optional(before?.officer)
        writer.optional(objector)
        writer.int(transfers)
        writer.int(bounces)
        writer.day(setDue)
        writer.day(notifiedOn)
        writer.int(extensionDays)
        writer.bool(extensionUntold)
        writer.int(reminders)
        writer.array(supervisions) { $0.day($1) }
        writer.int(meetings)
        writer.optional(noMeeting)
        writer.bool(deferral != nil)
        if let deferral {
            writer.string(deferral.reason)
            writer.day(deferral.recheckOn)
            writer.string(deferral.from.rawValue)
        }
        writer.day(tendedOn)
        writer.day(trackedOn)
        for opinion in [reply, review, recheck] { writer.opinion(opinion) }
        writer.bool(reviewLeft)
        writer.bool(recheckLeft)
        writer.int(mediations)
        writer.array(deliveries.sorted { $0.key.rawValue < $1.key.rawValue }) { writer, pair in
            writer.string(pair.key.rawValue)
            writer.day(pair.value)
        }
        encodeClosing(&writer)
        return writer.bytes
    }

    private func encodeClosing(_ writer: inout ByteWriter) {
        writer.bool(report != nil)
        if let report {
            writer.day(report.on)
            writer.optional(report.by)
            writer.string(report.from.rawValue)
        }
        for standard in CaseStandard.allCases { writer.optional(standards[standard]) }
        writer.optional(examiner)
        writer.array(signers) { $0.string($1) }
        writer.optional(opinion)
        writer.int(claims)
        writer.array(settlements.sorted { $0.key < $1.key }.flatMap { claim, all in all.map { (claim, $0) } }) {
            writer, pair in
            writer.int(pair.0)
            writer.string(pair.1.measure)
            writer.string(pair.1.evidence)
        }
        writer.int(sentBack)
        writer.day(closedOn)
        writer.int(reopened)
        writer.int(urged)
        writer.array(withdrawals.sorted()) { $0.int($1) }
        writer.int(supplements)
        writer.optional(rateOffice)
        writer.optional(rateUnit)
        writer.int(followUps)
        writer.array(links.sorted()) { writer, link in
            writer.string(link.relation)
            writer.string(link.number)
        }
        writer.array(redacted.sorted()) { $0.int($1) }
        writer.array(voided.sorted()) { $0.int($1) }
        writer.optional(sponsor)
        for count in [consultations, briefs, proposals, directions, questions] { writer.int(count) }
        writer.array(recodings.sorted { $0.key < $1.key }) { writer, pair in
            writer.int(pair.key)
            writer.int(pair.value)
        }
    }

    /// - Throws: ``StoredFormatError`` for anything that ``encoded()`` does not write.
    public init(decoding bytes: [UInt8]) throws(StoredFormatError) {
        self.init()
        var reader = ByteReader(bytes)
        guard try reader.byte() == Self.format else { throw StoredFormatError("snapshot of another format") }
        number = try reader.string()
        purpose = try reader.word(Purpose.self)
        channel = try reader.string()
        respondent = try reader.optional()
        identified = try reader.bool()
        isAnonymous = try reader.bool()
        people = try reader.int()
        receivedOn = try reader.day()
        for (key, value) in try reader.pairs() { corrections[key] = value }
        importedFrom = try reader.optional()
        stage = try reader.word(CaseStage.self)
        stageOn = try reader.day()
        way = HandlingWay(rawValue: try reader.int())
        acceptedOn = try reader.optionalDay()
        version = try reader.int()
        firstContact = try reader.string()
        unit = try reader.string()
        officer = try reader.string()
        coUnits = try reader.array { reader throws(StoredFormatError) in try reader.string() }
        let (unit, officer) = (try reader.optional(), try reader.optional())
        if let unit, let officer { before = Holder(unit: unit, officer: officer) }
        objector = try reader.optional()
        transfers = try reader.int()
        bounces = try reader.int()
        setDue = try reader.optionalDay()
        notifiedOn = try reader.optionalDay()
        extensionDays = try reader.int()
        extensionUntold = try reader.bool()
        reminders = try reader.int()
        supervisions = try reader.array { reader throws(StoredFormatError) in try reader.day() }
        meetings = try reader.int()
        noMeeting = try reader.optional()
        if try reader.bool() {
            deferral = Deferral(
                reason: try reader.string(), recheckOn: try reader.day(), from: try reader.word(CaseStage.self))
        }
        tendedOn = try reader.day()
        trackedOn = try reader.optionalDay()
        reply = try reader.opinion()
        review = try reader.opinion()
        recheck = try reader.opinion()
        reviewLeft = try reader.bool()
        recheckLeft = try reader.bool()
        mediations = try reader.int()
        for (paper, day) in try reader.array({ reader throws(StoredFormatError) in
            (try reader.word(CasePaper.self), try reader.day())
        }) { deliveries[paper] = day }
        try decodeClosing(&reader)
        guard reader.isAtEnd else { throw StoredFormatError("snapshot too long") }
    }

    private mutating func decodeClosing(_ reader: inout ByteReader) throws(StoredFormatError) {
        if try reader.bool() {
            report = Report(on: try reader.day(), by: try reader.optional(), from: try reader.word(CaseStage.self))
        }
        for standard in CaseStandard.allCases { standards[standard] = try reader.optional() }
        examiner = try reader.optional()
        signers = try reader.array { reader throws(StoredFormatError) in try reader.string() }
        opinion = try reader.optional()
        claims = try reader.int()
        for (claim, settlement) in try reader.array({ reader throws(StoredFormatError) in
            (try reader.int(), Settlement(measure: try reader.string(), evidence: try reader.string()))
        }) { settlements[claim, default: []].append(settlement) }
        sentBack = try reader.int()
        closedOn = try reader.optionalDay()
        reopened = try reader.int()
        urged = try reader.int()
        withdrawals = Set(try reader.array { reader throws(StoredFormatError) in try reader.int() })
        supplements = try reader.int()
        rateOffice = try reader.optional()
        rateUnit = try reader.optional()
        followUps = try reader.int()
        for (relation, number) in try reader.pairs() { links.insert(Link(relation: relation, number: number)) }
        redacted = Set(try reader.array { reader throws(StoredFormatError) in try reader.int() })
        voided = Set(try reader.array { reader throws(StoredFormatError) in try reader.int() })
        sponsor = try reader.optional()
        consultations = try reader.int()
        briefs = try reader.int()
        proposals = try reader.int()
        directions = try reader.int()
        questions = try reader.int()
        for (person, times) in try reader.array({ reader throws(StoredFormatError) in
            (try reader.int(), try reader.int())
        }) { recodings[person] = times }
    }
}

extension ByteWriter {
    fileprivate mutating func day(_ day: CivilDate) { int(day.daysSince1970) }

    fileprivate mutating func day(_ day: CivilDate?) {
        bool(day != nil)
        if let day { self.day(day) }
    }

    fileprivate mutating func opinion(_ opinion: CaseFile.Opinion?) {
        bool(opinion != nil)
        guard let opinion else { return }
        string(opinion.outcome)
        string(opinion.document)
        day(opinion.on)
    }
}

extension ByteReader {
    fileprivate mutating func day() throws(StoredFormatError) -> CivilDate {
        let days = try int()
        let date = CivilDate(daysSince1970: days)
        guard date.daysSince1970 == days else { throw StoredFormatError("day out of range") }
        return date
    }

    fileprivate mutating func optionalDay() throws(StoredFormatError) -> CivilDate? { try bool() ? try day() : nil }

    fileprivate mutating func word<Word: RawRepresentable<String>>(
        _ type: Word.Type
    ) throws(StoredFormatError) -> Word {
        guard let word = Word(rawValue: try string()) else { throw StoredFormatError("unknown word in a snapshot") }
        return word
    }

    fileprivate mutating func pairs() throws(StoredFormatError) -> [(String, String)] {
        try array { reader throws(StoredFormatError) in (try reader.string(), try reader.string()) }
    }

    fileprivate mutating func opinion() throws(StoredFormatError) -> CaseFile.Opinion? {
        guard try bool() else { return nil }
        return CaseFile.Opinion(outcome: try string(), document: try string(), on: try day())
    }
}
