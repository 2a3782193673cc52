// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// The values of a document: out of the case's ledger, the office's facts and the clocks, and what the officer gave.
public struct DocumentFields: Sendable {
    public internal(set) var values: [DocumentField: String] = [:]
    /// What was given and cannot be read.
    public private(set) var problems: [DocumentProblem] = []
    /// Days that were given or that the ledger tells, as days.
    private(set) var dates: [DocumentField: CivilDate] = [:]

    let kind: DocumentKind
    let record: CaseRecord
    let file: CaseFile
    let context: DocumentContext

    var isReport: Bool { record.claim.purpose == .report }
    /// Documents of a 举报 that carry what was told: to the body that has to look into it, and for the file.
    private var tellsOfSealed: Bool { [.register, .forward, .entrust].contains(kind) }

    public init(_ kind: DocumentKind, _ record: CaseRecord, _ context: DocumentContext) {
        self.kind = kind
        self.record = record
        self.context = context
        file = CaseFile(record)
        readGiven()
        takeOffice()
        takeCase()
        takeIdentity()
        takeLedger()
        takeClocks()
        takeGround()
    }

    subscript(_ field: DocumentField) -> String? { values[field].flatMap { $0.isEmpty ? nil : $0 } }

    /// The values as they stand on the page.
    var shown: [DocumentField: String] {
        var shown = values
        let numerals = ["一", "二", "三", "四", "五", "六"]
        if let item = values[.item].flatMap({ Int($0) }), numerals.indices.contains(item - 1) {
            shown[.item] = numerals[item - 1]
        }
        return shown
    }

    /// Sets what nobody gave.
    mutating func offer(_ field: DocumentField, _ value: String?) {
        guard values[field] == nil, let value, !value.isEmpty else { return }
        values[field] = value
    }

    mutating func offer(_ field: DocumentField, _ day: CivilDate?) {
        guard dates[field] == nil, let day else { return }
        dates[field] = day
        values[field] = day.chinese()
    }

    // MARK: Given

    private mutating func readGiven() {
        for (name, given) in context.given.sorted(by: { $0.key < $1.key }) {
            // No marker of a hole comes from outside.
            let value = String(String.UnicodeScalarView(given.unicodeScalars.filter { $0 == "\n" || $0.value >= 0x20 }))
            if value.isEmpty { continue }
            guard let field = DocumentField(rawValue: name), field.isGiven else {
                let known = DocumentField(rawValue: name) == nil ? "没有「\(name)」这一项" : "「\(name)」由系统填，不能手写"
                problems.append(DocumentProblem(nil, known))
                continue
            }
            guard value.unicodeScalars.count <= DocumentField.longest else {
                problems.append(DocumentProblem(field, "「\(name)」超过 \(DocumentField.longest) 字", mend: "写短一些，或者作为附件"))
                continue
            }
            if field.isDate {
                // A draft shows the day as the paper has it, and comes back so.
                guard let day = CivilDate(written: value) else {
                    problems.append(DocumentProblem(field, "「\(name)」不是日期", mend: "写成 2026-11-23"))
                    continue
                }
                offer(field, day)
            } else {
                values[field] = value
            }
        }
    }

    // MARK: Office and case

    private mutating func takeOffice() {
        let office = context.office
        values[.office] = office.name
        values[.officeAddress] = office.address
        values[.officePhone] = office.phone
        values[.officeHours] = office.hours
        values[.issuedOn] = context.today.chinese()
        dates[.issuedOn] = context.today
        offer(.reviewOrgan, office.reviewOrgan)
        offer(.recheckOrgan, office.recheckOrgan)
        values[.reviewPlace] = office.review?.whole
        values[.recheckPlace] = office.recheck?.whole
        offer(.issuer, organ(of: kind))
        if kind.isOfHandler { offer(.unit, self[.issuer]) }
    }

