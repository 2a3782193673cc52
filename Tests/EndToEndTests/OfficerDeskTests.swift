// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// Officers at their pages, without JavaScript: the forms alone.
    @Suite struct OfficerDeskTests {
        private func petitioner(_ server: ServerProcess, saying words: String...) throws -> Browser {
            let browser = Browser(port: server.web)
            try browser.open()
            for text in words { try browser.say(text) }
            return browser
        }

        /// Address of the conversation that waits.
        private func waiting(_ page: Browser.Answer) throws -> String {
            let start = try #require(page.body.range(of: "href=\"/desk/talks/"))
            return "/desk/talks/" + page.body[start.upperBound...].prefix { $0 != "\"" }
        }

        @Test("Somebody asks for a person: the officer sees who waits, takes over, answers, and hands back")
        func handOver() throws {
            try withServer { server in
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                #expect(try officer.open("/desk").body.contains("现在没有人在等"))
                let person = try petitioner(server, saying: "小区暖气半个月不热 找物业没人管", "转人工")
                let today = try officer.open("/desk")
                #expect(today.body.contains("在等人的") && today.body.contains("要人工") && today.body.contains("网页"))
                let talk = try waiting(today)
                let before = try officer.open(talk)
                #expect(before.words.contains("暖气半个月不热") && before.body.contains("在等工作人员"))
                #expect(before.body.contains("已经说过的") && !before.body.contains("name=\"text\""))
                let mine = try officer.send("\(talk)/claim", ["once": before.field("once") ?? ""])
                #expect(mine.status == 200 && mine.body.contains("您在谈") && mine.body.contains("name=\"text\""))
                let said = try officer.send("\(talk)/say", ["text": "您好，暖气公司明天来看。", "once": "0123456789abcdef"])
                #expect(said.body.contains("您好，暖气公司明天来看。"))
                let heard = try person.open()
                #expect(heard.body.contains("021 号工作人员在跟您说话") && heard.body.contains("您好，暖气公司明天来看。"))
                try person.say("好的，谢谢")
                #expect(try officer.open(talk).words.contains("好的，谢谢"))
                #expect(try officer.open("/desk").body.contains("您手上的"))
                try officer.open(talk)
                let back = try officer.send("\(talk)/release", ["to": "bot", "once": "0123456789abcde0"])
                #expect(back.body.contains("交还给自动接待了") && !back.body.contains("您手上的"))
                #expect(try person.open().body.contains("自动接待程序在跟您说话"))
            }
        }

        @Test(
            "Before there is a case, what was heard wrongly is put right, the petitioner is sent nothing, and it is filed so"
        )
        func correction() throws {
            try withServer { server in
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                let person = try petitioner(server, saying: "小区暖气半个月不热 找物业没人管", "转人工")
                let talk = try waiting(try officer.open("/desk"))
                let before = try officer.open(talk)
                #expect(before.words.contains("听错了？选一个就改") && !before.words.contains("目的改成"))
                let form = try officer.form("\(talk)/correct", with: "value=\"申诉\"")
                for _ in 0..<2 {
                    let answer = try officer.post("\(talk)/correct", form)
                    #expect(answer.status == 303 && answer.header("location") == talk)
                }
                let after = try officer.open(talk)
                #expect(after.words.components(separatedBy: "目的改成「申诉」").count == 2, "noted once")
                #expect(after.body.contains("<dt>目的</dt><dd>申诉</dd>"))
                #expect(try !person.open().words.contains("申诉」"))
                // What seals a matter is no correction in passing.
                let sealing = form.merging(["value": "举报", "once": "0123456789abcdef"]) { $1 }
                #expect(try officer.post("\(talk)/correct", sealing).status >= 400)
                let other = form.merging(["value": "没有这样的", "once": "0123456789abcde1"]) { $1 }
                #expect(try officer.post("\(talk)/correct", other).status == 400)
            }
        }

        @Test("Pressed twice, sent from two windows, after going back: everything is done once, and late ones are told")
        func nothingTwice() throws {
            try withServer { server in
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake")
                let other = try server.officerBrowser("李强", badge: "022", roles: "intake")
                let person = try petitioner(server, saying: "小区暖气半个月不热 找物业没人管", "转人工")
                let talk = try waiting(try officer.open("/desk"))
                let page = try officer.open(talk)
                let otherPage = try other.open(talk)
                #expect(otherPage.body.contains("021 号也在看"))
                let claim = officer.fields(["once": page.field("once") ?? ""])
                #expect(try officer.post("\(talk)/claim", claim).status == 303)
                #expect(try officer.post("\(talk)/claim", claim).status == 303)
                let late = try other.send("\(talk)/claim", ["once": otherPage.field("once") ?? ""])
                #expect(late.status == 409 && late.body.contains("021 号工作人员已经接了"))
                #expect(!late.body.contains("name=\"text\"") && late.body.contains("021 号工作人员正在谈"))
                let line = officer.fields(["once": "aaaaaaaaaaaaaaaa", "text": "只说一遍。"])
                #expect(try officer.post("\(talk)/say", line).status == 303)
                #expect(try officer.post("\(talk)/say", line).status == 303)
                let heard = try person.open()
                #expect(heard.body.components(separatedBy: "只说一遍。").count == 2)
                // Who does not lead the talk says nothing in it, and keeps their words.
                let foreign = try other.send("\(talk)/say", ["once": "bbbbbbbbbbbbbbbb", "text": "抢着说的话"])
                #expect(foreign.status == 409 && foreign.body.contains("没有发出去") && foreign.body.contains("抢着说的话"))
                #expect(try !person.open().body.contains("抢着说的话"))
                // Handed on to the other: their window has it, this one does not.
                try officer.open(talk)
                let passed = try officer.send(
                    "\(talk)/release", ["to": "officer", "badge": "022", "once": "cccccccccccccccc"])
                #expect(passed.body.contains("转给 022 号了"))
                #expect(try other.open(talk).body.contains("您在谈"))
                let stale = try officer.send("\(talk)/say", ["once": "dddddddddddddddd", "text": "晚到的话"])
                #expect(stale.status == 409 && stale.body.contains("晚到的话"))
                #expect(try officer.send("\(talk)/release", ["to": "bot", "once": "eeeeeeeeeeeeeeee"]).status == 409)
            }
        }

        @Test("A note before anything is registered stands in the transcript once, and the petitioner never sees it")
        func note() throws {
            try withServer { server in
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake")
                let person = try petitioner(server, saying: "小区暖气半个月不热 找物业没人管", "转人工")
                let before = try person.open()
                let talk = try waiting(try officer.open("/desk"))
                let page = try officer.open(talk)
                let fields = officer.fields(["once": page.field("once") ?? "", "note": "上午<b>来过</b>电话"])
                for _ in 0..<2 { #expect(try officer.post("\(talk)/note", fields).status == 303) }
                let shown = try officer.open(talk)
                #expect(shown.body.components(separatedBy: "上午&lt;b&gt;来过&lt;/b&gt;电话").count == 2)
                #expect(shown.body.contains("021 号备注，群众看不到"))
                let after = try person.open()
                #expect(!after.body.contains("来过") && after.field("after") == before.field("after"))
                // The talk goes on as if nothing had been.
                try person.say("三号楼")
                #expect(try officer.open(talk).words.contains("三号楼"))
                #expect(try !person.open().body.contains("来过"))
                let clerk = try server.officerBrowser("李强", badge: "022", roles: "case")
                try clerk.open("/desk")
                #expect(try clerk.post("\(talk)/note", clerk.fields(["note": "不该有的"])).status == 403)
            }
        }

        @Test("An alarm is on every page with its place until somebody takes it, and then on none")
        func alarm() throws {
            try withServer { server in
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake")
                let person = try petitioner(server, saying: "我不想活了，今天就从这楼上跳下去")
                #expect(person.page.status == 200)
                var page = try officer.open("/desk/account")
                for _ in 0..<50 where !page.body.contains("警报") { page = try officer.open("/desk/account") }
                #expect(page.body.contains("class=\"alarm\"") && page.body.contains("自伤") && page.body.contains("网页"))
                let event = try #require(page.field("event"))
                let taken = try officer.send("/desk/alarm", ["event": event, "back": "/desk"])
                #expect(taken.body.contains("警报由您处理") && !taken.body.contains("class=\"alarm\""))
                #expect(try officer.send("/desk/alarm", ["event": event]).body.contains("已经有同事在处理了"))
                #expect(try officer.send("/desk/alarm", ["event": "99999"]).status == 404)
            }
        }

        @Test("What a petitioner types is text on every page of the desk")
        func scriptStaysText() throws {
            try withServer { server in
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{office}}"
                _ = try petitioner(server, saying: "路灯坏了 \(evil)", "转人工")
                let today = try officer.open("/desk")
                let talk = try waiting(today)
                try officer.open(talk)
                let mine = try officer.send("\(talk)/claim")
                let said = try officer.send("\(talk)/say", ["text": evil])
                let wrong = try officer.send("/desk/find", ["person": evil, "reason": evil])
                let find = try officer.open("/desk/find?number=%3Cscript%3Ealert(1)%3C/script%3E")
                for page in [today, mine, said, wrong, find, try officer.open(talk)] {
                    #expect(!page.body.contains("<script>alert") && !page.body.contains("<img src=x"))
                }
                #expect(said.body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
                // Drafts, too.
                let draft = try officer.post("\(talk)/draft", officer.fields(["text": "</textarea>\(evil)"]))
                #expect(draft.status == 204)
                let drafted = try officer.open(talk)
                #expect(!drafted.body.contains("<script>alert") && drafted.body.contains("&lt;/textarea&gt;"))
            }
        }

        @Test("Pages and conversations that are not theirs do not exist for an officer, whatever address they type")
        func forcedBrowsing() throws {
            try withServer { server in
                let auditor = try server.officerBrowser("赵静", badge: "031", roles: "audit")
                let clerk = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                // A 举报 is sealed from its first words on.
                _ = try petitioner(server, saying: "我要举报村支书贪污低保款", "转人工")
                let sealed = try server.officerBrowser("孙立", badge: "041", roles: "intake,sealed")
                let seen = try sealed.open("/desk")
                let talk = try waiting(seen)
                #expect(try sealed.open(talk).words.contains("贪污"))
                #expect(try clerk.open("/desk").body.contains("现在没有人在等"))
                for path in [talk, "/desk/talks/1", "/desk/talks/999999", "/desk/talks/..%2f1", "/desk/talks/%00"] {
                    let answer = try clerk.open(path)
                    #expect(
                        [400, 404].contains(answer.status) && !answer.words.contains("贪污"), "\(path) \(answer.status)")
                }
                for act in ["claim", "say", "release"] {
                    try clerk.open("/desk")
                    let answer = try clerk.send("\(talk)/\(act)", ["text": "x", "to": "bot"])
                    #expect(answer.status == 404, "\(act) \(answer.status)")
                }
                for path in ["/desk/talks", talk, "/desk/find"] {
                    #expect(try auditor.open(path).status == 403, "\(path)")
                }
                #expect(try auditor.open("/desk").status == 200)
                #expect(try !auditor.open("/desk").body.contains("/desk/talks"))
                try auditor.open("/desk")
                #expect(try auditor.post("\(talk)/claim", auditor.fields([:])).status == 403)
                let nobody = Browser(port: server.web)
                for path in ["/desk", talk, "/desk/talks", "/desk/find", "/desk/account", "/desk/password"] {
                    #expect(try nobody.request("GET", path).header("location")?.hasPrefix("/desk/login") == true)
                }
                #expect(try nobody.request("GET", "/desk/news").status == 303)
            }
        }

        @Test("What is due stands on the lists, a number leads to its case, a telephone is asked for with a reason")
        func lists() throws {
            try withServer { server in
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                let person = Browser(port: server.web)
                try person.open()
                var page = try person.say("小区暖气半个月不热 找物业没人管")
                for _ in 0..<40 where !page.body.contains("登记回执") {
                    let keys = page.keys.filter { Int($0) != nil }
                    page = try person.say(
                        page.now.contains("电话")
                            ? "13800000001" : page.now.contains("怎么称呼") ? "王小明" : keys.first ?? "不清楚")
                }
                let number = try #require(try server.cases().first?["number"]?.string)
                let today = try officer.open("/desk?list=unsent")
                #expect(today.body.contains(number) && today.body.contains("没转送"))
                #expect(today.body.contains("还有 15 天") && today.body.contains("按自然日算"))
                let found = try officer.request("GET", "/desk/find?number=\(number.lowercased())")
                #expect(found.header("location") == "/desk/cases/\(number)")
                #expect(try officer.open("/desk/find?number=XF202601010000012").status >= 400)
                #expect(try officer.send("/desk/find", ["person": "13800000001"]).body.contains("要写理由"))
                let answer = try officer.send("/desk/find", ["person": "138 0000 0001", "reason": "本人来问"])
                #expect(answer.body.contains(number))
                #expect(
                    try officer.send("/desk/find", ["person": "13811112222", "reason": "试试"]).body.contains("没有查到"))
            }
        }
    }
}
