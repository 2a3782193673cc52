// SPDX-License-Identifier: Apache-2.0

/// What happened to a case that one of its petitioners was not told of yet.
public struct CaseNews: Sendable, Hashable {
    public var on: CivilDate
    /// In plain words, without a full stop.
    public var text: String
    /// Where the entry took the case; nil when it did not move it.
    public var stage: CaseStage?
    /// It is a paper that was issued or delivered: ``CaseRecord/letters`` tells of it, too.
    public var isLetter: Bool

    public init(on: CivilDate, text: String, stage: CaseStage? = nil, isLetter: Bool = false) {
        self.on = on
        self.text = text
        self.stage = stage
        self.isLetter = isLetter
    }

    /// Whether telling where the case stands tells it already.
    public func isStage(of file: CaseFile) -> Bool { stage == file.stage && on == file.stageOn }
}

extension CaseRecord {
    /// What is new to one of the petitioners, oldest first. Entries that were hidden since are left out.
    ///
    /// - Parameter person: which of those who share the matter, from 1: the one who talks is the first.
    public func news(_ file: CaseFile, person: Int = 1) -> [CaseNews] {
        let first = events.lastIndex { $0.tells(person) }.map { $0 + 1 } ?? 0
        return events.enumerated().dropFirst(first).compactMap { index, event in
            guard event.isNews(to: person), !file.redacted.contains(index + 1), !file.voided.contains(index + 1) else {
                return nil
            }
            let entry = CaseEntry(kind: event.kind, text: event.text, fields: event.fields)
            let stage: CaseStage? = if case .goes(let next) = CaseAct(event.kind).rule.step { next } else { nil }
            return entry.told.map {
                CaseNews(
                    on: event.day, text: $0, stage: stage, isLetter: event.kind == .issued || event.kind == .delivered)
            }
        }
    }

    /// The entry that says that everything up to now was told to one of them; nil when nothing was new to them.
    public func telling(_ file: CaseFile, person: Int = 1) -> CaseDecision? {
        guard !news(file, person: person).isEmpty else { return nil }
        return CaseDecision(
            number: number, basedOn: file.version,
            entry: CaseEntry(kind: .told, fields: [.entry: "\(file.version)", .person: "\(person)"]))
    }
}

extension CaseEvent {
    /// An officer's entry that concerns a petitioner who was not told of it at once: only the one who talks ever is.
    fileprivate func isNews(to person: Int) -> Bool {
        guard by != nil, fields[.told] == nil || person != 1, CaseRule.telling.contains(kind) else { return false }
        switch kind {
        case .issued: return isForPetitioner
        // A code is one person's.
        case .recoded: return (fields.integer(.person) ?? 1) == person
        default: return true
        }
    }

    /// A note that what came before was shown to this person; one of before persons were told apart is for all.
    fileprivate func tells(_ person: Int) -> Bool { kind == .told && (fields.integer(.person) ?? person) == person }

    /// Whether a document that went out is the petitioner's to read.
    public var isForPetitioner: Bool { fields[.audience] == CaseField.petitioner }
}

extension CaseAct {
    /// What the petitioner may do now with their own case, in the order of the table.
    ///
    /// - Parameter person: which of those who share the matter, from 1.
    public static func voices(_ file: CaseFile, person: Int = 1, today: CivilDate) -> [CaseAct] {
        let context = CaseContext(actor: .petitioner, today: today)
        return open(file, context).filter { act in
            act.missing(file, context).isEmpty && !(act == .withdraw && file.withdrawals.contains(person))
        }
    }

    /// What a petitioner may do at a stage, as far as the stage alone tells.
    public static func voices(at stage: CaseStage) -> [CaseAct] {
        allCases.filter { $0.rule.who == .petitioner && $0.rule.from.contains(stage) }
    }
}
