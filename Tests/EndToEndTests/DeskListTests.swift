// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// Lists of cases, narrowed and kept; cases found by who filed them; who else is at a case.
    @Suite struct DeskListTests {
        private func file(_ server: ServerProcess, _ words: String, name: String, phone: String) throws -> String {
            let relay = try server.relayClient()
            var petitioner = Petitioner()
            petitioner.name = name
            petitioner.phone = phone
            var client = GenericClient(petitioner)
            let talk = "w\(UUID().uuidString.prefix(8))"
            client.note(words, try relay.say(talk, words))
            while !client.isDone {
                // Whoever reports something leaves the name here.
                let menu = client.turns.last?.messages.last { $0["kind"]?.string == "menu" }
                let named = (menu?["options"]?.array ?? []).first { $0["text"]?.string?.hasPrefix("留名") == true }
                let text = named?["key"]?.string ?? client.next()
                client.note(text, try relay.say(talk, text))
            }
            return try #require(client.receipts.first?["number"]?.string, "\(client.transcript)")
        }

        @Test("A list is narrowed by what stands on it, kept under a name, and found again in another browser")
        func views() throws {
            try withServer { server in
                let one = try file(server, "小区暖气不热 找物业没人管", name: "王秀兰", phone: "13800001234")
                let two = try file(server, "工地欠我三个月工资 老板不接电话", name: "李建国", phone: "13900005678")
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                let page = try officer.open("/desk?list=open")
                #expect(page.body.contains(one) && page.body.contains(two) && page.body.contains("我（021）"))
                try officer.open("/desk/cases/\(one)")
                let assign = try officer.actForm("分办").merging(["f.unit": "县住建局", "f.officer": "021"]) { $1 }
                #expect(try officer.post("/desk/cases/\(one)/act", assign).status == 303)
                let mine = try officer.open("/desk?list=open&officer=021")
                #expect(mine.body.contains(one) && !mine.body.contains(two) && mine.body.contains("不筛了"))
                #expect(mine.body.contains("全部在办 <b>1</b>"))
                let unit = try officer.open("/desk?list=open&unit=\(Browser.escaped("县住建局"))")
                #expect(unit.body.contains(one) && !unit.body.contains(two))
                #expect(try officer.open("/desk?list=open&purpose=\(Browser.escaped("建议"))").body.contains("这里没有"))
                try officer.open("/desk?list=open&officer=021")
                let form = try officer.form("/desk/views")
                let kept = try officer.post("/desk/views", form.merging(["name": "我的<b>件</b>"]) { $1 })
                #expect(kept.status == 303 && kept.header("location") == "/desk?list=open&officer=021#cases")
                #expect(try officer.post("/desk/views", form.merging(["name": ""]) { $1 }).status == 400)
                let other = Browser(port: server.web)
                try other.open("/desk/login")
                let home = try other.send("/desk/login", ["badge": "021", "password": ServerProcess.officerPassword])
                #expect(
                    home.body.contains("我的&lt;b&gt;件&lt;/b&gt;")
                        && home.body.contains("href=\"/desk?list=open&amp;officer=021"))
                let dropped = try other.send("/desk/views/drop", ["name": "我的<b>件</b>"])
                #expect(dropped.body.contains("删掉了") && !dropped.body.contains("aria-label=\"删掉清单"))
                let someone = try server.officerBrowser("李强", badge: "022", roles: "case")
                #expect(try !someone.open("/desk").body.contains("aria-label=\"删掉清单"))
            }
        }

        @Test("Who filed what is found by name or telephone, with a reason, and by nobody who may not see it")
        func finding() throws {
            try withServer { server in
                let open = try file(server, "小区暖气不热 找物业没人管", name: "王秀兰", phone: "13800001234")
                let sealed = try file(server, "我要举报村主任贪污修路款，私分了二十万", name: "赵长河", phone: "13700009999")
                let plain = try server.officerBrowser("王敏", badge: "021", roles: "intake,case,audit")
                let cleared = try server.officerBrowser("孙立", badge: "041", roles: "intake,case,sealed")
                try plain.open("/desk/find")
                for person in ["王秀兰", "王秀", "13800001234", "138-0000-1234"] {
                    let found = try plain.send("/desk/find", ["person": person, "reason": "本人来问编号"])
                    #expect(found.status == 200 && found.body.contains(open), "\(person)")
                    #expect(!found.body.contains(sealed))
                    // What was asked stands in the field, and nothing of the other fields on the page.
                    #expect(found.body.contains("13800001234") == (person == "13800001234"))
                }
                for person in ["秀兰", "王秀兰兰", "赵长河", "13700009999"] {
                    let found = try plain.send("/desk/find", ["person": person, "reason": "本人来问编号"])
                    #expect(found.status == 200 && found.body.contains("没有查到"), "\(person)")
                }
                #expect(try plain.send("/desk/find", ["person": "王", "reason": "试试"]).status == 400)
                #expect(try plain.send("/desk/find", ["person": "王秀兰", "reason": ""]).body.contains("要写理由"))
                try cleared.open("/desk/find")
                let seen = try cleared.send("/desk/find", ["person": "赵长河", "reason": "本人来补材料"])
                #expect(seen.body.contains(sealed) && seen.body.contains("举报件"))
                let trail = try plain.open("/desk/audit")
                #expect(trail.body.contains("按姓名电话查找") && trail.body.contains("本人来问编号"))
                #expect(!trail.body.contains("王秀兰") && !trail.body.contains("13800001234"))
            }
        }

        @Test("Two who have a case open know of each other, and whoever has an older page is told")
        func together() throws {
            try withServer { server in
                let number = try file(server, "小区暖气不热 找物业没人管", name: "王秀兰", phone: "13800001234")
                let one = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                let two = try server.officerBrowser("李强", badge: "022", roles: "intake,case")
                #expect(try !one.open("/desk/cases/\(number)").body.contains("号也开着这一件"))
                let first = try two.open("/desk/cases/\(number)")
                #expect(first.body.contains("021 号也开着这一件"))
                let live = "/desk/cases/\(number)/live"
                let before = try one.open(live)
                #expect(before.body.contains("022 号也开着这一件") && before.body.contains("data-version=\"1\""))
                #expect(first.body.contains("data-version=\"1\""))
                try two.open("/desk/cases/\(number)")
                let note = try two.actForm("备注").merging(["f.text": "打过电话了"]) { $1 }
                #expect(try two.post("/desk/cases/\(number)/act", note).status == 303)
                #expect(try one.open(live).body.contains("data-version=\"2\""))
                #expect(try one.open("/desk/cases/XF202601010000012/live").status == 404)
                let auditor = try server.officerBrowser("孙正", badge: "009", roles: "audit")
                #expect(try auditor.open(live).status == 403)
            }
        }
    }
}
