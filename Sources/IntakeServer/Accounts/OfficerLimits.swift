// SPDX-License-Identifier: Apache-2.0

/// How long an officer's browser is trusted. In milliseconds.
public struct OfficerLimits: Sendable, Hashable {
    /// Without anything asked for. Default half an hour; news that come by themselves are nothing asked for.
    public var idle: Int64 = 30 * 60_000
    /// In all. Default twelve hours: one working day.
    public var absolute: Int64 = 12 * 3_600_000
    /// A password counts as just given. Default five minutes.
    public var recent: Int64 = 5 * 60_000
    /// An officer whose browser listens to no news counts as there for so long after asking for something. Default 90
    /// seconds: a page that draws itself anew every half minute stays there.
    public var presence: Int64 = 90_000

    public init() {}
}
