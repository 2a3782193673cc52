// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// 人员: an admin adds people, changes what they may do, and shows them out.
    @Suite struct PeopleTests {
        /// The one-time password that the page tells.
        private func password(_ page: Browser.Answer) throws -> String {
            let start = try #require(page.body.range(of: "一次性密码："))
            return String(page.body[start.upperBound...].prefix { $0 != "。" })
        }

        private func logIn(_ server: ServerProcess, _ badge: String, _ password: String) throws -> Browser.Answer {
            let browser = Browser(port: server.web)
            try browser.open("/desk/login")
            return try browser.send("/desk/login", ["badge": badge, "password": password])
        }

        @Test("Somebody is added, comes in with the password that is told once, gets other roles, and is out at once")
        func adding() throws {
            try withServer { server in
                let admin = try server.officerBrowser("周全", badge: "050", roles: "admin,case")
                let page = try admin.open("/desk/people")
                #expect(page.body.contains("加一个人") && page.words.contains("050 周全"))
                let fields = ["is": "new", "badge": "060", "name": "新来的<b>", "unit": "接访科", "role": "intake"]
                let added = try admin.send("/desk/people/save", fields)
                #expect(added.body.contains("新来的&lt;b&gt;"))
                let once = try password(added)
                // Told once.
                #expect(try !admin.open("/desk/people").body.contains(once))
                #expect(try admin.send("/desk/people/save", fields).status == 409)
                #expect(try logIn(server, "060", once).body.contains("先换一个自己的密码"))
                let chosen = ServerProcess.officerPassword
                let browser = Browser(port: server.web)
                try browser.open("/desk/login")
                try browser.send("/desk/login", ["badge": "060", "password": once])
                let own = try browser.send("/desk/password", ["old": once, "new": chosen, "again": chosen])
                #expect(own.body.contains("060") && !own.body.contains("/desk/people"))
                #expect(try browser.request("GET", "/desk/people").status == 403)
                #expect(try browser.post("/desk/people/save", browser.fields(fields)).status == 403)
                // Other roles: out at once, and in again with them.
                try admin.open("/desk/people")
                let changed = try admin.send(
                    "/desk/people/save", ["is": "change", "badge": "060", "name": "新来的", "unit": "接访科", "role": "case"])
                #expect(changed.body.contains("060 号改好了"))
                #expect(try browser.request("GET", "/desk").header("location") == "/desk/login")
                #expect(try !logIn(server, "060", chosen).body.contains("/desk/dictation"))
                try admin.open("/desk/people")
                #expect(try admin.send("/desk/people/sessions", ["badge": "060"]).body.contains("从 1 个浏览器退出了"))
                let off = try admin.send("/desk/people/order", ["badge": "060", "do": "disable"])
                #expect(off.body.contains("停用，办好了"))
                #expect(try logIn(server, "060", chosen).status == 401)
                // Who is disabled stays so, whatever else is changed.
                try admin.send(
                    "/desk/people/save", ["is": "change", "badge": "060", "name": "新来的", "unit": "", "role": "intake"])
                #expect(try logIn(server, "060", chosen).status == 401)
                try admin.send("/desk/people/order", ["badge": "060", "do": "enable"])
                #expect(try logIn(server, "060", chosen).status == 200)
                let auditor = try server.officerBrowser("孙正", badge: "009", roles: "audit")
                let trail = try auditor.open("/desk/audit")
                for word in ["改人员和权限", "让人退出登录", "停用", "给新密码"] { #expect(trail.body.contains(word), "\(word)") }
            }
        }

        @Test(
            "Nobody is admin and auditor, nobody changes their own roles, and nothing is changed without the password")
        func refusals() throws {
            try withServer { server in
                let admin = try server.officerBrowser("周全", badge: "050", roles: "admin,case")
                try admin.open("/desk/people")
                func save(_ fields: [String: String], roles: [String]) throws -> Browser.Answer {
                    let all =
                        admin.fields(fields).map { "\($0.key)=\(Browser.escaped($0.value))" }
                        + roles.map { "role=\($0)" }
                    return try admin.request(
                        "POST", "/desk/people/save", "application/x-www-form-urlencoded", all.joined(separator: "&"))
                }
                let new = ["is": "new", "badge": "061", "name": "某某", "unit": ""]
                #expect(try save(new, roles: ["admin", "audit"]).body.contains("不能是同一个人"))
                #expect(try save(new, roles: []).body.contains("至少给一样权限"))
                #expect(try save(new.merging(["badge": "<x>"]) { $1 }, roles: ["case"]).status == 400)
                #expect(try save(new.merging(["name": ""]) { $1 }, roles: ["case"]).status == 400)
                let own = ["is": "change", "badge": "050", "name": "周全", "unit": ""]
                #expect(try save(own, roles: ["case"]).body.contains("不能改自己的权限"))
                #expect(try save(own, roles: ["admin", "case"]).status == 303)
                #expect(try save(own.merging(["badge": "000"]) { $1 }, roles: ["case"]).status == 400)
                #expect(try save(own.merging(["badge": "777"]) { $1 }, roles: ["case"]).status == 404)
                let order = admin.fields(["badge": "050", "do": "disable"])
                #expect(try admin.post("/desk/people/order", order).status == 400)
                #expect(try !admin.open("/desk/people").words.contains("061"))
                let auditor = try server.officerBrowser("孙正", badge: "009", roles: "audit")
                #expect(try auditor.request("GET", "/desk/people").status == 403)
            }
        }
    }
}
