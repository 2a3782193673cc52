// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What the step may know of the world around the conversation. Values only; read once per turn.
public struct DialogContext: Sendable, Hashable {
    public var now: Timestamp
    public var today: CivilDate
    /// 走访 for a kiosk, 网上 for a relay …
    public var channel: String
    /// Kiosk label or relay name.
    public var place: String
    /// True at a kiosk (a screen can be cleared there, an officer can come over).
    public var atKiosk: Bool
    /// Numbers of the cases already filed in this conversation, in order.
    public var cases: [String]
    public var owner: Owner
    /// Badge of the officer on duty now, by the roster.
    public var dutyBadge: String
    /// An officer with the role is connected now.
    public var staffPresent: Bool
    /// The language that whoever opens the talk asked for, as a BCP 47 tag (`en`, `zh-TW`); counts when the talk begins,
    /// as the width does. nil: the office's own.
    public var locale: String?
    /// Columns of the screen; nil when it is not known. Below ``narrow`` the short forms of texts are said.
    public var columns: Int?

    /// Columns below which a screen counts as narrow.
    public static let narrow = 60

    public init(
        now: Timestamp, today: CivilDate, channel: String, place: String, atKiosk: Bool, cases: [String], owner: Owner,
        dutyBadge: String, staffPresent: Bool, locale: String? = nil, columns: Int? = nil
    ) {
        self.now = now
        self.today = today
        self.channel = channel
        self.place = place
        self.atKiosk = atKiosk
        self.cases = cases
        self.owner = owner
        self.dutyBadge = dutyBadge
        self.staffPresent = staffPresent
        self.locale = locale
        self.columns = columns
    }
}
