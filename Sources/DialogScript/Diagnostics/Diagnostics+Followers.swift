// SPDX-License-Identifier: Apache-2.0

extension Diagnostics {
    /// Everything found, by file and place, without what only follows from something else that was found: one cause, one
    /// finding. Where a flow could not be read, nobody is told that its steps and slots are missing.
    public var sorted: [Diagnostic] {
        guard hasErrors else { return all.sorted() }
        var missing: Set<DiagnosticCode> = []
        if lost.contains(where: { $0.hasPrefix("flows/") }) { missing.formUnion(Self.ofFlows) }
        if lost.contains(where: { $0.hasPrefix("cues/") }) { missing.formUnion(Self.ofCues) }
        if lost.contains(where: { $0.hasPrefix("locales/") }) { missing.formUnion([.phraseMissing, .missingKnown]) }
        if lost.contains(where: { $0.hasPrefix("rules/") }) { missing.insert(.ruleMissing) }
        // Two steps of one name: jumps to the second, and what it asks, are missing.
        let twice = Set(all.filter { $0.code == .nameTwice && $0.file.hasPrefix("flows/") }.map(\.file))
        if !twice.isEmpty { missing.formUnion(Self.ofSteps) }
        // What a circle was to lead to.
        let circles = Set(all.filter { $0.code == .neverEnds || $0.code == .endlessLoop }.map(\.file))
        return all.filter { diagnostic in
            if missing.contains(diagnostic.code) { return false }
            if diagnostic.code == .unknownStep { return !twice.contains(diagnostic.file) }
            return diagnostic.code != .unreachable || !circles.contains(diagnostic.file)
        }.sorted()
    }

    /// What is missing when a flow is.
    private static let ofFlows: Set<DiagnosticCode> = [
        .unknownStep, .unknownFlow, .unknownSlot, .unreachable, .neverEnds, .missingKnown, .callWithoutReturn,
        .slotNeverSet, .slotNotAlwaysSet, .slotUnused, .slotUnread, .slotShared, .unknownValue, .unknownFlag,
        .unknownPlace, .translationUnknown, .translationPartial,
    ]

    /// What is missing when cues are.
    private static let ofCues: Set<DiagnosticCode> = [.unknownFlag, .unknownTopic, .unknownGroup]

    /// What else is missing when one step has the name of another.
    private static let ofSteps: Set<DiagnosticCode> = [
        .unreachable, .slotNeverSet, .slotNotAlwaysSet, .slotUnused, .slotUnread,
    ]
}
