// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Foundation
import IntakeModel
import IntakeStore
import LineProtocol
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing
import Vault

@testable import IntakeServer

/// Officers' browsers at a desk of their own, on a clock that is moved by hand.
@Suite("Officers' door") struct OfficerDoorTests {
    private static let script: Script? = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return Script.load(parts.joined(separator: "/") + "/dialogs").script
    }()

    private static let password = "试用的密码 2026"

    private final class Time: Sendable {
        private let passed = Mutex<Int64>(0)
        private static let start: Int64 = 1_795_400_000_000

        func advance(minutes: Int64) { passed.withLock { $0 += minutes * 60_000 } }

        var milliseconds: Int64 { Self.start + passed.withLock { $0 } }

        var clock: DeskClock {
            DeskClock(
                now: { [self] in Timestamp(milliseconds: milliseconds) }, monotonic: { [self] in milliseconds })
        }
    }

    /// A desk with one officer, 021, who may log in.
    private struct Place {
        let time: Time
        let desk: Desk
        let door: OfficerDoor

        init(roles: Set<Role> = [.intake, .cases]) throws {
            let script = try #require(OfficerDoorTests.script)
            time = Time()
            let clock = time.clock
            let current = CurrentScript(script)
            let store = MemoryStore(policy: .desk(current: current, clock: clock))
            try store.save(
                officer: Officer(badge: "021", name: "王敏", unit: "接访科", roles: roles), tokenHash: [])
            try store.save(
                account: OfficerAccount(
                    badge: "021", password: try PasswordHash(OfficerDoorTests.password, cost: .drawn),
                    mustChange: false,
                    changedAt: clock.now()))
            desk = try Desk(
                loop: MultiThreadedEventLoopGroup.singleton.any(), store: store, vault: .ephemeral(),
                readers: .singleton, passwords: .singleton, clock: clock, current: current,
                logger: Logger(label: "test"), metrics: DeskMetrics())
            door = OfficerDoor(desk)
            let desk = desk
            Thread { desk.writer.runThread() }.start()
        }

        func end() { desk.writer.stop() }

        func logIn(_ password: String = OfficerDoorTests.password, from source: String = "10.0.0.1") async -> (
            token: String, pass: OfficerPass
        )? {
            guard
                case .welcome(let token, let pass) = await door.logIn(
                    badge: "021", password: password, code: "", from: source)
            else { return nil }
            return (token, pass)
        }
    }

    @Test("Half an hour in which nothing was asked for ends a session; what a page asks for by itself does not count")
    func idle() async throws {
        let place = try Place()
        defer { place.end() }
        let (token, _) = try #require(await place.logIn())
        for _ in 0..<4 {
            place.time.advance(minutes: 29)
            #expect(await place.door.pass(token) != nil)
        }
        place.time.advance(minutes: 20)
        #expect(await place.door.pass(token, isUse: false) != nil)
        place.time.advance(minutes: 11)
        #expect(await place.door.pass(token, isUse: false) == nil)
        #expect(await place.door.pass(token) == nil)
        #expect(await place.door.pass("x") == nil)
        #expect(await place.door.pass("") == nil)
    }

    @Test("After twelve hours a session ends, however busy it is, and its line with it")
    func absolute() async throws {
        let place = try Place()
        defer { place.end() }
        let (token, pass) = try #require(await place.logIn())
        for _ in 0..<36 {
            #expect(await place.door.pass(token) != nil)
            place.time.advance(minutes: 20)
        }
        place.time.advance(minutes: 1)
        #expect(await place.door.pass(token) == nil)
        await #expect(throws: WireError.self) { try await pass.line.ask(.queue(after: nil, limit: 10)) }
        var signals = 0
        for await _ in pass.line.news().wakes { signals += 1 }
        #expect(signals == 0)
    }

    @Test("A lock ends after a quarter of an hour, and right tries before it count from the start")
    func lock() async throws {
        let place = try Place()
        defer { place.end() }
        for _ in 0..<4 { #expect(await place.logIn("不对") == nil) }
        #expect(await place.logIn() != nil)
        for _ in 0..<5 { #expect(await place.logIn("不对", from: "10.0.0.2") == nil) }
        guard
            case .wait(let seconds) = await place.door.logIn(
                badge: "021", password: Self.password, code: "", from: "10.0.0.3")
        else {
            Issue.record("not locked")
            return
        }
        #expect(seconds == 900)
        place.time.advance(minutes: 14)
        #expect(await place.logIn(from: "10.0.0.3") == nil)
        place.time.advance(minutes: 1)
        #expect(await place.logIn(from: "10.0.0.3") != nil)
    }

    @Test("An address that tries many badges waits, longer with each, and no other does")
    func manyBadges() async throws {
        let place = try Place()
        defer { place.end() }
        #expect(await place.logIn("不对", from: "10.0.0.9") == nil)
        let desk = place.desk
        await place.door.onLoop { for _ in 0..<10 { desk.officers.addMiss("10.0.0.9") } }
        guard
            case .wait = await place.door.logIn(badge: "021", password: Self.password, code: "", from: "10.0.0.9")
        else {
            Issue.record("not slowed down")
            return
        }
        #expect(await place.logIn(from: "10.0.0.1") != nil)
        place.time.advance(minutes: 1)
        #expect(await place.logIn(from: "10.0.0.9") != nil)
    }

    @Test("Identity wants the password anew after five minutes, whatever the role; a wrong one opens nothing")
    func proof() async throws {
        let place = try Place(roles: [.cases, .audit])
        defer { place.end() }
        let (token, pass) = try #require(await place.logIn())
        let command = StaffFrame.Command.act(
            .init(
                number: "XF202611230000018", act: "查看身份",
                fields: JSONObject([.init("reason", .string("核对"))])))
        func refusal() async -> WireError? {
            do {
                _ = try await pass.line.ask(command)
                return nil
            } catch { return error }
        }
        #expect(await refusal()?.code == .notFound)
        place.time.advance(minutes: 6)
        #expect(await place.door.pass(token)?.isRecent == false)
        #expect(await refusal()?.code == .forbidden)
        if case .done = await place.door.prove("不对", pass) { Issue.record("a wrong password was taken") }
        #expect(await refusal()?.code == .forbidden)
        guard case .done = await place.door.prove(Self.password, pass) else {
            Issue.record("the right password was not taken")
            return
        }
        #expect(await refusal()?.code == .notFound)
        #expect(await place.door.pass(token)?.isRecent == true)
    }

    @Test("A line does what the role may do and no more, with the limits of the wire")
    func rights() async throws {
        let place = try Place(roles: [.intake])
        defer { place.end() }
        let (_, pass) = try #require(await place.logIn())
        #expect(try await pass.line.ask(.queue(after: nil, limit: 10))["items"]?.array == [])
        func code(_ command: StaffFrame.Command) async -> ErrorCode? {
            do {
                _ = try await pass.line.ask(command)
                return nil
            } catch { return error.code }
        }
        #expect(await code(.outbox(row: 1, .retry)) == .forbidden)
        #expect(await code(.account(badge: "021", .password)) == .forbidden)
        #expect(
            await code(.addOfficer(Officer(badge: "9", name: "n", unit: "u", roles: [.admin]))) == .forbidden)
        #expect(await code(.follow(conv: "c7")) == .notFound)
        #expect(await code(.say(conv: "c7", text: String(repeating: "字", count: 2_001), version: nil)) == .textTooLong)
        #expect(await code(.follow(conv: "")) == .badRequest)
        #expect(await code(.act(.init(number: "XF1", act: "受理"))) == .notFound)
    }

    @Test("Topics are told once, in whatever order pages ask; what was forgotten is told as everything")
    func news() async throws {
        let place = try Place()
        defer { place.end() }
        let (_, pass) = try #require(await place.logIn())
        let line = pass.line
        let (first, start) = await line.changes(after: 0)
        #expect(first == [.all])
        #expect(await line.changes(after: start).topics.isEmpty)
        await place.door.onLoop {
            line.note(.desk)
            line.note(.talk("c7"))
            line.note(.desk)
        }
        let (topics, mark) = await line.changes(after: start)
        #expect(topics == [.desk, .talk("c7")])
        #expect(await line.changes(after: mark).topics.isEmpty)
        #expect(await line.changes(after: mark - 1).topics == [.desk])
        #expect(await line.changes(after: mark + 1).topics == [.all])
        await place.door.onLoop { for number in 0..<200 { line.note(.talk("c\(number)")) } }
        #expect(await line.changes(after: mark).topics == [.all])
        let (_, last) = await line.changes(after: mark)
        #expect(await line.changes(after: last - 3).topics == [.talk("c197"), .talk("c198"), .talk("c199")])
    }

    @Test("A page that does not read holds one signal, and the ninth page of a browser takes the first one's place")
    func stalled() async throws {
        let place = try Place()
        defer { place.end() }
        let (_, pass) = try #require(await place.logIn())
        let streams = (0..<9).map { _ in pass.line.news() }
        await place.door.onLoop { for _ in 0..<10_000 { pass.line.note(.desk) } }
        await place.door.logOut(pass)
        var counts: [Int] = []
        for stream in streams {
            var count = 0
            for await _ in stream.wakes { count += 1 }
            counts.append(count)
        }
        #expect(counts == Array(repeating: 1, count: 9))
    }

    @Test("Drafts are kept by conversation, at most so many, and outlive a log-in that ran out")
    func drafts() async throws {
        let place = try Place()
        defer { place.end() }
        let (_, pass) = try #require(await place.logIn())
        for number in 0..<40 { await place.door.keep(draft: "第 \(number) 句", for: "c\(number)", pass) }
        #expect(await place.door.draft(for: "c0", pass).isEmpty)
        #expect(await place.door.draft(for: "c39", pass) == "第 39 句")
        await place.door.keep(draft: "", for: "c39", pass)
        #expect(await place.door.draft(for: "c39", pass).isEmpty)
        await place.door.keep(draft: String(repeating: "字", count: 2_001), for: "c1", pass)
        #expect(await place.door.draft(for: "c1", pass).isEmpty)
        place.time.advance(minutes: 31)
        let (_, later) = try #require(await place.logIn())
        #expect(await place.door.draft(for: "c38", later) == "第 38 句")
        // A session that is over keeps nothing more, and rights that changed take the drafts along.
        await place.door.keep(draft: "晚到", for: "c38", pass)
        #expect(await place.door.draft(for: "c38", later) == "第 38 句")
        await place.door.onLoop { [desk = place.desk] in desk.dismiss("021") }
        #expect(await place.door.draft(for: "c38", later).isEmpty)
    }

    @Test("Lists that an officer keeps are there in every browser and at the next log-in, at most so many")
    func views() async throws {
        let place = try Place()
        defer { place.end() }
        let (_, one) = try #require(await place.logIn())
        let (_, two) = try #require(await place.logIn())
        for number in 1...12 {
            try await place.door.keep(view: SavedView(name: "清单 \(number)", query: "list=open"), one)
        }
        await #expect(throws: WireError.self) {
            try await place.door.keep(view: SavedView(name: "清单 13", query: ""), one)
        }
        // The same name again is the same list.
        try await place.door.keep(view: SavedView(name: "清单 12", query: "list=overdue"), two)
        #expect(await place.door.views(of: one).last?.query == "list=overdue")
        try await place.door.drop(view: "清单 1", one)
        let left = await place.door.views(of: two)
        #expect(left.count == 11 && left.first?.name == "清单 2")
        for name in ["", String(repeating: "长", count: 21)] {
            await #expect(throws: WireError.self) {
                try await place.door.keep(view: SavedView(name: name, query: ""), one)
            }
        }
        await place.door.logOut(one)
        let (_, later) = try #require(await place.logIn())
        #expect(await place.door.views(of: later) == left)
    }

    @Test("Who has a case open is known to the others, and forgotten when they are gone")
    func watching() async throws {
        let place = try Place()
        defer { place.end() }
        let (_, one) = try #require(await place.logIn())
        #expect(await place.door.look(at: "XF1", one).isEmpty)
        // In another browser it is the same officer.
        let (_, same) = try #require(await place.logIn())
        #expect(await place.door.look(at: "XF1", same).isEmpty)
        var watchers = CaseWatchers()
        let areNew = [("021", Int64(0)), ("022", 10), ("021", 20)].map { watchers.look("XF1", $0.0, at: $0.1) }
        #expect(areNew == [true, true, false])
        #expect(watchers.badges("XF1") == ["021", "022"] && watchers.badges("XF2").isEmpty)
        let early = watchers.forget(before: 10)
        #expect(early.isEmpty)
        let left = watchers.forget(before: 11)
        #expect(left.map(\.number) == ["XF1"] && left.first?.badges == ["021"])
        let last = watchers.forget(before: 100)
        #expect(last.first?.badges == [] && watchers.badges("XF1").isEmpty)
    }
}