    /// The body in whose name a paper goes out. nil where another one reviews and nobody has said which: then it is given.
    private func organ(of kind: DocumentKind) -> String? {
        /// Where it was asked for, else as the office has it.
        func above(_ asked: CaseEvent.Kind, _ usual: String?) -> String? {
            record.events.last { $0.kind == asked }?.fields[.to] ?? usual
        }
        switch kind {
        case .review: return above(.reviewAsked, context.office.reviewOrgan)
        case .recheck: return above(.recheckAsked, context.office.recheckOrgan)
        case .hearing:
            // Whoever has it in hand hears it.
            return switch file.stage {
            case .reviewing: organ(of: .review)
            case .rechecking: organ(of: .recheck)
            default: file.unit.isEmpty ? context.office.name : file.unit
            }
        case .delivery:
            // It proves the delivery of another paper, and is of the same body.
            guard let paper = (self[.paper] ?? lastLetter?.fields[.paper]).flatMap(DocumentKind.init(rawValue:)),
                paper != .delivery
            else { return context.office.name }
            return organ(of: paper) ?? context.office.name
        default: return kind.isOfHandler && !file.unit.isEmpty ? file.unit : context.office.name
        }
    }

    /// The paper that went out last and goes to the petitioner.
    private var lastLetter: CaseEvent? {
        record.events.last { event in
            event.kind == .issued
                && event.fields[.paper].flatMap(DocumentKind.init(rawValue:))?.audience == .petitioner
        }
    }

    /// `王敏（012 号）`; the number alone where no name is known.
    private func person(_ badge: String) -> String {
        guard let name = context.officerNames[badge], !name.isEmpty else {
            return badge.utf8.allSatisfy { (0x30...0x39).contains($0) } ? "\(badge) 号" : badge
        }
        return "\(name)（\(badge) 号）"
    }

    private mutating func takeCase() {
        let claim = record.claim
        values[.number] = record.number
        values[.filedOn] = CivilDate(record.filedAt).chinese()
        values[.receivedOn] = file.receivedOn.chinese()
        values[.channel] = file.channel
        values[.people] = "\(claim.people)"
        values[.topic] =
            file.corrections["内容分类"] ?? [claim.topic, claim.subtopic].compactMap(\.self).joined(separator: " / ")
        values[.isRepeat] = file.links.contains { $0.relation == CaseAct.repeatRelation } ? "重件" : "初件"
        values[.firstContact] = file.firstContact.isEmpty ? nil : person(file.firstContact)
        values[.recorder] = record.events.first?.by.map(person) ?? "本人在自助机上说的，系统记录"
        if isReport { values[.isSealed] = "是" }
        if isReport, !tellsOfSealed {
            values[.summary] = "保密信访件，内容从略"
            return
        }
        values[.summary] = "\(claim.subtopic ?? claim.topic)方面的信访事项"
        values[.respondent] = file.respondent.map(masked)
        values[.place] = (file.corrections["地点"] ?? claim.place).map(masked)
        if record.lane == .sealed, !isReport, kind.audience == .unit {
            // It was told in one talk with something that is kept apart: a person picks out what is of this matter.
            values[.story] = "所述情况由承办人另附摘录。"
            return
        }
        let told = claim.particulars.filter { !["demand", "idea", "respondent", "place", "people"].contains($0.key) }
        values[.story] = told.map {
            ["story", "facts"].contains($0.key) ? masked($0.text) : "\($0.label)：\(masked($0.text))"
        }
        .joined(separator: "\n")
        offer(.claim, claim.particulars.first { $0.key == "demand" || $0.key == "idea" }.map { masked($0.text) })
    }

    /// Words of the case with identity only where the document may show it.
    private func masked(_ text: String) -> String {
        let shows = !isReport && kind.namesPetitioner
        return Hole.fill(text) { hole in
            switch hole {
            case .identity(.name): shows ? nil : "信访人"
            case .identity: shows ? nil : "（略）"
            default: ""
            }
        }
    }

    private mutating func takeIdentity() {
        guard !isReport else {
            // The same words whoever it is. Without a name nothing is sent: then there is nobody to address.
            values[.petitioner] =
                switch kind.audience {
                case .petitioner: record.claim.naming == .anonymous ? nil : "信访人"
                case .file: "（身份保密）"
                case .unit, .parties: "信访人（身份保密）"
                }
            return
        }
        guard kind.namesPetitioner else { return }
        let fields: [(DocumentField, IdentityField)] = [
            (.petitioner, .name), (.address, .address), (.phone, .phone), (.companions, .companions),
        ]
        for (field, identity) in fields where context.identity[identity]?.isEmpty == false {
            values[field] = Hole.identity(identity).marker
        }
        switch kind.audience {
        case .file: offer(.petitioner, "（没有留姓名）")
        case .unit: offer(.petitioner, "信访人（没有留姓名）")
        case .petitioner, .parties: break
        }
    }

