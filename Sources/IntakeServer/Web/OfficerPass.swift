// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// One browser in which an officer is logged in, as it stood when it was asked for.
public struct OfficerPass: Sendable {
    /// Names the session in lists; nothing can be done with it alone.
    public let id: String
    public let officer: Officer
    /// The way to the desk.
    public let line: OfficerLine
    public let startedAt: Timestamp
    /// Address that the session was begun from.
    public let source: String
    /// The password serves once: nothing but another one can be done.
    public let mustChange: Bool
    public let hasSecondFactor: Bool
    /// The password was given in the last minutes: what shows identity or takes data out may go on.
    public let isRecent: Bool

    init(_ session: OfficerSession) {
        id = session.id
        officer = session.officer
        line = session.line
        startedAt = session.startedAt
        source = session.source
        mustChange = session.mustChange
        hasSecondFactor = session.hasSecondFactor
        isRecent = session.line.isProved
    }
}
