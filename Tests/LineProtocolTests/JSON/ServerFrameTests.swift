// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import LineProtocol

@Suite("Frames of the server")
struct ServerFrameTests {
    // 2026-11-23T09:30:00+08:00
    static let at = Timestamp(milliseconds: 1_795_397_400_000)

    static func turn(
        _ messages: [Message], expect: IntakeModel.Expectation = .init(.choice), owner: Owner = .bot
    ) -> StoredTurn {
        StoredTurn(
            journal: 90, conversation: ConversationID(12), version: 4, leg: LegID(3), seq: 1, isPush: false, at: at,
            source: .petitioner, opened: false, input: "老板欠我工资", messages: messages, expect: expect, owner: owner,
            cases: [], ended: false)
    }

    static func date(_ month: Int, _ day: Int) throws -> CivilDate {
        try #require(CivilDate(year: 2026, month: month, day: day))
    }

    static func fill(_ hole: Hole) -> String? {
        switch hole {
        case .draftNumber: "12345678"
        case .code: "4729 8163 0552"
        case .identity(.phone): "138****0001"
        case .identity, .number, .due, .unit, .firstContact, .filedOn: nil
        }
    }

    @Test("a turn")
    func turn() {
        let turn = Self.turn([
            Message(.text, "干了活拿不到钱，谁都急。"),
            Message(.menu([.init(key: "1", text: "要，登记"), .init(key: "2", text: "先\"不\"用")]), "1. 要，登记\n2. 先\"不\"用"),
        ])
        #expect(
            JSONWriter.text { ServerFrame.turn(turn, conv: "wx-8841", re: "m1", to: &$0, fill: Self.fill) }
                == #"{"type":"turn","conv":"wx-8841","re":"m1","seq":1,"owner":"bot","messages":"#
                + #"[{"kind":"text","text":"干了活拿不到钱，谁都急。"},"#
                + #"{"kind":"menu","text":"1. 要，登记\n2. 先\"不\"用","options":[{"key":"1","text":"要，登记"},"#
                + #"{"key":"2","text":"先\"不\"用"}]}],"expect":{"kind":"choice","secret":false}}"# + "\n")
    }