    private mutating func takeLedger() {
        let lastTransfer = record.events.last { $0.kind == .forwarded || $0.kind == .entrusted }
        offer(.to, lastTransfer?.fields[.to])
        if kind == .urge || kind == .supervise, file.unit != context.office.name { offer(.to, file.unit) }
        if kind != .forward, kind != .entrust { offer(.sentOn, lastTransfer?.day) }
        if kind == .forward || kind == .entrust { offer(.sentOn, context.today) }
        if lastTransfer != nil { offer(.sender, context.office.name) }
        offer(.reportBy, kind == .entrust ? file.setDue : nil)
        offer(.unit, file.unit)
        offer(.officer, file.officer.isEmpty ? context.officerName : person(file.officer))
        if let unit = values[.unit].flatMap(context.office.unit) {
            values[.unitPhone] = unit.phone
            values[.unitAddress] = unit.address
        }
        if let way = file.way { offer(.item, "\(way.rawValue)") }
        offer(.acceptedOn, file.acceptedOn ?? (kind == .accept ? context.today : nil))
        if let way = values[.item].flatMap({ Int($0) }).flatMap(HandlingWay.init(rawValue:)) {
            values[.road] = way.road
            values[way == .opinion ? .isSixth : .otherRoad] = "是"
        } else if kind == .accept, !file.isOfArticle31 {
            offer(.item, "不适用")
        }
        values[.reminders] = file.reminders > 0 ? "\(file.reminders)" : nil
        offer(.opinion, file.opinion)
        let told: [CaseEvent.Kind] = [
            .filed, .forwarded, .entrusted, .notified, .accepted, .extended, .met, .visited, .replied, .delivered,
            .reviewAsked, .reviewed, .recheckAsked, .rechecked,
        ]
        values[.history] = record.shown.filter { told.contains($0.kind) }
            .map { "\($0.day.chinese())　\(CaseAct($0.kind).rawValue)\(Self.detail($0))" }.joined(separator: "\n")
        takeOpinions()
        takeDelivery()
    }

    /// What a step was about, in the account of a case: which paper, to whom, how long.
    private static func detail(_ event: CaseEvent) -> String {
        let fields = event.fields
        switch event.kind {
        case .forwarded, .entrusted: return fields[.to].map { "：\($0)" } ?? ""
        case .extended: return fields.integer(.days).map { "：\($0) 日" } ?? ""
        case .replied, .reviewed, .rechecked:
            return fields[.outcome].map { "：\($0)" + (fields[.document].map { "（\($0)）" } ?? "") } ?? ""
        case .delivered: return "：\(fields[.document] ?? fields[.paper] ?? "")\(fields[.result].map { "，\($0)" } ?? "")"
        default: return ""
        }
    }

    private mutating func takeOpinions() {
        let opinion: CaseFile.Opinion? =
            switch kind {
            case .review: file.reply
            case .recheck: file.review
            case .bar: file.recheck
            default: nil
            }
        if let opinion {
            offer(.formerNumber, opinion.document)
            offer(.formerOn, opinion.on)
        }
        let asked: CaseEvent.Kind? = kind == .review ? .reviewAsked : kind == .recheck ? .recheckAsked : nil
        if let asked { offer(.askedOn, record.events.last { $0.kind == asked }?.day) }
        if kind == .review { offer(.formerOrgan, file.unit) }
        if kind == .recheck { offer(.formerOrgan, organ(of: .review)) }
        if kind == .recheck, record.events.contains(where: { $0.kind == .paused }) { values[.followedHearing] = "是" }
        guard [.opinion, .report].contains(kind), let reply = record.events.last(where: { $0.kind == .replied }) else {
            return
        }
        // Where a review came to something else, the report is of that.
        let last = kind == .report ? changed ?? reply : reply
        offer(.decision, masked(last.text))
        offer(.outcome, last.fields[.outcome].map { last == reply ? $0 : "\(CaseAct(last.kind).rawValue)：\($0)" })
        offer(.basis, last.fields[.basis])
    }

    /// The last review that did not leave the opinion as it was.
    private var changed: CaseEvent? {
        record.shown.last { [.reviewed, .rechecked].contains($0.kind) && $0.fields[.outcome] != "维持" }
    }

    private mutating func takeDelivery() {
        guard kind == .delivery else { return }
        let last = lastLetter
        offer(.paper, last?.fields[.paper])
        if last?.fields[.paper] == values[.paper] { offer(.paperNumber, last?.fields[.document]) }
        offer(.deliverer, context.officerName)
    }
}
