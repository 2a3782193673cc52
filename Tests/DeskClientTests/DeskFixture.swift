// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol
import Testing

@testable import DeskClient

/// A model and a server that answers as the test says, with lines as they stand on the wire.
struct DeskFixture {
    // 2026-11-23T09:30:00+08:00
    static let now = Timestamp(milliseconds: 1_795_397_400_000)

    var model = DeskModel(now: now, idPrefix: "t")
    /// Commands sent so far and not yet answered, oldest first.
    var asked: [StaffFrame] = []
    var others: [DeskCommand] = []

    /// Connected, watching, the queue empty.
    static func online() throws -> DeskFixture {
        var desk = DeskFixture()
        try desk.line(#"{"type":"welcome","v":1,"server":"shouwen/0.1.0","epoch":"e","features":[],"limits":{}}"#)
        #expect(desk.asked.map(\.command) == [.watch(.now), .queue(after: nil, limit: 200)])
        try desk.ok(#""seq":40"#)
        try desk.ok(#""items":[],"next":null"#)
        _ = desk.model.takeNews()
        return desk
    }

    /// With two conversations that wait.
    static func busy() throws -> DeskFixture {
        var desk = try online()
        desk.take(desk.model.askQueue())
        try desk.ok(
            #""items":[{"conv":"c5","version":3,"since":"2026-11-23T09:18:00+08:00","reason":"asked","kiosk":"1号机","#
                + #""purpose":"求决","case":"XF202611230000171","due":"2026-12-08"},"#
                + #"{"conv":"c9","version":2,"since":"2026-11-23T09:29:30+08:00","reason":"safety","kiosk":"2号机","#
                + #""purpose":null,"case":null,"due":null}],"next":null"#)
        _ = desk.model.takeNews()
        return desk
    }

    /// In a conversation that was claimed.
    static func talking() throws -> DeskFixture {
        var desk = try busy()
        desk.press(.character("j"), .enter)
        try desk.ok(#""version":4"#)
        try desk.ok(
            #""version":4,"items":[{"seq":1,"at":"2026-11-23T09:10:00+08:00","from":"petitioner","text":"老板欠我三个月工资"},"#
                + #"{"seq":1,"at":"2026-11-23T09:10:00+08:00","from":"bot","text":"干了活拿不到钱，谁都急。\n要不要登记？\n1. 要\n2. 先不用"},"#
                + #"{"seq":4,"at":"2026-11-23T09:30:00+08:00","from":"system","text":"012 号工作人员来了"}],"next":null"#)
        desk.others = []
        _ = desk.model.takeNews()
        return desk
    }

    mutating func take(_ commands: [DeskCommand]) {
        for command in commands {
            if case .send(.staff(let frame)) = command { asked.append(frame) } else { others.append(command) }
        }
    }

    /// A line of the server.
    mutating func line(_ text: String) throws {
        take(model.receive(try #require(DeskFrame(Array(text.utf8)), "not a frame: \(text)")))
    }

    /// The server does the oldest command.
    mutating func ok(_ members: String = "") throws {
        try #require(!asked.isEmpty)
        let frame = asked.removeFirst()
        try line(#"{"type":"ok","re":"\#(frame.id)"\#(members.isEmpty ? "" : ",")\#(members)}"#)
    }

    /// The server refuses the oldest command.
    mutating func refuse(_ code: String, _ text: String) throws {
        try #require(!asked.isEmpty)
        let frame = asked.removeFirst()
        try line(#"{"type":"error","re":"\#(frame.id)","code":"\#(code)","text":"\#(text)"}"#)
    }

    mutating func event(_ seq: Int, _ name: String, _ members: String = "") throws {
        try line(
            #"{"type":"event","seq":\#(seq),"at":"2026-11-23T09:29:00+08:00","event":"\#(name)"\#(members.isEmpty ? "" : ",")\#(members)}"#
        )
    }

    mutating func press(_ keys: Key...) {
        for key in keys { take(model.key(key)) }
    }

    mutating func type(_ text: String) {
        for character in text { take(model.key(.character(character))) }
    }

    var commands: [StaffFrame.Command] { asked.map(\.command) }

    func screen(_ columns: Int = 80, _ rows: Int = 24) -> [String] {
        DeskScreen.render(model, columns: columns, rows: rows).lines.map { line in
            var text = line.text[...]
            while text.last == " " { text = text.dropLast() }
            return String(text)
        }
    }
}
