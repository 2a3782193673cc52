// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// One connection of the crash harness: drives talks to their receipts, one message under way at a time, and knows what
/// was acknowledged and what was not when the line broke.
final class CrashWorker: @unchecked Sendable {
    struct Acknowledged {
        var id: String
        var text: String
        var frame: Frame
    }

    struct Talk {
        var conv: String
        var client = GenericClient()
        var acknowledged: [Acknowledged] = []
        /// Sent, and not answered yet.
        var pending: (id: String, text: String)?
    }

    static let firstLines = [
        "小区暖气不热 找物业没人管", "包工头欠我四万块工钱要不回来", "建议在三小门口装个红绿灯", "我要举报村会计 把低保钱装自己口袋了",
        "镇上的处理意见我不服",
    ]

    let name: String
    private(set) var talks: [Talk] = []
    private(set) var problems: [String] = []
    private(set) var answered = 0
    private(set) var resent = 0

    init(name: String) { self.name = name }

    /// Runs until the line breaks. Called on a thread of its own, once a round.
    /// - Parameter progress: told of every turn that was acknowledged.
    func run(port: Int, token: String, mostTalks: Int, progress: () -> Void) {
        do {
            let relay = try RelayClient(port: port, name: name, token: token)
            try takeUp(relay)
            while true {
                if talks.last.map(\.client.isDone) ?? true {
                    guard talks.count < mostTalks else { return }
                    talks.append(Talk(conv: "\(name)-\(talks.count)"))
                }
                let index = talks.count - 1
                let text =
                    talks[index].client.turns.isEmpty
                    ? Self.firstLines[index % Self.firstLines.count] : talks[index].client.next()
                talks[index].pending = ("\(talks[index].conv)/\(talks[index].acknowledged.count)", text)
                try send(relay, index)
                progress()
            }
        } catch {
            // The server was killed: what is pending stays so.
        }
    }

    /// After a restart: what was acknowledged comes again as it was, and the last unacknowledged id is sent again.
    private func takeUp(_ relay: RelayClient) throws {
        guard let index = talks.indices.last else { return }
        for known in talks[index].acknowledged.suffix(8) { try compare(known, talks[index].conv, relay) }
        guard talks[index].pending != nil else { return }
        resent += 1
        try send(relay, index)
    }

    private func send(_ relay: RelayClient, _ index: Int) throws {
        guard let pending = talks[index].pending else { return }
        try relay.send(RelayClient.saying(talks[index].conv, pending.id, pending.text))
        let frame = try relay.answer(to: pending.id)
        guard frame.type == "turn" else {
            problems.append("\(pending.id) got \(frame.text)")
            throw TestFailure("no turn")
        }
        talks[index].pending = nil
        talks[index].acknowledged.append(Acknowledged(id: pending.id, text: pending.text, frame: frame))
        talks[index].client.note(pending.text, frame)
        answered += 1
    }

    private func compare(_ known: Acknowledged, _ conv: String, _ relay: RelayClient) throws {
        try relay.send(RelayClient.saying(conv, known.id, "不是原来的话"))
        let again = try relay.answer(to: known.id)
        if again.raw != known.frame.raw { problems.append("\(known.id) was \(known.frame.text) and is \(again.text)") }
    }

    /// At the end: every acknowledged turn again, by its id and by `resume`, each once and in order.
    func verify(port: Int, token: String) throws {
        let relay = try RelayClient(port: port, name: name, token: token)
        for index in talks.indices where talks[index].pending != nil { try send(relay, index) }
        for talk in talks {
            for known in talk.acknowledged { try compare(known, talk.conv, relay) }
            guard let last = talk.acknowledged.last else { continue }
            relay.dropUnclaimed()
            try relay.send(["type": "resume", "conv": .string(talk.conv), "after": 0])
            for known in talk.acknowledged {
                let again = try relay.next("turn of \(talk.conv)") { $0.type == "turn" || $0.type == "push" }
                if again.raw != known.frame.raw {
                    problems.append("resume gives \(again.text) where \(known.frame.text) was")
                }
            }
            let behind = try relay.say(talk.conv, "", id: "behind")
            if !last.frame.ended, behind.seq != (last.frame.seq ?? 0) + 1 {
                problems.append("\(talk.conv): seq \(behind.seq ?? 0) follows \(last.frame.seq ?? 0)")
            }
            if relay.unclaimed.contains(where: { $0.type == "turn" }) {
                problems.append("\(talk.conv): more turns than were acknowledged")
            }
        }
    }

    /// Receipt numbers that the petitioners hold.
    var receipts: [String] { talks.flatMap(\.client.receipts).compactMap { $0["number"]?.string } }
}
