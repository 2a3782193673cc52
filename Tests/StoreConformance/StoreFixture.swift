// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
public import IntakeStore
import Synchronization

/// A store under test with its clock, and a second handle on the same data where the store has such a thing.
public struct StoreFixture: Sendable {
    public var store: any IntakeStore
    /// Reads what `store` wrote: another handle, or the store itself.
    public var second: any IntakeStore
    public var clock: TestClock

    public init(store: any IntakeStore, second: any IntakeStore, clock: TestClock) {
        self.store = store
        self.second = second
        self.clock = clock
    }
}

/// A clock that stands still until it is moved.
public final class TestClock: Sendable {
    private let state: Mutex<(wall: Timestamp, monotonic: Int64)>
    /// When what is filed wants its first look.
    private let look = Mutex<Timestamp?>(nil)

    /// Begins at 2026-11-22 09:00 +08:00.
    public init(_ start: Timestamp = Timestamp(milliseconds: 1_795_309_200_000)) {
        state = Mutex((start, 0))
    }

    public var now: Timestamp { state.withLock { $0.wall } }
    public var monotonic: Int64 { state.withLock { $0.monotonic } }

    /// Time goes by.
    public func advance(seconds: Int64) {
        state.withLock { state in
            state.wall = state.wall.adding(milliseconds: seconds * 1000)
            state.monotonic += seconds * 1000
        }
    }

    /// Somebody sets the clock.
    public func jump(seconds: Int64) {
        state.withLock { $0.wall = $0.wall.adding(milliseconds: seconds * 1000) }
    }

    /// From now on what is filed wants its first look then; nil: when nothing else is known.
    public func look(at moment: Timestamp?) { look.withLock { $0 = moment } }

    /// A policy with this clock: one unit, one officer, one clock of 15 days and one of 60.
    public var policy: FilingPolicy {
        FilingPolicy(
            place: { claim, _ in
                .init(unit: claim.unit ?? "信访局办信科", officer: claim.officer ?? "021", firstContact: "012")
            },
            clocks: { _, day in
                [("办结", 60, "第三十四条"), ("转送", 15, "第二十二条")].map { rule, days, article in
                    ClockNote(
                        rule: rule, from: day, nominalDue: day.adding(days: days),
                        effectiveDue: day.adding(days: days + 1), provisional: false, article: article)
                }
            }, firstLook: { _ in self.look.withLock { $0 } }, now: { self.now }, monotonic: { self.monotonic })
    }
}

/// What a check found wrong.
public struct CheckFailure: Error, CustomStringConvertible {
    public var description: String

    init(_ what: String, _ file: StaticString, _ line: UInt) { description = "\(file):\(line): \(what)" }
}

func require(
    _ condition: Bool, _ what: @autoclosure () -> String = "does not hold", file: StaticString = #fileID,
    line: UInt = #line
) throws {
    guard condition else { throw CheckFailure(what(), file, line) }
}

func equal<T: Equatable>(_ found: T, _ wanted: T, file: StaticString = #fileID, line: UInt = #line) throws {
    guard found == wanted else { throw CheckFailure("found \(found), wanted \(wanted)", file, line) }
}

func some<T>(_ value: T?, file: StaticString = #fileID, line: UInt = #line) throws -> T {
    guard let value else { throw CheckFailure("nothing is there", file, line) }
    return value
}

func refuses(
    _ code: StoreError.Code, file: StaticString = #fileID, line: UInt = #line, _ body: () throws -> Void
) throws {
    do {
        try body()
    } catch let error as StoreError {
        guard error.code == code else { throw CheckFailure("refused with \(error.code): \(error)", file, line) }
        return
    }
    throw CheckFailure("was not refused", file, line)
}

extension TurnResult {
    func committed(file: StaticString = #fileID, line: UInt = #line) throws -> StoredTurn {
        guard case .committed(let turn) = self else { throw CheckFailure("not committed: \(self)", file, line) }
        return turn
    }

    func duplicate(file: StaticString = #fileID, line: UInt = #line) throws -> StoredTurn {
        guard case .duplicate(let turn) = self else { throw CheckFailure("not a duplicate: \(self)", file, line) }
        return turn
    }

    func stale(_ version: Int64, file: StaticString = #fileID, line: UInt = #line) throws {
        guard case .stale(version) = self else { throw CheckFailure("not stale at \(version): \(self)", file, line) }
    }

    func refused(_ refusal: TurnRefusal, file: StaticString = #fileID, line: UInt = #line) throws {
        guard case .refused(refusal) = self else { throw CheckFailure("not \(refusal): \(self)", file, line) }
    }

    func invalid(file: StaticString = #fileID, line: UInt = #line) throws {
        guard case .refused(.invalid) = self else { throw CheckFailure("not invalid: \(self)", file, line) }
    }
}
