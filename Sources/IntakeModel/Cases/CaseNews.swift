// SPDX-License-Identifier: Apache-2.0

/// What happened to a case that its petitioner was not told of yet.
public struct CaseNews: Sendable, Hashable {
    public var on: CivilDate
    /// In plain words, without a full stop.
    public var text: String
    /// Where the entry took the case; nil when it did not move it.
    public var stage: CaseStage?

    public init(on: CivilDate, text: String, stage: CaseStage? = nil) {
        self.on = on
        self.text = text
        self.stage = stage
    }

    /// Whether telling where the case stands tells it already.
    public func isStage(of file: CaseFile) -> Bool { stage == file.stage && on == file.stageOn }
}

extension CaseRecord {
    /// What is new to the petitioner, oldest first. Entries that were hidden since are left out.
    public func news(_ file: CaseFile) -> [CaseNews] {
        guard file.untold > 0 else { return [] }
        let first = events.lastIndex { $0.kind == .told }.map { $0 + 1 } ?? 0
        return events.enumerated().dropFirst(first).compactMap { index, event in
            guard event.isNews, !file.redacted.contains(index + 1), !file.voided.contains(index + 1) else { return nil }
            let entry = CaseEntry(kind: event.kind, text: event.text, fields: event.fields)
            let stage: CaseStage? = if case .goes(let next) = CaseAct(event.kind).rule.step { next } else { nil }
            return entry.told.map { CaseNews(on: event.day, text: $0, stage: stage) }
        }
    }

    /// The entry that says that everything up to now was told; nil when nothing was new.
    public func telling(_ file: CaseFile) -> CaseDecision? {
        guard file.untold > 0 else { return nil }
        return CaseDecision(
            number: number, basedOn: file.version,
            entry: CaseEntry(kind: .told, fields: [.entry: "\(file.version)"]))
    }
}

extension CaseEvent {
    /// An officer's entry that concerns the petitioner, who was not told of it at once.
    var isNews: Bool { by != nil && fields[.told] == nil && CaseRule.telling.contains(kind) }
}

extension CaseAct {
    /// What the petitioner may do now with their own case, in the order of the table.
    public static func voices(_ file: CaseFile, today: CivilDate) -> [CaseAct] {
        let context = CaseContext(actor: .petitioner, today: today)
        return open(file, context).filter { $0.missing(file, context).isEmpty }
    }

    /// What a petitioner may do at a stage, as far as the stage alone tells.
    public static func voices(at stage: CaseStage) -> [CaseAct] {
        allCases.filter { $0.rule.who == .petitioner && $0.rule.from.contains(stage) }
    }
}
