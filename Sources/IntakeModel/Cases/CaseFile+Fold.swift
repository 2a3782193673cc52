// SPDX-License-Identifier: Apache-2.0

extension CaseFile {
    /// Takes the next entry in.
    public mutating func apply(_ event: CaseEvent) {
        version += 1
        if event.by != nil, CaseRule.tending.contains(event.kind) { tendedOn = max(tendedOn, CivilDate(event.at)) }
        let fields = event.fields
        let day = event.day
        switch event.kind {
        case .filed, .noted, .redated, .paused, .issued, .told: break

        // Getting to who answers for it
        case .classified:
            if let way = event.handlingWay { self.way = way }
        case .assigned:
            unit = fields[.unit] ?? unit
            officer = fields[.officer] ?? officer
            if let badge = fields[.firstContact] { firstContact = badge }
            if let due = fields.date(.due) { setDue = due }
        case .joined:
            unit = fields[.unit] ?? unit
            coUnits = fields.list(.co).filter { $0 != unit }
        case .handedOver:
            firstContact = fields[.firstContact] ?? firstContact
        case .forwarded, .entrusted:
            // Entries of the first vocabulary hold the unit in their text.
            let target = fields[.to] ?? ""
            before = Holder(unit: unit, officer: officer)
            if !target.isEmpty { (unit, officer) = (target, fields[.officer] ?? "") }
            transfers += 1
            setDue = fields.date(.due)
            move(to: .forwarded, day)
        case .objected:
            guard stage == .forwarded else { return }
            objector = event.by
            move(to: .objected, day)
        case .returned:
            bounces += 1
            if let before { (unit, officer) = (before.unit, before.officer) }
            before = nil
            objector = nil
            setDue = nil
            move(to: .registered, day, from: [.objected])
        case .retained:
            objector = nil
            move(to: .forwarded, day, from: [.objected])
        case .notified:
            notifiedOn = min(notifiedOn ?? day, day)
            move(to: .notified, day, from: [.registered, .forwarded])
        case .accepted:
            if let way = event.handlingWay { self.way = way }
            acceptedOn = min(acceptedOn ?? day, day)
            move(to: .accepted, day)
        case .declined: move(to: .declined, day)
        case .barred: move(to: .barred, day)
        case .guided:
            if let way = event.handlingWay { self.way = way }
            move(to: .guided, day)
        default: applyLater(event, day)
        }
    }

    private mutating func applyLater(_ event: CaseEvent, _ day: CivilDate) {
        let fields = event.fields
        switch event.kind {
        // Handling
        case .extended:
            extensionDays += max(0, fields.integer(.days) ?? 0)
            extensionUntold = extensionUntold || fields[.document] == nil
        case .reminded: reminders += 1
        case .supervised:
            supervisions.append(fields.date(.due) ?? day)
            supervisions.sort()
        case .met, .visited: meetings += 1
        case .mediated: mediations += 1
        case .deferred:
            guard stage.isOpen, stage != .deferred else { return }
            deferral = Deferral(
                reason: fields[.reason] ?? event.text, recheckOn: fields.date(.due) ?? day, from: stage)
            move(to: .deferred, day)
        case .resumed:
            guard stage == .deferred, let deferral else { return }
            self.deferral = nil
            move(to: deferral.from, day)
        case .tracked: if stage.isOpen { trackedOn = fields.date(.due) }
        case .replied:
            reply = Opinion(fields, day)
            claims = max(1, fields.integer(.claims) ?? claims)
            reviewLeft = true
            recheckLeft = false
            move(to: .replied, day)
        case .delivered:
            let paper = fields[.paper].flatMap(CasePaper.init(rawValue:)) ?? .other
            deliveries[paper] = min(deliveries[paper] ?? day, day)
        case .reviewAsked:
            reviewLeft = false
            forgetExamination()
            closedOn = nil
            move(to: .reviewing, day, from: CaseStage.open.union([.concluded, .archived]))
        case .reviewed:
            review = Opinion(fields, day)
            recheckLeft = true
            move(to: .reviewed, day)
        case .recheckAsked:
            recheckLeft = false
            forgetExamination()
            closedOn = nil
            move(to: .rechecking, day, from: CaseStage.open.union([.concluded, .archived]))
        case .rechecked:
            recheck = Opinion(fields, day)
            move(to: .rechecked, day)
        default: applyClosing(event, day)
        }
    }