    @Test("a turn with everything that is sometimes there")
    func fullTurn() {
        var turn = Self.turn([Message(.notice, "再见。")], expect: .init(.none, secret: true), owner: .queue)
        turn.cases = ["XF1", "XF2"]
        turn.ended = true
        #expect(
            JSONWriter.text {
                ServerFrame.turn(turn, conv: "c", re: "m", isNew: true, isResumed: true, to: &$0, fill: Self.fill)
            }
                == #"{"type":"turn","conv":"c","re":"m","seq":1,"owner":"queue","messages":[{"kind":"notice","text":"再见。"}],"#
                + #""expect":{"kind":"none","secret":true},"cases":["XF1","XF2"],"ended":true,"new":true,"resumed":true}"#
                + "\n")
    }

    @Test("a push of an officer")
    func push() {
        let turn = Self.turn(
            [Message(.officer(badge: "012"), "您好")], expect: .init(.text), owner: .officer(badge: "012"))
        #expect(
            JSONWriter.text { ServerFrame.push(turn, conv: "c", to: &$0, fill: Self.fill) }
                == #"{"type":"push","conv":"c","seq":1,"owner":"officer","messages":[{"kind":"officer","text":"您好","#
                + #""badge":"012"}],"expect":{"kind":"text","secret":false}}"# + "\n")
    }

    static func receipt() throws -> Message {
        let clock = ClockNote(
            rule: "转送", from: try date(11, 23), nominalDue: try date(12, 8), effectiveDue: try date(12, 8),
            provisional: false, article: "信访工作条例第二十二条")
        return Message(
            .receipt(
                .init(
                    claim: 0, person: 1, number: "XF202611230000171", unit: "县人社局", firstContact: "012",
                    clocks: [clock])),
            "已登记。编号 XF202611230000171，查询码 \(Hole.code(1).marker)。")
    }

    @Test("every kind of message")
    func messages() throws {
        let expected: [(Message, String)] = [
            (Message(.text, "好"), #"{"kind":"text","text":"好"}"#),
            (Message(.notice, "\t"), #"{"kind":"notice","text":"\t"}"#),
            (
                Message(.answer(id: "wages", basis: "劳动法第五十条"), "按月发。"),
                #"{"kind":"answer","text":"按月发。","id":"wages","basis":"劳动法第五十条"}"#
            ),
            (
                Message(
                    .review([.init(key: "phone", label: "电话", value: Hole.identity(.phone).marker)]),
                    "电话：\(Hole.identity(.phone).marker)"),
                #"{"kind":"review","text":"电话：138****0001","items":[{"key":"phone","label":"电话","value":"138****0001"}]}"#
            ),
            (
                Message(.draft, "续办号 \(Hole.draftNumber.marker)，查询码 \(Hole.code(0).marker)"),
                #"{"kind":"draft","text":"续办号 12345678，查询码 4729 8163 0552","number":"12345678","code":"4729 8163 0552"}"#
            ),
            (
                try Self.receipt(),
                #"{"kind":"receipt","text":"已登记。编号 XF202611230000171，查询码 4729 8163 0552。","#
                    + #""number":"XF202611230000171","code":"4729 8163 0552","unit":"县人社局","first_contact":"012","#
                    + #""clocks":[{"rule":"转送","nominal_due":"2026-12-08","article":"信访工作条例第二十二条"}]}"#
            ),
            (Message(.menu([]), "无"), #"{"kind":"menu","text":"无","options":[]}"#),
            (Message(.officer(badge: "007"), "来了"), #"{"kind":"officer","text":"来了","badge":"007"}"#),
        ]
        for (message, json) in expected {
            #expect(JSONWriter.text { ServerFrame.message(message, to: &$0, fill: Self.fill) } == json)
        }
    }

    @Test("a hole that may not be filled takes its key along and never leaves a control character in the line")
    func unfilled() throws {
        let message = try Self.receipt()
        let json = JSONWriter.text { ServerFrame.message(message, to: &$0) { _ in nil } }
        let value = try JSONReader.read(Array(json.utf8))
        #expect(value["code"] == nil)
        #expect(json.utf8.allSatisfy { $0 >= 0x20 })
    }

    @Test("the small frames")
    func smallFrames() {
        #expect(
            JSONWriter.text {
                ServerFrame.welcome(server: "shouwen/0.1.0", epoch: "e1", features: ["staff"], to: &$0)
            }
                == #"{"type":"welcome","v":1,"server":"shouwen/0.1.0","epoch":"e1","features":["staff"],"#
                + #""limits":{"frame":65536,"text":2000,"inflight":64}}"# + "\n")
        #expect(JSONWriter.text { ServerFrame.pong(re: "p1", to: &$0) } == #"{"type":"pong","re":"p1"}"# + "\n")
        #expect(JSONWriter.text { ServerFrame.gap(from: 80, to: &$0) } == #"{"type":"gap","from":80}"# + "\n")
        #expect(JSONWriter.text { ServerFrame.ok(re: "c1", to: &$0) } == #"{"type":"ok","re":"c1"}"# + "\n")
        #expect(
            JSONWriter.text { ServerFrame.ok(re: "c1", version: 4, to: &$0) { $0.member("conv", "c7") } }
                == #"{"type":"ok","re":"c1","version":4,"conv":"c7"}"# + "\n")
    }

    @Test("every error code", arguments: ErrorCode.allCases)
    func errors(code: ErrorCode) throws {
        let bare = try JSONReader.read(Array(JSONWriter.text { ServerFrame.error(WireError(code), to: &$0) }.utf8))
        #expect(bare["type"] == .string("error"))
        #expect(bare["code"] == .string(code.rawValue))
        #expect(bare["text"] == .string(code.sentence))
        #expect(bare["re"] == nil)
        #expect(bare["retry_after"] == nil)
        let full = WireError(code, "慢一点", re: "m1", retryAfter: 2)
        #expect(
            JSONWriter.text { ServerFrame.error(full, to: &$0) }
                == #"{"type":"error","re":"m1","code":"\#(code.rawValue)","text":"慢一点","retry_after":2}"# + "\n")
    }

    @Test("the codes are those of the protocol")
    func codes() {
        #expect(
            ErrorCode.allCases.map(\.rawValue) == [
                "bad_frame", "frame_too_long", "not_greeted", "unauthorized", "forbidden", "unknown_type",
                "bad_request",
                "text_too_long", "rate_limited", "overloaded", "draining", "read_only", "conflict", "not_found",
                "internal",
            ])
    }

    @Test("an event")
    func event() {
        let event = DeskEvent(
            .caseFiled, caseNumber: "XF1",
            fields: [.init("purpose", "求决"), .init("unit", "县\"人社\"局"), .init("due", "2026-12-08")])
        #expect(
            JSONWriter.text {
                ServerFrame.event(event, seq: 41, at: Self.at, conversation: ConversationID(7), to: &$0)
            }
                == #"{"type":"event","seq":41,"at":"2026-11-23T09:30:00+08:00","event":"case.filed","case":"XF1","#
                + #""conv":"c7","purpose":"求决","unit":"县\"人社\"局","due":"2026-12-08"}"# + "\n")
    }

    @Test("lines of a turn, with nothing of code or identity")
    func lines() throws {
        var turn = Self.turn([
            try Self.receipt(), Message(.officer(badge: "012"), "我来"), Message(.notice, "工作人员已接手。"),
        ])
        turn.input = "我的电话 \(Hole.identity(.phone).marker)"
        let lines = TranscriptLine.lines(of: turn)
        #expect(lines.map(\.from) == [.petitioner, .bot, .officer, .system])
        #expect(lines.map(\.seq) == [4, 4, 4, 4])
        #expect(lines[0].text == "我的电话 ＊＊")
        #expect(lines[1].text == "已登记。编号 XF202611230000171，查询码 ＊＊。")
        #expect(
            JSONWriter.text { ServerFrame.line(lines[2], conv: ConversationID(12), to: &$0) }
                == #"{"type":"line","conv":"c12","seq":4,"at":"2026-11-23T09:30:00+08:00","from":"officer","badge":"012","#
                + #""text":"我来"}"# + "\n")
        #expect(
            JSONWriter.text {
                ServerFrame.transcript(re: "t1", version: 4, items: [lines[3]], next: nil, to: &$0)
            }
                == #"{"type":"ok","re":"t1","version":4,"items":[{"seq":4,"at":"2026-11-23T09:30:00+08:00","#
                + #""from":"system","text":"工作人员已接手。"}],"next":null}"# + "\n")
    }

    @Test("the queue")
    func queue() throws {
        let rows = [
            QueueRow(
                conversation: ConversationID(5), version: 3, since: Self.at, reason: .safety, kiosk: "2号机",
                purpose: nil, caseNumber: nil, due: nil),
            QueueRow(
                conversation: ConversationID(6), version: 1, since: Self.at, reason: .asked, kiosk: "wechat-gw",
                purpose: "求决", caseNumber: "XF1", due: try Self.date(12, 8)),
        ]
        #expect(
            JSONWriter.text { ServerFrame.queue(re: "q1", items: rows, next: ConversationID(6), to: &$0) }
                == #"{"type":"ok","re":"q1","items":[{"conv":"c5","version":3,"since":"2026-11-23T09:30:00+08:00","#
                + #""reason":"safety","kiosk":"2号机","purpose":null,"case":null,"due":null},"#
                + #"{"conv":"c6","version":1,"since":"2026-11-23T09:30:00+08:00","reason":"asked","kiosk":"wechat-gw","#
                + #""purpose":"求决","case":"XF1","due":"2026-12-08"}],"next":"c6"}"# + "\n")
    }

    @Test("a case with its clocks and ledger")
    func caseRecord() throws {
        let clock = CaseClock(
            note: ClockNote(
                rule: "告知", from: try Self.date(11, 23), nominalDue: try Self.date(12, 8),
                effectiveDue: try Self.date(12, 9), provisional: true, article: "第二十三条"),
            status: "open")
        var claim = ClaimDraft(purpose: .relief, topic: "劳动社保", flags: ["集体"])
        claim.particulars = [.init(key: "facts", label: "事实", text: "找 \(Hole.identity(.name).marker) 要")]
        let record = CaseRecord(
            number: "XF1", conversation: ConversationID(6), lane: .general, channel: "走访", filedAt: Self.at,
            claim: claim, unit: "县人社局", officer: "021", firstContact: "012",
            events: [CaseEvent(.filed, at: Self.at), CaseEvent(.accepted, at: Self.at, by: "021", text: "受理")])
        #expect(
            JSONWriter.text { ServerFrame.caseRecord(record, state: "filed", clocks: [clock], to: &$0) }
                == #"{"number":"XF1","conv":"c6","purpose":"求决","topic":"劳动社保","subtopic":null,"state":"filed","#
                + #""sealed":false,"channel":"走访","filed_at":"2026-11-23T09:30:00+08:00","flags":["集体"],"#
                + #""unit":"县人社局","officer":"021","first_contact":"012","naming":"实名","people":1,"respondent":null,"#
                + #""place":null,"particulars":[{"key":"facts","label":"事实","text":"找 ＊＊ 要"}],"clocks":[{"rule":"告知","#
                + #""from":"2026-11-23","nominal_due":"2026-12-08","effective_due":"2026-12-09","status":"open","#
                + #""days_over":0,"provisional":true,"article":"第二十三条"}],"events":[{"kind":"filed","#
                + #""at":"2026-11-23T09:30:00+08:00","text":""},{"kind":"accepted","at":"2026-11-23T09:30:00+08:00","#
                + #""by":"021","text":"受理"}]}"#)
    }

    @Test("several frames go into one buffer")
    func several() {
        let text = JSONWriter.text {
            ServerFrame.pong(re: "1", to: &$0)
            ServerFrame.pong(re: "2", to: &$0)
        }
        #expect(text == "{\"type\":\"pong\",\"re\":\"1\"}\n{\"type\":\"pong\",\"re\":\"2\"}\n")
    }
}
