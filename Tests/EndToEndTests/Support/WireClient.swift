// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One line that the server sent.
struct Frame: Sendable {
    var raw: [UInt8]
    var json: JSON

    var text: String { String(decoding: raw, as: UTF8.self) }
    var type: String { json["type"]?.string ?? "" }
    var re: String? { json["re"]?.string }
    var code: String? { json["code"]?.string }
    var seq: Int64? { json["seq"]?.int }
    var conv: String? { json["conv"]?.string }
    var version: Int64? { json["version"]?.int }
    var owner: String? { json["owner"]?.string }
    var ended: Bool { json["ended"]?.bool ?? false }
    var messages: [JSON] { json["messages"]?.array ?? [] }
    var expect: String { json["expect"]?["kind"]?.string ?? "" }

    subscript(key: String) -> JSON? { json[key] }

    func message(_ kind: String) -> JSON? { messages.first { $0["kind"]?.string == kind } }

    /// All that a person reads in it.
    var said: String { messages.compactMap { $0["text"]?.string }.joined(separator: "\n") }

    /// What must come again when an id is repeated: `seq` and messages.
    var essence: String {
        JSON.object([
            "seq": json["seq"] ?? .null, "messages": json["messages"] ?? .null, "expect": json["expect"] ?? .null,
        ]).text
    }
}

/// A client of the JSON Lines dialect. Frames that are not asked for yet are kept, in order.
class WireClient {
    let socket: Socket
    private var unread: [UInt8] = []
    private var kept: [Frame] = []
    private var pings = 0

    init(port: Int) throws { socket = try Socket(port: port) }

    func close() { socket.close() }

    // MARK: Sending

    func send(_ frame: JSON) throws { try socket.send(frame.text + "\n") }

    func send(raw text: String) throws { try socket.send(text) }

    func send(raw bytes: [UInt8]) throws { try socket.send(bytes) }

    /// Several frames in one write.
    func send(all frames: [JSON]) throws {
        try socket.send(frames.map { $0.text + "\n" }.joined())
    }

    // MARK: Receiving

    /// The first frame, kept or new, that fits.
    func next(
        _ what: String = "frame", within seconds: Double = Socket.patience, where fits: (Frame) -> Bool = { _ in true }
    ) throws -> Frame {
        if let index = kept.firstIndex(where: fits) { return kept.remove(at: index) }
        let deadline = Date(timeIntervalSinceNow: seconds)
        while true {
            guard let frame = try read(until: deadline) else {
                let seen = kept.suffix(5).map { $0.text.prefix(600) }.joined(separator: "\n")
                throw TestFailure("\(what) did not come. Last frames:\n\(seen)")
            }
            if fits(frame) { return frame }
            kept.append(frame)
        }
    }

    /// nil when the time is over; throws when the connection is.
    private func read(until deadline: Date) throws -> Frame? {
        while true {
            if let end = unread.firstIndex(of: 0x0A) {
                let raw = Array(unread[..<end])
                unread.removeSubrange(...end)
                guard let json = try? JSON(parsing: raw), json.object != nil else {
                    throw TestFailure("not a frame: \(String(decoding: raw.prefix(200), as: UTF8.self))")
                }
                return Frame(raw: raw, json: json)
            }
            let left = deadline.timeIntervalSinceNow
            guard left > 0, let bytes = socket.receive(within: left) else { return nil }
            guard !bytes.isEmpty else { throw TestFailure("the server closed the connection") }
            unread += bytes
        }
    }

    /// The answer to a message: a turn, an ok, an error or a pong.
    func answer(to id: String, within seconds: Double = Socket.patience) throws -> Frame {
        try next("the answer to \(id)", within: seconds) { $0.re == id && $0.type != "line" && $0.type != "event" }
    }

    func answer(to id: String, type: String) throws -> Frame {
        let frame = try answer(to: id)
        guard frame.type == type else { throw TestFailure("\(id) got \(frame.text) instead of \(type)") }
        return frame
    }

    func refusal(of id: String, _ code: String) throws -> Frame {
        let frame = try answer(to: id)
        guard frame.type == "error", frame.code == code else {
            throw TestFailure("\(id) got \(frame.text) instead of error \(code)")
        }
        return frame
    }

    /// An error that names no message.
    func refusal(_ code: String) throws -> Frame {
        let frame = try next("an error \(code)") { $0.type == "error" }
        guard frame.code == code else { throw TestFailure("got \(frame.text) instead of error \(code)") }
        return frame
    }

