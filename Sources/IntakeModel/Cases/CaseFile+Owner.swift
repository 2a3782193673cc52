// SPDX-License-Identifier: Apache-2.0

/// Who answers for a case now. There always is somebody: a person, or a unit.
public enum CaseOwner: Sendable, Hashable {
    /// By badge or name, with the unit they act for.
    case person(String, unit: String)
    case unit(String)

    /// `人社收件（县人社局）`, or the unit alone.
    public var title: String {
        switch self {
        case .person(let name, let unit): unit.isEmpty ? name : "\(name)（\(unit)）"
        case .unit(let name): name
        }
    }
}

extension CaseFile {
    /// Whoever has it in hand: 承办人, else the unit, else 首问责任人, else the unit that takes what no rule places.
    public func owner(fallback: String) -> CaseOwner {
        if !officer.isEmpty { return .person(officer, unit: unit) }
        if !unit.isEmpty { return .unit(unit) }
        if !firstContact.isEmpty { return .person(firstContact, unit: "") }
        return .unit(fallback.isEmpty ? "信访部门" : fallback)
    }

    /// Whether a badge answers for it, in person or by its unit.
    public func isAnsweredFor(by badge: String, of unit: String) -> Bool {
        badge == firstContact || badge == officer
            || !unit.isEmpty && (unit == self.unit || coUnits.contains(unit))
    }
}
