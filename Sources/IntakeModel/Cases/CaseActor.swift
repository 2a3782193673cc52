// SPDX-License-Identifier: Apache-2.0

/// Who wants to do something with a case.
public enum CaseActor: Sendable, Hashable {
    /// By number and code.
    case petitioner
    /// The program itself: timers, the bot. It registers and counts; it never judges.
    case desk
    case officer(badge: String, unit: String, roles: Set<Role>)

    public init(_ officer: Officer) {
        self = .officer(badge: officer.badge, unit: officer.unit, roles: officer.roles)
    }

    public var badge: String? {
        if case .officer(let badge, _, _) = self { badge } else { nil }
    }
}

/// Who may perform an act. The raw values are printed in the table of acts.
public enum CaseAuthority: String, Sendable, Hashable, CaseIterable {
    /// Only the program.
    case desk = "系统"
    /// The petitioner, or an officer who enters it for them.
    case petitioner = "信访人，或者工作人员代记"
    /// Every officer with the role `case` or `intake` who may see it.
    case officer = "工作人员"
    /// An officer who answers for it: 首问责任人, 承办人, one of the leading or a helping unit; `admin` stands in.
    case responsible = "责任人"
    /// The same while the body that handles it has it in hand; while a level above reviews, every officer: the body above
    /// is none of those who answer for the case.
    case inHand = "责任人；复查、复核中是工作人员"
    /// An officer, but not the one who did the step before: four eyes.
    case another = "另一位工作人员"
    /// Whoever issues a document: the entry is made with it, never as an act of its own.
    case issuer = "出具文书的人，随文书记"
    /// The role `audit`.
    case auditor = "有 audit 权限的人"

    /// Why `actor` may not, in plain Chinese; nil when they may.
    public func objection(to actor: CaseActor, _ file: CaseFile) -> String? {
        switch (self, actor) {
        case (.desk, .desk), (.petitioner, .petitioner): return nil
        case (.desk, _): return "这一步只由系统记，不能手工做"
        case (_, .desk): return "这一步要由人来做，系统不能代替"
        case (_, .petitioner): return "这一步要由工作人员来做"
        case (_, .officer(let badge, let unit, let roles)):
            guard roles.contains(.cases) || roles.contains(.intake) else { return "需要 case 或 intake 权限" }
            switch self {
            case .desk, .petitioner, .officer: return nil
            case .inHand where file.stage == .reviewing || file.stage == .rechecking: return nil
            case .responsible, .inHand:
                guard !roles.contains(.admin), !file.isAnsweredFor(by: badge, of: unit) else { return nil }
                return
                    "这件由\(file.owner(fallback: "").title)承办，首问责任人是\(file.firstContact.isEmpty ? "空的" : "\(file.firstContact) 号")；"
                    + "\(badge) 号不是它的责任人，先办交接或分办"
            case .another:
                guard badge == file.lastHand else { return nil }
                return "前一步是 \(badge) 号自己做的，这一步要换一个人"
            case .issuer: return "这一步随文书记：用 document 出具，不单独办"
            case .auditor: return roles.contains(.audit) ? nil : "需要 audit 权限"
            }
        }
    }
}