    private mutating func applyClosing(_ event: CaseEvent, _ day: CivilDate) {
        let fields = event.fields
        switch event.kind {
        case .reported:
            guard stage.isOpen, stage != .reported else { return }
            report = Report(on: day, by: event.by, from: stage)
            if let why = fields[.noMeeting] { noMeeting = why }
            move(to: .reported, day)
        case .examined:
            for standard in CaseStandard.allCases { standards[standard] = fields[standard.field] }
            examiner = event.by
        case .signed:
            if let badge = event.by, !signers.contains(badge) {
                signers.append(badge)
                signers.sort()
            }
        case .sentBack:
            guard stage == .reported, let report else { return }
            sentBack += 1
            forgetExamination()
            move(to: report.from, day)
        case .opined: opinion = fields[.opinion]
        case .settled:
            settlements[fields.integer(.claim) ?? 1, default: []].append(
                Settlement(measure: fields[.measure] ?? "", evidence: fields[.evidence] ?? ""))
        case .concluded:
            guard stage.isOpen else { return }
            closedOn = day
            move(to: .concluded, day)
        case .archived: move(to: .archived, day, from: CaseStage.over)
        case .reopened:
            guard !stage.isOpen else { return }
            reopened += 1
            closedOn = nil
            forgetExamination()
            move(to: acceptedOn == nil ? .registered : .accepted, day, from: CaseStage.over)
        case .followedUp: followUps += 1
        default: applyRecord(event, day)
        }
    }

    private mutating func applyRecord(_ event: CaseEvent, _ day: CivilDate) {
        let fields = event.fields
        switch event.kind {
        case .urged: urged += 1
        case .supplemented: supplements += 1
        case .withdrawn:
            if let person = event.withdrawer(of: people) {
                withdrawals.insert(person)
                guard withdrawals.count >= people else { return }
            }
            move(to: .withdrawn, day)
        case .rated:
            // What a petitioner says at the kiosk is about the office unless the unit is named.
            if let office = fields[.rateOffice] ?? (fields.isEmpty && !event.text.isEmpty ? event.text : nil) {
                rateOffice = office
            }
            if let unit = fields[.rateUnit] { rateUnit = unit }
        case .linked:
            if let number = fields[.number] {
                links.insert(Link(relation: fields[.relation] ?? "", number: number))
            }
        case .redacted:
            if let entry = fields.integer(.entry) { redacted.insert(entry) }
        // What it takes back has to be folded without: ``init(_:)`` does.
        case .voided: if let entry = fields.integer(.entry) { voided.insert(entry) }
        case .sponsored: sponsor = fields[.leader]
        case .consulted: consultations += 1
        case .briefed: briefs += 1
        case .proposed: proposals += 1
        case .directed:
            directions += 1
            if let due = fields.date(.due) {
                supervisions.append(due)
                supervisions.sort()
            }
        case .questioned: questions += 1
        case .recoded: recodings[fields.integer(.person) ?? 1, default: 0] += 1
        case .corrected: correct(fields[.field] ?? "", to: fields[.value] ?? "")
        case .imported:
            importedFrom = fields[.source]
            if let day = fields.date(.on) { receivedOn = min(receivedOn, day) }
        default: break
        }
    }

    private mutating func correct(_ field: String, to value: String) {
        corrections[field] = value
        switch CaseCorrection(rawValue: field) {
        // A 举报 is what decides the lane: neither into one nor out of one by a correction.
        case .purpose:
            if let purpose = Purpose(rawValue: value), purpose != .report, self.purpose != .report {
                self.purpose = purpose
            }
        case .respondent: respondent = value
        case .people: people = max(1, Int(value) ?? people)
        case .topic, .place, .answer, nil: break
        }
    }

    /// Moves on, unless the case is at another place than those named. Without names: unless it is over.
    private mutating func move(to next: CaseStage, _ day: CivilDate, from: Set<CaseStage> = CaseStage.open) {
        guard from.contains(stage) else { return }
        if next != .deferred, stage == .deferred { deferral = nil }
        if next != .reported { report = nil }
        if next != stage { trackedOn = nil }
        stage = next
        stageOn = day
    }

    /// What was examined is not what there is now.
    private mutating func forgetExamination() {
        standards = [:]
        examiner = nil
        signers = []
    }
}

extension CaseEvent {
    /// Which of so many people took back their part; nil for a matter of one, and where all of them did at once.
    func withdrawer(of people: Int) -> Int? { people > 1 ? fields.integer(.person) : nil }
}

extension CaseFile.Opinion {
    fileprivate init(_ fields: CaseFields, _ day: CivilDate) {
        self.init(outcome: fields[.outcome] ?? "", document: fields[.document] ?? "", on: day)
    }
}

/// What of a registered case may be put right. The raw values are what officers tick, and are stored.
public enum CaseCorrection: String, Sendable, Hashable, CaseIterable {
    case purpose = "信访目的"
    case topic = "内容分类"
    case place = "地点"
    case people = "人数"
    case respondent = "被反映单位"
    /// Id of the first-contact answer that would have fitted; changes nothing of the case.
    case answer = "该给的答复"
}
