// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What a document is drafted by beside the case itself.
public struct DocumentContext: Sendable {
    public var office: OfficeFacts
    public var officeKind: OfficeKind
    public var rules: RuleBook
    public var calendar: WorkCalendar
    /// Who drafts, on what day, and who may not read of a 举报.
    public var acting: CaseContext
    /// The officer's name, for 承办人 and 记录人 where nothing else is known.
    public var officerName: String
    /// Names of officers by their badges: a paper says who, not under which number somebody logs in.
    public var officerNames: [String: String]
    /// Who the petitioner is. Of a 举报 it is only used to make sure that none of it stands on the page.
    public var identity: [IdentityField: String]
    /// What the officer gave, by the names of ``DocumentField``.
    public var given: [String: String]

    public var today: CivilDate { acting.today }

    public init(
        office: OfficeFacts, officeKind: OfficeKind, rules: RuleBook, calendar: WorkCalendar, acting: CaseContext,
        officerName: String = "", officerNames: [String: String] = [:], identity: [IdentityField: String] = [:],
        given: [String: String] = [:]
    ) {
        self.office = office
        self.officeKind = officeKind
        self.rules = rules
        self.calendar = calendar
        self.acting = acting
        self.officerName = officerName
        self.officerNames = officerNames
        self.identity = identity
        self.given = given
    }
}
