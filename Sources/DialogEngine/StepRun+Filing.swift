// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel

extension StepRun {
    /// Longer answers are cut when they are read back; they are registered whole.
    private static let reviewLength = 120

    /// Reads back what is going to be registered, one thing a line.
    mutating func review(_ slots: [Int], _ texts: TextVariants) {
        var items: [Message.ReviewItem] = []
        var text = fresh(texts)
        for slot in slots {
            guard let value = value(slot), program.slots[slot].label != nil else { continue }
            let label = label(slot)
            var shown = display(value)
            if shown.unicodeScalars.count > Self.reviewLength {
                shown = String(shown.unicodeScalars.prefix(Self.reviewLength)) + "……"
            }
            items.append(Message.ReviewItem(key: program.slots[slot].id, label: label, value: shown))
            if !text.isEmpty { text += "\n" }
            text += phrase(.reviewLine, [.label: label, .value: shown])
        }
        messages.append(Message(.review(items), text))
    }

    /// Registers the claim as it stands and says so.
    mutating func file() {
        let known = program.known
        let purpose = state.purpose ?? .relief
        let topic = Topic(rawValue: state.topic) ?? .other
        let anonymous = state.naming == .anonymous
        let placed = currentRoute()
        var particulars: [ClaimDraft.Particular] = []
        // In the order of the script, whatever the order of the answers was.
        let answered = state.values.compactMap { value in program.slot(key: value.slot).map { (slot: $0, value) } }
            .sorted { $0.slot < $1.slot }
        for (index, value) in answered where index != known.naming {
            let slot = program.slots[index]
            guard slot.identity == nil, slot.scope != .person, let label = slot.label else { continue }
            particulars.append(
                ClaimDraft.Particular(key: slot.id, label: label, text: forOfficers { $0.stored(value) }))
        }
        let companions = value(known.companions).flatMap { Int($0.text) } ?? 0
        let said = value(known.people).flatMap { $0.kind == .text ? Int($0.text) : nil } ?? 1
        var naming = state.naming
        if naming == .named, !has(known.name) { naming = .anonymous }
        let claim = ClaimDraft(
            purpose: purpose, topic: topic.level1, subtopic: topic.level2, particulars: particulars,
            respondent: text(known.respondent), place: text(known.place), people: max(said, companions + 1, 1),
            naming: naming, identified: !anonymous && has(known.name) && has(known.address), flags: state.marks,
            unit: placed.unit?.name, officer: placed.officer)
        effects.append(.file([claim]))
        var text = phrase(.receipt)
        let next: Phrase
        switch program.office.kind {
        case .petitionOffice: next = .receiptForward
        case .otherOrgan: next = claim.identified ? .receiptNotify : .receiptAnonymous
        }
        text += "\n" + phrase(next)
        if program.office.kind == .petitionOffice, !claim.identified { text += "\n" + phrase(.receiptAnonymous) }
        messages.append(Message(.receipt(Message.Receipt(claim: 0, person: 0)), text))
        for person in stride(from: 1, through: companions, by: 1) {
            let slip = Hole.fill(phrase(.receiptPerson, [.index: "\(person + 1)"])) { hole in
                if case .code = hole { Hole.code(person).marker } else { nil }
            }
            messages.append(Message(.receipt(Message.Receipt(claim: 0, person: person)), slip))
        }
        closeClaim()
    }

    /// What is registered cannot be taken back by going back; the next claim begins fresh.
    private mutating func closeClaim() {
        state.filed += 1
        dropClaim()
    }

    /// Nothing of the claim that was talked of counts for the next one.
    mutating func dropClaim() {
        state.past.removeAll()
        state.purpose = nil
        state.purposeDepth = 0
        state.topic = ""
        state.marks.removeAll()
        state.answer = nil
        state.naming = .named
        state.values.removeAll { value in
            program.slot(key: value.slot).map { program.slots[$0].scope != .person } ?? true
        }
        for index in state.values.indices { state.values[index].depth = 0 }
    }

    private func text(_ slot: Int) -> String? {
        value(slot).flatMap { $0.kind == .text ? $0.text : nil }
    }

    /// An answer as it is registered.
    private func stored(_ value: DialogState.Value) -> String {
        guard value.kind == .text, let slot = program.slot(key: value.slot) else { return display(value) }
        let info = program.slots[slot]
        if info.type == .choice || info.type == .date { return display(value) }
        return value.text
    }
}
