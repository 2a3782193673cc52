// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// Cases in an officer's browser, without JavaScript.
    @Suite struct DeskCaseTests {
        private func report(_ server: ServerProcess) throws -> String {
            let relay = try server.relayClient()
            var client = GenericClient()
            try client.run("我要举报村主任贪污修路款，私分了二十万") { try relay.say("secret", $0) }
            return try #require(client.receipts.first?["number"]?.string, "\(client.transcript)")
        }

        private func events(_ officer: StaffClient, _ number: String) throws -> [String] {
            let record = try officer.ok("case", ["number": .string(number)])
            return record["case"]?["events"]?.array?.compactMap { $0["kind"]?.string } ?? []
        }

        @Test("A case is read, acted on once however often the form is sent, and a second officer is told plainly")
        func acting() throws {
            try withServer { server in
                let number = try server.fileCase()
                let wire = try server.staffClient()
                let one = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                let two = try server.officerBrowser("李强", badge: "022", roles: "intake,case")
                let page = try one.open("/desk/cases/\(number)")
                #expect(page.status == 200)
                for words in ["小区暖气不热", "为什么是这一天", "起算日，不计入", "第二十二条", "现在可以办", "姓名、电话、住址没有显示"] {
                    #expect(page.body.contains(words), "\(words)")
                }
                #expect(!page.body.contains("王秀兰") && !page.body.contains("13800001234"))
                try two.open("/desk/cases/\(number)")
                let path = "/desk/cases/\(number)/act"
                // Without what it needs: refused with the reason, what was written stays, nothing is done.
                let forward = try one.actForm("转送")
                let refused = try one.post(path, forward.merging(["f.text": "先写好的说明"]) { $1 })
                #expect(refused.status == 400 && refused.body.contains("去向单位") && refused.body.contains("先写好的说明"))
                #expect(try events(wire, number) == ["filed"])
                let fields = forward.merging(["f.to": "县住建局"]) { $1 }
                for _ in 0..<2 { #expect(try one.post(path, fields).status == 303) }
                #expect(try events(wire, number) == ["filed", "forwarded"])
                // Back, and the same page's form with other words, or another form of it: told, and not taken for the first.
                let other = try one.post(path, fields.merging(["f.to": "县水利局"]) { $1 })
                #expect(other.status == 409 && other.body.contains("县水利局"))
                // The other page is of before.
                let note = try two.actForm("备注").merging(["f.text": "我打过电话了"]) { $1 }
                let late = try two.post(path, note)
                #expect(late.status == 409 && late.body.contains("刚刚有人动过") && late.body.contains("我打过电话了"))
                #expect(late.body.contains("已转送"))
                try two.open("/desk/cases/\(number)")
                let again = try two.actForm("备注").merging(["f.text": "我打过电话了"]) { $1 }
                #expect(try two.post(path, again).status == 303)
                let done = try two.open("/desk/cases/\(number)")
                #expect(done.body.contains("备注，办好了。") && done.body.contains("021 号") && done.body.contains("022 号"))
                #expect(try events(wire, number) == ["filed", "forwarded", "noted"])
                // A form of another browser is not heard.
                #expect(try one.post(path, again).status == 403)
            }
        }

        @Test("A document is drafted, previewed, issued once and printed with names; the print is in the audit trail")
        func documents() throws {
            try withServer { server in
                let number = try server.fileCase()
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                try officer.open("/desk/cases/\(number)")
                let draft = try officer.open("/desk/cases/\(number)/document?kind=\(Browser.escaped("转送函"))")
                #expect(draft.status == 200 && draft.body.contains("还不能出具") && draft.body.contains("草稿"))
                let path = "/desk/cases/\(number)/document"
                let form = try officer.form(path)
                let bare = try officer.post(path, form.merging(["do": "issue"]) { $1 })
                #expect(bare.status == 400 && bare.body.contains("去向单位"))
                let given = form.merging(["d.去向单位": "县住建局"].escapedKeys) { $1 }
                let preview = try officer.post(path, given.merging(["do": "draft"]) { $1 })
                #expect(preview.status == 200 && preview.body.contains("县住建局"))
                var places: Set<String> = []
                for _ in 0..<2 {
                    let issued = try officer.post(path, given.merging(["do": "issue"]) { $1 })
                    #expect(issued.status == 303, "\(issued.body)")
                    places.insert(issued.header("location") ?? "")
                }
                #expect(places.count == 1)
                let paper = try officer.open(try #require(places.first))
                #expect(paper.status == 200 && paper.body.contains("出具了，文号") && !paper.body.contains("王秀兰"))
                let sheet = try officer.post("/desk/papers/print", try officer.form("/desk/papers/print"))
                #expect(sheet.status == 200 && sheet.body.contains("<style>"))
                #expect(sheet.header("content-security-policy")?.contains("default-src 'none'") == true)
                #expect(sheet.header("cache-control") == "no-store")
                let auditor = try server.officerBrowser("孙正", badge: "009", roles: "audit")
                let trail = try auditor.open("/desk/audit?check=1")
                #expect(trail.body.contains("打印带姓名的文书") && trail.body.contains(number))
                #expect(trail.body.contains("从头到尾接得上"))
                let case1 = try officer.open("/desk/cases/\(number)")
                #expect(case1.body.contains("转送函"))
            }
        }

        @Test("Identity is shown for this once, to the role, with a reason, and that is in the audit trail")
        func identity()
            throws
        {
            try withServer { server in
                let number = try server.fileCase()
                let path = "/desk/cases/\(number)/identity"
                let plain = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                try plain.open("/desk/cases/\(number)")
                let token = try #require(plain.page.field("t"))
                #expect(!plain.page.body.contains("要看身份"))
                #expect(try plain.post(path, ["t": token, "reason": "好奇"]).status == 403)
                let checker = try server.officerBrowser("孙正", badge: "009", roles: "case,audit")
                try checker.open("/desk/cases/\(number)")
                let form = try checker.form(path)
                #expect(try checker.post(path, form.merging(["reason": ""]) { $1 }).status == 400)
                let shown = try checker.post(path, form.merging(["reason": "回电核实漏水"]) { $1 })
                #expect(
                    shown.status == 200 && shown.body.contains("13800001234")
                        && shown.header("cache-control") == "no-store")
                #expect(try !checker.open("/desk/cases/\(number)").body.contains("13800001234"))
                let trail = try checker.open("/desk/audit")
                #expect(trail.body.contains("看身份") && trail.body.contains("回电核实漏水"))
                #expect(trail.body.contains("\(number) ") && !trail.body.contains("13800001234"))
            }
        }

        @Test("A 举报 is not there for who has not the role: no page, list, file, document or number") func sealed()
            throws
        {
            try withServer { server in
                let open = try server.fileCase()
                let number = try report(server)
                let plain = try server.officerBrowser("王敏", badge: "021", roles: "intake,case,audit")
                let cleared = try server.officerBrowser("赵敏", badge: "031", roles: "intake,case,sealed")
                #expect(try plain.open("/desk/cases/\(open)").status == 200)
                let token = try #require(plain.page.field("t"))
                for path in [
                    "/desk/cases/\(number)", "/desk/cases/\(number)/document?kind=\(Browser.escaped("转送函"))",
                    "/desk/files/\(number)/1",
                ] {
                    let answer = try plain.open(path)
                    #expect(answer.status == 404, "\(path)")
                    #expect(!answer.body.contains("修路款"))
                }
                for (path, fields) in [
                    ("/desk/cases/\(number)/act", ["act": "备注", "f.text": "看看"]),
                    ("/desk/cases/\(number)/identity", ["reason": "看看"]),
                    ("/desk/cases/\(number)/document", ["kind": "转送函", "do": "issue"]),
                    ("/desk/files/\(number)/1/remove", ["reason": "看看"]),
                ] {
                    #expect(try plain.post(path, fields.merging(["t": token]) { $1 }).status == 404, "\(path)")
                }
                #expect(try plain.upload("/desk/files/\(number)", token: token, name: "a.jpg", Self.jpeg).status == 404)
                for list in ["due", "open", "agenda", "supervise", "simple", "ended"] {
                    #expect(try !plain.open("/desk/cases?list=\(list)").body.contains(number), "\(list)")
                }
                let drill = "/desk/reports/cases?kind=month&by=none&figure=registered"
                #expect(try plain.open(drill).body.contains(open))
                #expect(try !plain.open(drill + "&sealed=1").body.contains(number))

                let seen = try cleared.open("/desk/cases/\(number)")
                #expect(seen.status == 200 && seen.body.contains("密件") && seen.body.contains("修路款"))
                #expect(try cleared.open("/desk/cases?list=open").body.contains(number))
                #expect(try cleared.open(drill + "&sealed=1").body.contains(number))
                #expect(try !cleared.open(drill).body.contains(number))
                let trail = try plain.open("/desk/audit")
                #expect(trail.body.contains("打开密件") && trail.body.contains("031"))
            }
        }

        static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + Array("JFIF\0 来信第一页".utf8)

        @Test("A scan is told by its bytes, kept once, shown and never run; what is none is refused") func files()
            throws
        {
            try withServer { server in
                let number = try server.fileCase()
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                try officer.open("/desk/cases/\(number)")
                let token = try #require(officer.page.field("t"))
                let path = "/desk/files/\(number)"
                for _ in 0..<2 {
                    let kept = try officer.upload(path, token: token, name: "..\\..\\来信<b>.jpg", Self.jpeg)
                    #expect(kept.status == 303 && kept.header("location") == "/desk/cases/\(number)")
                }
                let page = try officer.open("/desk/cases/\(number)")
                #expect(page.body.contains("来信b.jpg") && !page.body.contains("\(path)/2"))
                let shown = try officer.request("GET", "\(path)/1")
                #expect(shown.status == 200 && shown.header("content-type") == "image/jpeg")
                #expect(shown.header("x-content-type-options") == "nosniff")
                #expect(shown.header("content-disposition")?.hasPrefix("inline; filename*=UTF-8''") == true)
                let html = Array("<html><script>alert(1)</script>".utf8)
                for (name, bytes) in [("信.jpg", html), ("信.pdf", Array("MZ…".utf8)), ("空.jpg", [])] {
                    #expect(try officer.upload(path, token: token, name: name, bytes).status == 400, "\(name)")
                }
                #expect(try officer.upload(path, token: "别人的", name: "a.jpg", Self.jpeg).status == 403)
                let large = Self.jpeg + [UInt8](repeating: 7, count: 8 << 20)
                #expect(try officer.upload(path, token: token, name: "大.jpg", large).status == 400)
                for place in ["\(path)/2", "\(path)/0", "\(path)/..%2f1", "/desk/files/c999/1", "/desk/files/%2e%2e/1"]
                {
                    #expect(try officer.request("GET", place).status == 404, "\(place)")
                }
                #expect(try Browser(port: server.web).request("GET", "\(path)/1").status == 303)
            }
        }

        @Test("A scan that was put there by mistake is taken away with a reason, and its row says so") func removal()
            throws
        {
            try withServer { server in
                let number = try server.fileCase()
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                try officer.open("/desk/cases/\(number)")
                let token = try #require(officer.page.field("t"))
                let path = "/desk/files/\(number)"
                #expect(try officer.upload(path, token: token, name: "王小明.jpg", Self.jpeg).status == 303)
                #expect(try officer.open("/desk/cases/\(number)").body.contains("传错了，撤掉"))
                let form = try officer.form("\(path)/1/remove")
                #expect(try officer.post("\(path)/1/remove", form).status == 400)
                #expect(try officer.post("\(path)/1/remove", ["reason": "别人的"]).status == 403)
                #expect(try officer.post("\(path)/7/remove", form.merging(["reason": "别人的"]) { $1 }).status == 404)
                #expect(try officer.request("GET", "\(path)/1").status == 200)
                for _ in 0..<2 {
                    let answer = try officer.post("\(path)/1/remove", form.merging(["reason": "是别人家的信"]) { $1 })
                    #expect(answer.status == 303 && answer.header("location") == "/desk/cases/\(number)")
                }
                let page = try officer.open("/desk/cases/\(number)")
                #expect(page.words.contains("021 号撤掉：是别人家的信") && !page.body.contains("王小明.jpg"))
                #expect(try officer.request("GET", "\(path)/1").status == 404)
                let auditor = try server.officerBrowser("孙正", badge: "009", roles: "audit")
                let trail = try auditor.open("/desk/audit")
                #expect(trail.body.contains("撤掉附件") && trail.body.contains("是别人家的信"))
            }
        }

        @Test("Script in whatever a petitioner or an officer types is text on every page, and no formula in a table")
        func scripts() throws {
            try withServer { server in
                let script = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>{{#frame}}"
                var petitioner = Petitioner()
                petitioner.place = "幸福镇" + script
                petitioner.texts = [script + "没人管", script, "没有了"]
                let number = try server.fileCase(petitioner)
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                try officer.open("/desk/cases/\(number)")
                let assign = try officer.actForm("分办").merging(
                    ["f.unit": "=HYPERLINK(\"http://x\")", "f.officer": script, "f.text": script]) { $1 }
                #expect(try officer.post("/desk/cases/\(number)/act", assign).status == 303)
                for path in [
                    "/desk/cases/\(number)", "/desk/cases", "/desk/cases?list=open", "/desk/reports?by=unit",
                    "/desk/cases/\(number)/document?kind=\(Browser.escaped("转送函"))",
                    "/desk/reports/cases?figure=registered&by=unit&value=\(Browser.escaped(script))",
                    "/desk/cases?number=\(Browser.escaped(script))", "/desk/papers?number=\(Browser.escaped(script))",
                    "/desk/reports?as-of=\(Browser.escaped(script))&by=\(Browser.escaped(script))",
                ] {
                    let body = try officer.open(path).body
                    #expect(!body.contains("<script>alert") && !body.contains("<img src=x"), "\(path)")
                }
                let table = try officer.open("/desk/reports/cases/table?kind=month&by=none&figure=registered")
                #expect(table.header("content-disposition")?.hasPrefix("attachment") == true, "\(table.status)")
                #expect(table.body.contains("\"'=HYPERLINK(") && !table.body.contains(",=HYPERLINK"))
            }
        }

        @Test("Reports stand on the screen with their charts, and every number leads to its cases") func reports()
            throws
        {
            try withServer { server in
                let number = try server.fileCase()
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                let page = try officer.open("/desk/reports?by=purpose")
                #expect(page.status == 200 && page.body.contains("<svg") && page.body.contains("<title>"))
                let link = try #require(
                    page.body.components(separatedBy: "href=\"").dropFirst().map { $0.components(separatedBy: "\"")[0] }
                        .first { $0.hasPrefix("/desk/reports/cases?") })
                let drill = try officer.open(Browser.plain(link))
                #expect(drill.status == 200 && drill.body.contains(number))
                let sheet = try officer.open("/desk/reports/print?kind=month&by=unit")
                #expect(sheet.status == 200 && sheet.body.contains("@page"))
                #expect(try officer.open("/desk/reports/cases?figure=nothing").status == 404)
                #expect(try officer.open("/desk/cases?list=due").body.contains(number))
            }
        }

        @Test("代录 in one form, a question at a time: answered twice counts once, read back, and the receipt at the end")
        func dictation() throws {
            try withServer { server in
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                try officer.open("/desk/dictation")
                var form = try officer.form("/desk/dictation")
                form["channel"] = "来信"
                form["text"] = "小区暖气半个月不热，找物业没人管。"
                form["k.phone"] = "13800001234"
                form["k.name"] = "王小明"
                #expect(try officer.post("/desk/dictation", form.merging(["text": ""]) { $1 }).status == 400)
                let first = try officer.post("/desk/dictation", form)
                let again = try officer.post("/desk/dictation", form)
                #expect(first.status == 200 && first.body.contains("照原话写"))
                let conv = try #require(first.field("conv"))
                #expect(again.field("conv") == conv)
                let changed = try officer.post("/desk/dictation", form.merging(["text": "别的事：路灯坏了。"]) { $1 })
                #expect(changed.status == 409 && changed.body.contains("没有发出去") && changed.field("conv") == conv)
                var page = again
                var hasReadBack = false
                for _ in 0..<40 where !page.body.contains("登记回执") && !page.body.contains("class=\"slip\"") {
                    hasReadBack = hasReadBack || page.body.contains("核对一遍")
                    officer.show(page)
                    var next = try officer.form("/desk/dictation")
                    let keys = page.body.components(separatedBy: "name=\"key\" value=\"").dropFirst().map {
                        $0.components(separatedBy: "\"")[0]
                    }
                    // What is known already stands in the field.
                    let given = page.body.firstMatch(of: /id="text"[^>]* value="([^"]*)"/).map { String($0.1) } ?? ""
                    if let key = keys.first { next["key"] = key } else { next["text"] = given.isEmpty ? "不清楚" : given }
                    page = try officer.post("/desk/dictation", next)
                    #expect(page.status == 200, "\(page.body)")
                }
                #expect(page.body.contains("查询码") && hasReadBack)
                let cases = try server.cases()
                #expect(cases.count == 1 && cases.first?["channel"]?.string == "来信")
                let number = try #require(cases.first?["number"]?.string)
                #expect(page.body.contains("/desk/cases/\(number)"))
                officer.show(page)
                let token = try #require(officer.page.field("t"))
                let kept = try officer.upload("/desk/files/\(conv)", token: token, name: "信.jpg", Self.jpeg)
                #expect(kept.status == 303)
                #expect(try officer.open("/desk/cases/\(number)").body.contains("信.jpg"))
            }
        }
    }
}

extension [String: String] {
    /// Names of fields as a browser sends them.
    fileprivate var escapedKeys: [String: String] {
        Dictionary(uniqueKeysWithValues: map { (Browser.escaped($0.key), $0.value) })
    }
}
