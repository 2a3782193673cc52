// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import LineProtocol

@Suite("Frames of clients")
struct ClientFrameTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var line: String
        var role: ClientRole?
        var frame: ClientFrame
        var testDescription: String { line }

        init(_ line: String, _ role: ClientRole?, _ frame: ClientFrame) {
            self.line = line
            self.role = role
            self.frame = frame
        }

        init(_ line: String, staff id: String, _ command: StaffFrame.Command) {
            self.init(line, .staff, .staff(StaffFrame(id: id, command)))
        }
    }

    /// Lines as they are written, and what they mean.
    static let examples: [Example] = [
        Example(
            #"{"type":"hello","v":1,"role":"relay","name":"wechat-gw","token":"t"}"#, nil,
            .hello(Hello(role: .relay, name: "wechat-gw", token: "t"))),
        Example(
            #"{"type":"hello","v":3,"role":"staff","token":"t"}"#, nil,
            .hello(Hello(version: 3, role: .staff, name: nil, token: "t"))),
        Example(#"{"type":"ping","id":"p1"}"#, .relay, .ping(id: "p1")),
        Example(#"{"type":"ping","id":"p1"}"#, .staff, .ping(id: "p1")),
        Example(
            #"{"type":"say","conv":"wx-8841","id":"m1","text":"老板欠我三个月工资"}"#, .relay,
            .relay(.say(.init(conv: "wx-8841", id: "m1", text: "老板欠我三个月工资")))),
        Example(
            #"{"type":"say","conv":"c","id":"m1","text":"","channel":"电话","locale":"zh"}"#, .relay,
            .relay(.say(.init(conv: "c", id: "m1", text: "", channel: "电话", locale: "zh")))),
        Example(#"{"type":"ack","conv":"wx-8841","seq":9}"#, .relay, .relay(.ack(conv: "wx-8841", seq: 9))),
        Example(
            #"{"type":"resume","conv":"wx-8841","after":7}"#, .relay,
            .relay(.resume(conv: "wx-8841", after: 7, id: nil))),
        Example(
            #"{"type":"resume","id":"r","conv":"w","after":0}"#, .relay, .relay(.resume(conv: "w", after: 0, id: "r"))),
        Example(#"{"type":"catchup","id":"u1"}"#, .relay, .relay(.catchup(id: "u1"))),
        Example(#"{"type":"end","conv":"wx-8841","id":"m20"}"#, .relay, .relay(.end(conv: "wx-8841", id: "m20"))),
        Example(#"{"type":"watch","id":"w1","after":0}"#, staff: "w1", .watch(.after(0))),
        Example(#"{"type":"watch","id":"w1","after":"now"}"#, staff: "w1", .watch(.now)),
        Example(#"{"type":"queue","id":"q1","limit":200}"#, staff: "q1", .queue(after: nil, limit: 200)),
        Example(#"{"type":"queue","id":"q1","after":"c9","limit":3}"#, staff: "q1", .queue(after: "c9", limit: 3)),
        Example(#"{"type":"claim","id":"c1","conv":"c5","version":3}"#, staff: "c1", .claim(conv: "c5", version: 3)),
        Example(#"{"type":"claim","id":"c1","conv":"c5"}"#, staff: "c1", .claim(conv: "c5", version: nil)),
        Example(#"{"type":"follow","id":"f1","conv":"c5"}"#, staff: "f1", .follow(conv: "c5")),
        Example(
            #"{"type":"say","id":"s1","conv":"c5","text":"您好"}"#, staff: "s1",
            .say(conv: "c5", text: "您好", version: nil)),
        Example(
            #"{"type":"release","id":"r1","conv":"c5","to":"bot"}"#, staff: "r1",
            .release(conv: "c5", to: .bot, version: nil)),
        Example(
            #"{"type":"release","id":"r1","conv":"c5","to":"queue","version":2}"#, staff: "r1",
            .release(conv: "c5", to: .queue, version: 2)),
        Example(
            #"{"type":"release","id":"r1","conv":"c5","to":"officer","badge":"012"}"#, staff: "r1",
            .release(conv: "c5", to: .officer(badge: "012"), version: nil)),
        Example(
            #"{"type":"transcript","id":"t1","conv":"c5","after":0,"limit":200}"#, staff: "t1",
            .transcript(conv: "c5", after: 0, limit: 200)),
        Example(#"{"type":"case","id":"k1","number":"XF1"}"#, staff: "k1", .caseRecord(number: "XF1")),
        Example(
            #"{"type":"dictate","id":"d1","channel":"来信","text":"路坏了"}"#, staff: "d1",
            .dictate(.init(channel: "来信", text: "路坏了"))),
        Example(
            #"{"type":"dictate","id":"d2","conv":"c7","text":"1"}"#, staff: "d2",
            .dictate(.init(conv: "c7", text: "1"))),
        Example(#"{"type":"ack","id":"a1","event":57}"#, staff: "a1", .acknowledge(event: 57)),
        Example(#"{"type":"outbox","id":"b1","row":7,"do":"retry"}"#, staff: "b1", .outbox(row: 7, .retry)),
        Example(
            #"{"type":"staff.add","id":"o1","badge":"012","name":"王","unit":"接待科","roles":"case,intake"}"#, staff: "o1",
            .addOfficer(Officer(badge: "012", name: "王", unit: "接待科", roles: [.intake, .cases]))),
        Example(
            #"{"type":"case","id":"c1","number":"XF202611230000235","why":true}"#, staff: "c1",
            .caseRecord(number: "XF202611230000235", why: true)),
        Example(
            #"{"type":"audit","id":"t1","do":"list","after":7,"limit":50}"#, staff: "t1",
            .audit(.list(after: 7, limit: 50))),
        Example(
            #"{"type":"audit","id":"t2","do":"verify","noted":"1:00"}"#, staff: "t2",
            .audit(.verify(noted: "1:00"))),
        Example(
            #"{"type":"audit","id":"t3","do":"export","reason":"年度检查"}"#, staff: "t3",
            .audit(.export(reason: "年度检查"))),
        Example(
            #"{"type":"staff.set","id":"o2","badge":"012","do":"totp-off"}"#, staff: "o2",
            .account(badge: "012", .totpOff)),
        Example(
            #"{"type":"today","id":"l1","list":"overdue","skip":50,"limit":50}"#, staff: "l1",
            .today(list: .overdue, skip: 50, limit: 50)),
        Example(#"{"type":"today","id":"l2","limit":200}"#, staff: "l2", .today(list: nil, skip: 0, limit: 200)),
        Example(
            #"{"type":"find","id":"f1","phone":"13800000001","reason":"本人来问"}"#, staff: "f1",
            .find(.phone("13800000001"), reason: "本人来问")),
        Example(
            #"{"type":"find","id":"f2","name":"王小","reason":"本人来问"}"#, staff: "f2",
            .find(.name("王小"), reason: "本人来问")),
        Example(
            #"{"type":"note","id":"n1","conv":"c7","text":"上午来过电话"}"#, staff: "n1",
            .note(conv: "c7", text: "上午来过电话")),
        Example(
            #"{"type":"correct","id":"n2","conv":"c7","purpose":"申诉"}"#, staff: "n2",
            .correct(conv: "c7", .purpose(.appeal))),
        Example(
            #"{"type":"correct","id":"n3","conv":"c7","topic":"城乡建设"}"#, staff: "n3",
            .correct(conv: "c7", .topic(Topic(rawValue: "城乡建设") ?? .other))),
        Example(
            #"{"type":"today","id":"l3","list":"open","limit":50,"purpose":"求决","unit":"县住建局"}"#, staff: "l3",
            .today(list: .open, skip: 0, limit: 50, filter: BoardFilter(purpose: "求决", unit: "县住建局"))),
        Example(
            #"{"type":"document","id":"d1","do":"list","case":"XF1"}"#, staff: "d1",
            .document(.init(.list, number: "XF1"))),
        Example(
            #"{"type":"document","id":"d2","do":"issue","case":"XF1","kind":"催办函","version":4,"fields":{"办理要求":"好"}}"#,
            staff: "d2",
            .document(
                .init(
                    .issue, number: "XF1", kind: "催办函", version: 4,
                    fields: JSONObject([.init("办理要求", .string("好"))])))),
        Example(
            #"{"type":"document","id":"d3","do":"print","document":"某信催〔2026〕1号","as":"html"}"#, staff: "d3",
            .document(.init(.print, document: "某信催〔2026〕1号", form: .html))),
        Example(
            #"{"type":"act","id":"x1","case":"XF1","act":"受理","version":4,"days":[1,{"a":null}],"note":"好"}"#,
            staff: "x1",
            .act(
                .init(
                    number: "XF1", act: "受理", version: 4,
                    fields: JSONObject([
                        .init("days", .array([.int(1), .object(JSONObject([.init("a", .null)]))])),
                        .init("note", .string("好")),
                    ])))),
    ]

    @Test("reads and writes every frame", arguments: examples)
    func bothWays(_ example: Example) throws {
        #expect(try ClientFrame.decode(Array(example.line.utf8), role: example.role) == example.frame)
        #expect(JSONWriter.text { example.frame.write(to: &$0) } == example.line + "\n")
    }

    @Test("the order of the keys, unknown keys and white space do not matter", arguments: examples)
    func anyOrder(_ example: Example) throws {
        guard case .object(let object) = try JSONReader.read(Array(example.line.utf8)) else {
            Issue.record("not an object")
            return
        }
        var members = Array(object.members.reversed())
        if case .staff(let frame) = example.frame, case .act = frame.command {
            members = object.members
        } else {
            members.insert(.init("未知", .array([.int(1)])), at: 1)
        }
        let line = " " + JSONWriter.text { $0.object { $0.members(of: JSONObject(members)) } } + "\t"
        #expect(try ClientFrame.decode(Array(line.utf8), role: example.role) == example.frame)
    }

    @Test("byte by byte through the framer", arguments: examples)
    func dripFeed(_ example: Example) {
        var framer = JSONLineFramer()
        var frames: [ClientFrame] = []
        for byte in Array((example.line + "\r\n").utf8) {
            framer.feed([byte]) { found in
                guard case .frame(let bytes) = found else { return }
                if let frame = try? ClientFrame.decode(bytes, role: example.role) { frames.append(frame) }
            }
        }
        #expect(frames == [example.frame])
    }

    @Test("every frame cut short is refused", arguments: examples)
    func cutShort(_ example: Example) {
        let bytes = Array(example.line.utf8)
        for end in 0..<bytes.count {
            #expect {
                try ClientFrame.decode(Array(bytes[..<end]), role: example.role)
            } throws: { ($0 as? WireError)?.code == .badFrame }
        }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var line: String
        var role: ClientRole?
        var code: ErrorCode
        var re: String?
        var testDescription: String { String(line.prefix(80)) }

        init(_ line: String, _ role: ClientRole?, _ code: ErrorCode, re: String? = nil) {
            self.line = line
            self.role = role
            self.code = code
            self.re = re
        }
    }

    static func say(text: Int, id: Int = 1, conv: Int = 1) -> String {
        let text = String(repeating: "字", count: text)
        let id = String(repeating: "i", count: id)
        return #"{"type":"say","conv":"\#(String(repeating: "c", count: conv))","id":"\#(id)","text":"\#(text)"}"#
    }

    static let refusals: [Refusal] = [
        Refusal("", .relay, .badFrame),
        Refusal("hello", .relay, .badFrame),
        Refusal("[1]", .relay, .badFrame),
        Refusal("42", .staff, .badFrame),
        Refusal(#"{"type":"say","id":"m1","text":"#, .relay, .badFrame, re: "m1"),
        Refusal(#"{"id":"m1","text":"\ud800"}"#, .relay, .badFrame, re: "m1"),
        Refusal(#"{"type":"say","conv":"c","id":"m1","text":"a"} x"#, .relay, .badFrame, re: "m1"),
        Refusal(#"{"type":"say","conv":"c","id":"m1","text":"a"}"#, nil, .notGreeted, re: "m1"),
        Refusal(#"{"type":"ping","id":"p"}"#, nil, .notGreeted, re: "p"),
        Refusal("{}", nil, .notGreeted),
        Refusal(#"{"type":"hello","v":0,"role":"relay","name":"n","token":"t"}"#, nil, .badRequest),
        Refusal(#"{"type":"hello","role":"relay","name":"n","token":"t"}"#, nil, .badRequest),
        Refusal(#"{"type":"hello","v":"1","role":"relay","name":"n","token":"t"}"#, nil, .badRequest),
        Refusal(#"{"type":"hello","v":1,"role":"admin","name":"n","token":"t"}"#, nil, .badRequest),
        Refusal(#"{"type":"hello","v":1,"role":"relay","token":"t"}"#, nil, .badRequest),
        Refusal(#"{"type":"hello","v":1,"role":"relay","name":"n"}"#, nil, .badRequest),
        Refusal(
            #"{"type":"hello","v":1,"role":"relay","name":"n","token":"t","id":"h"}"#, .relay, .badRequest, re: "h"),
        Refusal(#"{"id":"m1"}"#, .relay, .badRequest, re: "m1"),
        Refusal(#"{"type":7,"id":"m1"}"#, .relay, .badRequest, re: "m1"),
        Refusal(#"{"type":"sing","id":"m1"}"#, .relay, .unknownType, re: "m1"),
        Refusal(#"{"type":"claim","id":"m1","conv":"c1"}"#, .relay, .unknownType, re: "m1"),
        Refusal(#"{"type":"catchup","id":"m1"}"#, .staff, .unknownType, re: "m1"),
        Refusal(#"{"type":"say","id":"m1","text":"a"}"#, .relay, .badRequest, re: "m1"),
        Refusal(#"{"type":"say","conv":null,"id":"m1","text":"a"}"#, .relay, .badRequest, re: "m1"),
        Refusal(#"{"type":"say","conv":"c","text":"a"}"#, .relay, .badRequest),
        Refusal(#"{"type":"say","conv":"c","id":5,"text":"a"}"#, .relay, .badRequest),
        Refusal(#"{"type":"say","conv":"c","id":"","text":"a"}"#, .relay, .badRequest),
        Refusal(#"{"type":"say","conv":"","id":"m1","text":"a"}"#, .relay, .badRequest, re: "m1"),
        Refusal(#"{"type":"say","conv":"c","id":"m1"}"#, .relay, .badRequest, re: "m1"),
        Refusal(#"{"type":"say","conv":"c","id":"m1","text":["a"]}"#, .relay, .badRequest, re: "m1"),
        Refusal(#"{"type":"say","conv":"c","id":"m1","text":"a","channel":1}"#, .relay, .badRequest, re: "m1"),
        Refusal(say(text: 2001), .relay, .textTooLong, re: "i"),
        Refusal(say(text: 20_000), .relay, .textTooLong, re: "i"),
        Refusal(say(text: 1, id: 65), .relay, .badRequest, re: String(repeating: "i", count: 65)),
        Refusal(say(text: 1, id: 2000), .relay, .badRequest),
        Refusal(say(text: 1, conv: 129), .relay, .badRequest, re: "i"),
        Refusal(#"{"type":"ack","conv":"c","seq":"9"}"#, .relay, .badRequest),
        Refusal(#"{"type":"ack","conv":"c","seq":-1}"#, .relay, .badRequest),
        Refusal(#"{"type":"ack","conv":"c","seq":1.5}"#, .relay, .badRequest),
        Refusal(#"{"type":"resume","conv":"c"}"#, .relay, .badRequest),
        Refusal(#"{"type":"watch","id":"w","after":"then"}"#, .staff, .badRequest, re: "w"),
        Refusal(#"{"type":"watch","id":"w"}"#, .staff, .badRequest, re: "w"),
        Refusal(#"{"type":"queue","id":"q","limit":0}"#, .staff, .badRequest, re: "q"),
        Refusal(#"{"type":"claim","id":"c","conv":"c1","version":"3"}"#, .staff, .badRequest, re: "c"),
        Refusal(#"{"type":"claim","conv":"c1"}"#, .staff, .badRequest),
        Refusal(#"{"type":"say","id":"s","conv":"c1","text":""}"#, .staff, .badRequest, re: "s"),
        Refusal(#"{"type":"release","id":"r","conv":"c1","to":"moon"}"#, .staff, .badRequest, re: "r"),
        Refusal(#"{"type":"release","id":"r","conv":"c1","to":"officer"}"#, .staff, .badRequest, re: "r"),
        Refusal(#"{"type":"dictate","id":"d","text":"a"}"#, .staff, .badRequest, re: "d"),
        Refusal(#"{"type":"ack","id":"a","event":0}"#, .staff, .badRequest, re: "a"),
        Refusal(#"{"type":"act","id":"x","case":"XF1"}"#, .staff, .badRequest, re: "x"),
        Refusal(
            #"{"type":"staff.add","id":"o","badge":"1","name":"n","unit":"u","roles":"king"}"#, .staff, .badRequest,
            re: "o"),
        Refusal(#"{"type":"staff.set","id":"o","badge":"1","do":"crown"}"#, .staff, .badRequest, re: "o"),
        Refusal(#"{"type":"today","id":"l","list":"mine"}"#, .staff, .badRequest, re: "l"),
        Refusal(#"{"type":"find","id":"f","phone":"138"}"#, .staff, .badRequest, re: "f"),
    ]

    @Test("what cannot be taken is refused with the right code, its id and a sentence", arguments: refusals)
    func refused(_ refusal: Refusal) {
        do {
            let frame = try ClientFrame.decode(Array(refusal.line.utf8), role: refusal.role)
            Issue.record("read as \(frame)")
        } catch {
            #expect(error.code == refusal.code)
            #expect(error.re == refusal.re)
            #expect(error.text.utf8.count > 10)
        }
    }

    @Test("limits are reached before they are passed")
    func limits() throws {
        for line in [Self.say(text: 2000), Self.say(text: 1, id: 64), Self.say(text: 1, conv: 128)] {
            _ = try ClientFrame.decode(Array(line.utf8), role: .relay)
        }
        let emoji = String(repeating: "😀", count: 2000)
        let line = #"{"type":"say","conv":"c","id":"i","text":"\#(emoji)"}"#
        _ = try ClientFrame.decode(Array(line.utf8), role: .relay)
    }

    @Test("a page is never longer than a page")
    func pages() throws {
        let line = #"{"type":"queue","id":"q","limit":1000000}"#
        let frame = try ClientFrame.decode(Array(line.utf8), role: .staff)
        #expect(frame == .staff(StaffFrame(id: "q", .queue(after: nil, limit: WireLimits.page))))
        let bare = try ClientFrame.decode(Array(#"{"type":"queue","id":"q"}"#.utf8), role: .staff)
        #expect(bare == frame)
    }

    @Test("the id of a frame past the limit is found at its beginning")
    func tooLong() {
        let line = #"{"type":"say","conv":"c","id":"m7","text":""# + String(repeating: "长", count: 30_000) + "\"}\n"
        var framer = JSONLineFramer()
        var errors: [WireError] = []
        framer.feed(Array(line.utf8)) { found in
            if case .tooLong(let beginning) = found { errors.append(WireError.tooLong(beginning: beginning)) }
        }
        #expect(errors == [WireError(.frameTooLong, re: "m7")])
    }

    @Test("a frame with very many members is dealt with")
    func manyMembers() throws {
        let line = #"{"type":"ping","id":"p""# + String(repeating: #","":0"#, count: 12_000) + "}"
        #expect(try ClientFrame.decode(Array(line.utf8), role: .relay) == .ping(id: "p"))
    }

    @Test("damaged frames are read or refused", arguments: wireSeeds)
    func damage(seed: UInt64) {
        var random = WireRandom(seed: seed)
        for _ in 0..<3000 {
            guard let example = Self.examples.randomElement(using: &random) else { return }
            var bytes = Array(example.line.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do {
                // What is taken can be written, and is taken again.
                let frame = try ClientFrame.decode(bytes, role: example.role)
                let written = Array(JSONWriter.text { frame.write(to: &$0) }.utf8)
                #expect(try ClientFrame.decode(written, role: example.role) == frame, "seed \(seed), \(bytes)")
            } catch {
                #expect(!error.text.isEmpty, "seed \(seed), \(bytes)")
            }
        }
    }
}