    /// Everything that has arrived up to now, by a ping that is answered after it.
    func settle() throws {
        pings += 1
        let id = "settle-\(pings)"
        try send(["type": "ping", "id": .string(id)])
        _ = try answer(to: id, type: "pong")
    }

    /// What came and was not asked for.
    var unclaimed: [Frame] { kept }

    func dropUnclaimed() { kept = [] }

    /// Reads until the server closes; what came meanwhile is kept.
    func waitForClose(within seconds: Double = Socket.patience) throws {
        let deadline = Date(timeIntervalSinceNow: seconds)
        do {
            while let frame = try read(until: deadline) { kept.append(frame) }
        } catch { return }
        throw TestFailure("the server did not close the connection")
    }
}

/// A relay: says what petitioners say.
final class RelayClient: WireClient {
    private(set) var welcome: Frame
    private var counter = 0
    /// Apart from those of other connections of the name.
    private let mark = String(UInt32.random(in: 0...UInt32.max), radix: 36)

    init(port: Int, name: String, token: String) throws {
        welcome = Frame(raw: [], json: .null)
        try super.init(port: port)
        try send([
            "type": "hello", "v": 1, "role": "relay", "name": .string(name), "token": .string(token),
        ])
        welcome = try next("welcome")
        guard welcome.type == "welcome" else { throw TestFailure("no welcome: \(welcome.text)") }
    }

    static func saying(_ conv: String, _ id: String, _ text: String) -> JSON {
        ["type": "say", "conv": .string(conv), "id": .string(id), "text": .string(text)]
    }

    /// An id that this client did not use before.
    func newID() -> String {
        counter += 1
        return "m\(counter)-\(mark)"
    }

    /// Says something and waits for the turn.
    @discardableResult
    func say(_ conv: String, _ text: String, id: String? = nil) throws -> Frame {
        let id = id ?? newID()
        try send(Self.saying(conv, id, text))
        return try answer(to: id, type: "turn")
    }

    func push(_ conv: String, _ what: String = "push", where fits: (Frame) -> Bool = { _ in true }) throws -> Frame {
        try next("\(what) for \(conv)") { $0.type == "push" && $0.conv == conv && fits($0) }
    }
}

/// An officer's client.
final class StaffClient: WireClient {
    private(set) var welcome: Frame
    private var counter = 0
    /// Command ids belong to the officer, not to the connection.
    private let mark = String(UInt32.random(in: 0...UInt32.max), radix: 36)

    init(port: Int, token: String) throws {
        welcome = Frame(raw: [], json: .null)
        try super.init(port: port)
        try send(["type": "hello", "v": 1, "role": "staff", "token": .string(token)])
        welcome = try next("welcome")
        guard welcome.type == "welcome" else { throw TestFailure("no welcome: \(welcome.text)") }
    }

    /// Sends a command and waits for its `ok` or `error`. Without an id it gets a new one.
    func ask(_ type: String, _ members: [String: JSON] = [:]) throws -> Frame {
        var frame = members
        counter += 1
        let id = members["id"]?.string ?? "k\(counter)-\(mark)"
        frame["type"] = .string(type)
        frame["id"] = .string(id)
        try send(.object(frame))
        return try answer(to: id)
    }

    @discardableResult
    func ok(_ type: String, _ members: [String: JSON] = [:]) throws -> Frame {
        let frame = try ask(type, members)
        guard frame.type == "ok" else { throw TestFailure("\(type) got \(frame.text)") }
        return frame
    }

    @discardableResult
    func refusal(_ type: String, _ members: [String: JSON] = [:], code: String) throws -> Frame {
        let frame = try ask(type, members)
        guard frame.type == "error", frame.code == code else {
            throw TestFailure("\(type) got \(frame.text) instead of error \(code)")
        }
        return frame
    }

    func event(_ name: String, where fits: (Frame) -> Bool = { _ in true }) throws -> Frame {
        try next("event \(name)") { $0.type == "event" && $0["event"]?.string == name && fits($0) }
    }

    func line(_ conv: String, from: String, where fits: (Frame) -> Bool = { _ in true }) throws -> Frame {
        try next("line from \(from)") {
            $0.type == "line" && $0.conv == conv && $0["from"]?.string == from && fits($0)
        }
    }
}
