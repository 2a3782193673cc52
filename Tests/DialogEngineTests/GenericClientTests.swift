// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import DialogScript
import IntakeModel
import Testing

/// A client that knows nothing of the matter: it follows `expect`, and takes key 1 wherever a menu is open.
struct GenericClient {
    var desk: TestDesk
    var lines: [String] = []
    var transcript = ""
    var problems: [String] = []

    /// Talks until a receipt is there; the number of lines typed, or nil when it never came.
    mutating func register(_ first: String, limit: Int = 24) -> Int? {
        var reply = desk.take(.open)
        var line = first
        for count in 1...limit {
            lines.append(line)
            reply = desk.take(.say(line))
            transcript += "> \(line)\n\(reply.text)\n"
            problems += reply.problems
            if reply.kinds.contains("receipt") { return count }
            if reply.outcome.ended { return nil }
            line = answer(reply)
        }
        return nil
    }

    private func answer(_ reply: TestDesk.Reply) -> String {
        switch reply.outcome.expect.kind {
        case .choice, .confirm: "1"
        case .text: "就是上面说的那些情况，请给办一办"
        case .phone: "13900001111"
        case .date: "11月3日"
        case .idNumber: "没有"
        case .number: "3"
        case .amount: "五千元"
        case .place: "城关镇东门村"
        case .name: "李四"
        case .none: ""
        }
    }
}

@Suite("A client that only follows expect")
struct GenericClientTests {
    static let firstLines = [
        "老板欠我三个月工资不给", "工地上欠我们五个人的工钱两万多", "我家房子被拆了补偿款一分没给", "小区暖气不热没人修",
        "村里的路坏了没人修", "邻居违建挡了我家采光", "我的低保被停了我不服", "不服县人社局的工伤认定决定书",
        "对镇政府的处罚决定不服，要求撤销", "我要举报村支书贪污征地款", "举报局长收受红包，以权谋私", "请查处这个贪官",
        "建议在小学门口修个天桥", "建议把公交车的末班车延长到十点", "请问低保怎么申请", "怎么办理退休手续",
        "法院判决书下来两年了一直不执行", "我去派出所报案他们不立案", "对法院判决不服想申诉", "我去年报过你们没人管",
        "我们十二个业主都来了 暖气半个月不热", "医院把我治坏了要求赔偿", "学校乱收费", "厂子排污水臭得不行", "帮帮我",
        "你好", "我叫王小二，电话13800001234，城建公司欠我两万块工资", "土地被村里收走了没有给补偿", "养老金少发了一年多", "孩子上学的名额被人顶了",
    ]

    @Test("gets a receipt whatever it begins with", arguments: firstLines)
    func receipt(_ line: String) throws {
        for kiosk in [nil, "2号机"] {
            var client = GenericClient(
                desk: TestDesk(script: try Shipped.script(), today: Shipped.today, kiosk: kiosk))
            let count = client.register(line)
            #expect(count != nil, "\(client.transcript)")
            #expect(client.problems == [], "\(client.transcript)")
        }
    }

    @Test(
        "a simple matter is registered within twelve lines",
        arguments: [
            "老板欠我三个月工资不给", "小区暖气不热没人修", "村里的路坏了没人修", "建议在小学门口修个天桥", "我要举报村支书贪污征地款",
            "法院判决书下来两年了一直不执行", "不服县人社局的工伤认定决定书", "我的低保被停了我不服",
        ])
    func twelve(_ line: String) throws {
        var client = GenericClient(desk: TestDesk(script: try Shipped.script(), today: Shipped.today))
        let count = client.register(line)
        #expect((1...12).contains(count ?? 0), "\(client.transcript)")
    }

    @Test("the state stays small on the way")
    func small() throws {
        let script = try Shipped.script()
        var desk = TestDesk(script: script, today: Shipped.today)
        for line in ["城南安置房工地欠我和八个工友三个月工资，老板电话不接", "1", "十一万来块", "鑫达公司", "有考勤", "李四", "工棚"] {
            _ = desk.take(.say(line))
            #expect(desk.storedState.count < 400)
        }
        #expect(desk.storedState.count < 320)
    }
}
