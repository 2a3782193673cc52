// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
public import Vault

/// How an officer logs in with a browser. Sealed as a whole where it is stored.
public struct OfficerAccount: Sendable, Hashable {
    /// Wrong tries in a row that lock an account, and for how long, in milliseconds.
    public static let triesAllowed = 5
    public static let lockTime: Int64 = 15 * 60_000

    public var badge: String
    public var password: PasswordHash
    /// The password was given by somebody else and serves once: to choose another.
    public var mustChange: Bool
    public var changedAt: Timestamp
    /// Secret of the second factor; empty: none is enrolled.
    public var secret: [UInt8]
    /// Last step of the second factor that was used.
    public var lastStep: Int64
    /// Wrong tries since the last right one.
    public var wrong: Int
    /// No try is heard before this time.
    public var lockedUntil: Timestamp?
    /// Lists that the officer keeps.
    public var views: [SavedView] = []

    public init(
        badge: String, password: PasswordHash, mustChange: Bool, changedAt: Timestamp, secret: [UInt8] = [],
        lastStep: Int64 = 0, wrong: Int = 0, lockedUntil: Timestamp? = nil
    ) {
        self.badge = badge
        self.password = password
        self.mustChange = mustChange
        self.changedAt = changedAt
        self.secret = secret
        self.lastStep = lastStep
        self.wrong = wrong
        self.lockedUntil = lockedUntil
    }

    public var hasSecondFactor: Bool { !secret.isEmpty }

    public func isLocked(at now: Timestamp) -> Bool {
        guard let lockedUntil else { return false }
        // A clock set back must not lock anybody out for longer than the lock itself.
        return now < lockedUntil && lockedUntil.milliseconds - now.milliseconds <= Self.lockTime
    }

    /// - Returns: whether this try locked it.
    public mutating func addWrong(at now: Timestamp) -> Bool {
        wrong += 1
        guard wrong >= Self.triesAllowed else { return false }
        wrong = 0
        lockedUntil = now.adding(milliseconds: Self.lockTime)
        return true
    }

    public mutating func unlock() {
        wrong = 0
        lockedUntil = nil
    }

    // MARK: Stored form

    /// Format 1 had no views.
    private static let format: UInt8 = 2

    public var encoded: [UInt8] {
        var writer = ByteWriter(reserving: 192)
        writer.byte(Self.format)
        writer.string(badge)
        writer.int(password.cost.rounds)
        writer.int(password.cost.blockSize)
        writer.int(password.cost.parallelism)
        writer.blob(password.salt)
        writer.blob(password.key)
        writer.bool(mustChange)
        writer.int64(changedAt.milliseconds)
        writer.blob(secret)
        writer.int64(lastStep)
        writer.int(wrong)
        writer.int64(lockedUntil?.milliseconds ?? 0)
        writer.array(views) { writer, view in
            writer.string(view.name)
            writer.string(view.query)
        }
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(StoredFormatError) {
        var reader = ByteReader(encoded)
        let format = try reader.byte()
        guard (1...Self.format).contains(format) else { throw StoredFormatError("account of a newer format") }
        badge = try reader.string()
        let cost = PasswordHash.Cost(
            rounds: try reader.int(), blockSize: try reader.int(), parallelism: try reader.int())
        password = PasswordHash(cost: cost, salt: try reader.blob(), key: try reader.blob())
        mustChange = try reader.bool()
        changedAt = Timestamp(milliseconds: try reader.int64())
        secret = try reader.blob()
        lastStep = try reader.int64()
        wrong = try reader.int()
        let until = try reader.int64()
        lockedUntil = until == 0 ? nil : Timestamp(milliseconds: until)
        if format > 1 {
            views = try reader.array { (reader: inout ByteReader) throws(StoredFormatError) -> SavedView in
                SavedView(name: try reader.string(), query: try reader.string())
            }
        }
        guard reader.isAtEnd else { throw StoredFormatError("account too long") }
    }
}
