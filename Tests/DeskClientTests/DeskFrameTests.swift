// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol
import Testing

@testable import DeskClient

@Suite("Frames as the desk takes them")
struct DeskFrameTests {
    static func frame(_ text: String) -> DeskFrame? { DeskFrame(Array(text.utf8)) }

    @Test("what the server writes is understood")
    func understood() {
        var writer = JSONWriter()
        let event = DeskEvent(.safetyAlert, fields: [.init("kind", "自伤"), .init("kiosk", "2号机")])
        ServerFrame.event(event, seq: 57, at: DeskFixture.now, conversation: ConversationID(9), to: &writer)
        #expect(
            DeskFrame(writer.bytes)
                == .event(
                    DeskNotice(
                        seq: 57, at: DeskFixture.now, kind: .safetyAlert, conv: "c9",
                        fields: ["kind": "自伤", "kiosk": "2号机"])))
        writer.bytes = []
        let line = TranscriptLine(seq: 12, at: DeskFixture.now, from: .officer, badge: "012", text: "您好\n请坐")
        ServerFrame.line(line, conv: ConversationID(9), to: &writer)
        #expect(
            DeskFrame(writer.bytes)
                == .line(
                    conv: "c9",
                    SpokenLine(seq: 12, at: DeskFixture.now, from: .officer, badge: "012", text: "您好\n请坐")))
        writer.bytes = []
        ServerFrame.error(WireError(.conflict, "变了", re: "x", retryAfter: 3), to: &writer)
        #expect(DeskFrame(writer.bytes) == .error(re: "x", code: "conflict", text: "变了", retryAfter: 3))
        writer.bytes = []
        ServerFrame.gap(from: 3, to: &writer)
        #expect(DeskFrame(writer.bytes) == .gap)
        writer.bytes = []
        ServerFrame.pong(re: "p", to: &writer)
        #expect(DeskFrame(writer.bytes) == .pong)
    }

    @Test("nothing that comes over the line steers the terminal")
    func cleaned() throws {
        let line = try #require(
            Self.frame(
                #"{"type":"line","conv":"c\u001b[2J9","seq":1,"at":"2026-11-23T09:30:00+08:00","from":"petitioner","#
                    + #""text":"a\u001b]0;x\u0007b\u0000\u0008c\nd\u202e"}"#))
        guard case .line(let conv, let spoken) = line else {
            Issue.record("no line")
            return
        }
        #expect(conv == "c9")
        #expect(spoken.text == "abc\nd")
        guard
            case .event(let notice)? = Self.frame(
                #"{"type":"event","seq":1,"at":"2026-11-23T09:30:00+08:00","event":"x\u001b[1m","kiosk":"\u001bcb\n"}"#)
        else {
            Issue.record("no event")
            return
        }
        #expect(notice.kind == nil)
        #expect(!(notice.name + notice.place).unicodeScalars.contains { $0.value < 0x20 })
    }

    @Test("a type of a later version is passed over, what is broken is dropped")
    func strange() {
        #expect(Self.frame(#"{"type":"later","x":1}"#) == .unknown)
        for text in [
            "", "[]", "{}", #"{"type":1}"#, #"{"type":"ok"}"#, #"{"type":"error"}"#, #"{"type":"event","seq":1}"#,
            #"{"type":"line","conv":"c1","seq":"1"}"#,
            #"{"type":"line","conv":"c1","seq":1,"at":"2026-13-01T00:00:00+08:00","from":"bot","text":""}"#,
        ] {
            #expect(Self.frame(text) == nil, "\(text)")
        }
    }

    @Test("times are read as they are written", arguments: [0, 1_795_397_400_000, 951_782_399_000, 4_102_416_000_000])
    func times(milliseconds: Int64) {
        let time = Timestamp(milliseconds: milliseconds)
        #expect(Timestamp(wire: time.iso8601) == time)
    }

    @Test(
        "what is no time is none",
        arguments: [
            "", "2026-11-23", "2026-11-23T09:30:00Z", "2026-11-23T24:00:00+08:00", "2026-02-30T00:00:00+08:00",
            "2026-11-23T09:3x:00+08:00", "2026-11-23 09:30:00+08:00", "2026-11-23T09:30:00+09:00",
        ])
    func noTime(text: String) {
        #expect(Timestamp(wire: text) == nil)
    }
}
