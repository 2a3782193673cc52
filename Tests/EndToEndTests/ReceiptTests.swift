// SPDX-License-Identifier: Apache-2.0

import Testing

extension EndToEnd {
    @Suite struct ReceiptTests {
        /// First lines as people write them, by what they want.
        static let firstLines: [(purpose: String, lines: [String])] = [
            (
                "求决",
                [
                    "包工头欠我四万块工钱一年多了要不回来", "楼上漏水半年 物业推来推去 我家顶棚都塌了一块",
                    "我们村征地款到现在一分没见着", "孩子转学的事学校一直拖着不给办",
                ]
            ),
            ("申诉", ["镇上给我出的那个处理意见我不服 凭什么说宅基地不是我的", "社保局说我工龄不够 我不认这个结果 要重新算"]),
            ("举报", ["我要举报村会计 把低保钱装自己口袋了", "有个所长收了人家的礼就给办事 我想反映"]),
            ("建议", ["建议在三小门口装个红绿灯 孩子过马路太险", "提个意见 公交末班车能不能晚半个钟头"]),
            ("咨询", ["问一下 新农合断了一年还能补上吗", "外地户口在这边能不能申请公租房 要啥条件"]),
            ("涉法涉诉", ["法院判了两年 对方就是不给钱 执行的也找不到人", "派出所不给我立案 我被人打成轻伤了"]),
        ]

        @Test(
            "Every purpose ends in a receipt for a client that only follows expect",
            arguments: firstLines.map(\.purpose))
        func everyPurposeEndsInAReceipt(purpose: String) throws {
            let lines = Self.firstLines.first { $0.purpose == purpose }?.lines ?? []
            try withServer { server in
                let relay = try server.relayClient()
                var numbers: Set<String> = []
                for (index, line) in lines.enumerated() {
                    let conv = "wx-\(index)"
                    var client = GenericClient()
                    try client.run(line) { try relay.say(conv, $0) }
                    guard let receipt = client.receipts.first else {
                        Issue.record("no receipt for \(line):\n\(client.transcript)")
                        continue
                    }
                    Receipts.check(receipt, clocks: ["求决", "申诉"].contains(purpose), line)
                    let number = receipt["number"]?.string ?? ""
                    #expect(client.turns.last?["cases"]?.array?.contains(.string(number)) == true, "\(line)")
                    #expect(numbers.insert(number).inserted, "a number given twice")
                    for (place, turn) in client.turns.enumerated() {
                        #expect(turn.seq == Int64(place + 1), "\(line): \(turn.text)")
                        #expect(turn.conv == conv)
                        #expect(!turn.said.isEmpty, "an empty turn after: \(client.said[place])")
                    }
                }
                let listed = try server.cases(token: server.staffToken)
                #expect(Set(listed.compactMap { $0["number"]?.string }) == numbers)
                #expect(listed.count == numbers.count)
            }
        }

        @Test("A simple matter is registered within twelve turns") func simpleMatterWithinTwelveTurns() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let lines = ["工地欠我三个月工资 一共两万三 老板不接电话", "小区暖气不热 找物业没人管", "路灯坏了三个月 晚上老人摔了"]
                for (index, line) in lines.enumerated() {
                    var client = GenericClient()
                    try client.run(line) { try relay.say("s\(index)", $0) }
                    #expect(!client.receipts.isEmpty, "\(client.transcript)")
                    #expect(client.turns.count <= 12, "\(client.turns.count) turns:\n\(client.transcript)")
                }
            }
        }

        @Test(
            "The first answer that is kept gives number and code, the code stays the same, and the receipt shows a date that was promised"
        )
        func numberAndCodeFromTheFirstKeptAnswer() throws {
            try withServer { server in
                let relay = try server.relayClient()
                var client = GenericClient()
                try client.run("工地欠我三个月工资 老板不接电话") { try relay.say("d1", $0) }
                let drafts = client.turns.flatMap(\.messages).filter { $0["kind"]?.string == "draft" }
                let draft = try #require(drafts.first, "no draft message:\n\(client.transcript)")
                let number = draft["number"]?.string ?? ""
                #expect(number.wholeMatch(of: /[0-9]{8}/) != nil && Receipts.hasCheckDigit(Receipts.digits(number)))
                let receipt = try #require(client.receipts.first)
                #expect(draft["code"]?.string == receipt["code"]?.string)
                let clock = try #require(receipt["clocks"]?.array?.first { ["转送", "告知"].contains($0["rule"]?.string) })
                let due = [Receipts.day(after: 15), Receipts.day(after: 14)]
                #expect(due.contains(clock["nominal_due"]?.string ?? ""))
                let listed = try #require(try server.cases().first)
                #expect(listed["number"] == receipt["number"])
                #expect(listed["state"]?.string == "已登记")
                #expect(listed["channel"]?.string == "网上")
                let filed = listed["clocks"]?.array?.first { $0["rule"] == clock["rule"] }
                #expect(filed?["nominal_due"] == clock["nominal_due"])
            }
        }

        @Test("An empty text asks for the greeting, and later for the question again")
        func emptyTextAsksAgain() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let greeting = try relay.say("e1", "")
                #expect(!greeting.said.isEmpty && greeting.owner == "bot" && greeting.seq == 1)
                #expect(greeting.said.contains("不是真人") || greeting.said.contains("程序"))
                let asked = try relay.say("e1", "工地欠我三个月工资")
                let again = try relay.say("e1", "")
                #expect(again.expect == asked.expect)
                #expect(again.seq == 3)
            }
        }
    }
}
