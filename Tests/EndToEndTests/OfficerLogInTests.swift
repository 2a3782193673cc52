// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// Officers coming in with a browser, without JavaScript.
    @Suite struct OfficerLogInTests {
        @Test("The first account has a password that serves once, and nothing works before it is changed")
        func firstRun() throws {
            try withServer { server in
                let file = "\(server.data)/first.password"
                let words = try String(contentsOfFile: file, encoding: .utf8).split { $0 == " " || $0 == "\n" }
                #expect(words.count == 2 && words.first == "100")
                let attributes = try FileManager.default.attributesOfItem(atPath: file)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
                let browser = Browser(port: server.web)
                let login = try browser.open("/desk")
                #expect(login.body.contains("工作人员登录"))
                let password = String(words.last ?? "")
                let first = try browser.send("/desk/login", ["badge": "100", "password": password, "code": ""])
                #expect(first.body.contains("先换一个自己的密码"))
                #expect(try browser.open("/desk/account").body.contains("先换一个自己的密码"))
                for (new, again, why) in [
                    ("short1", "short1", "至少要 10 个字符"), ("好用的密码一二三四五", "好用的密码一二三四六", "不一样"),
                    (password, password, "和原来的不一样"), ("abc1234567", "abc1234567", "太常见"),
                    ("qwertyasdfgh", "qwertyasdfgh", "至少用两样"), ("dfg-100-uiop", "dfg-100-uiop", "不要有工号"),
                ] {
                    let refused = try browser.send("/desk/password", ["old": password, "new": new, "again": again])
                    #expect(refused.status == 400 && refused.body.contains(why), "\(new): \(refused.body.suffix(900))")
                }
                let wrong = try browser.send(
                    "/desk/password", ["old": "x", "new": "好用的密码 2026", "again": "好用的密码 2026"])
                #expect(wrong.status == 400 && wrong.body.contains("原来的密码不对"))
                let done = try browser.send(
                    "/desk/password", ["old": password, "new": "好用的密码 2026", "again": "好用的密码 2026"])
                #expect(done.status == 200 && done.body.contains("密码改好了") && done.body.contains("今天"))
                // Said once.
                #expect(try !browser.open("/desk").body.contains("密码改好了"))
                #expect(!FileManager.default.fileExists(atPath: file))
                let other = Browser(port: server.web)
                try other.open("/desk/login")
                #expect(
                    try other.send("/desk/login", ["badge": "100", "password": password]).status == 401)
                #expect(
                    try other.send("/desk/login", ["badge": "100", "password": "好用的密码 2026"]).body.contains("100 首个账号"))
            }
        }

        @Test("The token is new at log-in, the cookie is shut in, and who logs out is out")
        func sessions() throws {
            try withServer { server in
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                let cookie = try #require(officer.cookies["shouwen-desk"])
                let page = try officer.open("/desk")
                #expect(page.header("cache-control") == "no-store" && page.body.contains("021 王敏"))
                #expect(page.header("content-security-policy")?.contains("default-src 'none'") == true)
                let fresh = Browser(port: server.web)
                let login = try fresh.request("GET", "/desk/login?to=/desk/account")
                let given = try #require(login.header("set-cookie"))
                for word in ["HttpOnly", "SameSite=Strict", "Path=/desk"] { #expect(given.contains(word)) }
                let before = try #require(fresh.cookies["shouwen-desk"])
                try fresh.open("/desk/login?to=/desk/account")
                let account = try fresh.send(
                    "/desk/login",
                    ["badge": "021", "password": ServerProcess.officerPassword, "to": "/desk/account"])
                #expect(account.body.contains("我的账号") && account.body.contains("就是这个"))
                #expect(fresh.cookies["shouwen-desk"] != before && fresh.cookies["shouwen-desk"] != cookie)
                // The one browser shows the other out.
                let session = try #require(account.field("session"))
                #expect(try fresh.send("/desk/account/sessions", ["session": session]).body.contains("退出登录了"))
                #expect(try officer.request("GET", "/desk").header("location") == "/desk/login")
                #expect(try fresh.post("/desk/logout", fresh.fields([:])).status == 303)
                let out = fresh.window()
                out.cookies["shouwen-desk"] = fresh.cookies["shouwen-desk"]
                #expect(try out.request("GET", "/desk/account").status == 303)
            }
        }

        @Test("Where a log-in leads to is a page of the desk, whatever the address says")
        func openRedirect() throws {
            try withServer { server in
                _ = try server.officerBrowser("王敏", badge: "021", roles: "intake")
                for to in ["https://evil.example/", "//evil.example", "/desk//evil", "/\\evil", "/desk\r\nX: y", "/"] {
                    let browser = Browser(port: server.web)
                    try browser.open("/desk/login")
                    let answer = try browser.post(
                        "/desk/login",
                        browser.fields(["badge": "021", "password": ServerProcess.officerPassword, "to": to]))
                    #expect(answer.status == 303 && answer.header("location") == "/desk", "\(to)")
                    #expect(answer.header("x") == nil)
                }
            }
        }

        @Test("Five wrong tries lock an account, known or not looks the same, and an admin opens it")
        func lockout() throws {
            try withServer { server in
                _ = try server.officerBrowser("王敏", badge: "021", roles: "intake")
                let browser = Browser(port: server.web)
                try browser.open("/desk/login")
                for _ in 0..<5 {
                    let known = try browser.send("/desk/login", ["badge": "021", "password": "不是这个"])
                    #expect(known.status == 401 && known.body.contains("工号、密码或者动态口令不对"))
                }
                let locked = try browser.send(
                    "/desk/login", ["badge": "021", "password": ServerProcess.officerPassword])
                #expect(locked.status == 429 && locked.body.contains("15 分钟"))
                let unknown = try browser.send("/desk/login", ["badge": "777", "password": "不是这个"])
                #expect(unknown.status == 401 && unknown.body.contains("工号、密码或者动态口令不对"))
                try server.account("021", "unlock")
                let page = try browser.send(
                    "/desk/login", ["badge": "021", "password": ServerProcess.officerPassword])
                #expect(page.status == 200 && page.body.contains("021 王敏"))
            }
        }

        @Test("The second factor is enrolled with its first code, asked for after that, and each code counts once")
        func secondFactor() throws {
            try withServer { server in
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake")
                let page = try officer.open("/desk/account")
                let start = try #require(page.body.range(of: "class=\"secret\">"))
                let shown = String(page.body[start.upperBound...].prefix { $0 != "<" })
                #expect(shown.count == 39)
                #expect(try officer.send("/desk/account/code", ["code": "12345"]).status == 400)
                let code = Workplace.totp(shown)
                #expect(try officer.send("/desk/account/code", ["code": code]).body.contains("动态口令开通了"))
                let other = Browser(port: server.web)
                try other.open("/desk/login")
                let password = ServerProcess.officerPassword
                // The code of the enrolment was used.
                for typed in ["", code] {
                    #expect(
                        try other.send("/desk/login", ["badge": "021", "password": password, "code": typed]).status
                            == 401)
                }
                try server.account("021", "totp-off")
                #expect(try other.send("/desk/login", ["badge": "021", "password": password]).status == 200)
            }
        }

        @Test("A disabled officer is shown out at once, and not let in again; nobody is admin and auditor")
        func disabled() throws {
            try withServer { server in
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake")
                try server.account("021", "disable")
                #expect(try officer.request("GET", "/desk").header("location") == "/desk/login")
                let browser = Browser(port: server.web)
                try browser.open("/desk/login")
                let password = ServerProcess.officerPassword
                #expect(try browser.send("/desk/login", ["badge": "021", "password": password]).status == 401)
                try server.account("021", "enable")
                #expect(try browser.send("/desk/login", ["badge": "021", "password": password]).status == 200)
                #expect(throws: TestFailure.self) {
                    try server.addOfficer("两样都要", badge: "022", roles: "admin,audit")
                }
                #expect(throws: TestFailure.self) { try server.account("000", "password") }
            }
        }

        @Test("A form that is not of this browser's own page does nothing, with or without a session")
        func forgery() throws {
            try withServer { server in
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake")
                try officer.open("/desk/account")
                for path in ["/desk/logout", "/desk/password", "/desk/proof", "/desk/alarm", "/desk/account/sessions"] {
                    for token in [nil, "0123456789abcdef0123456789abcdef"] {
                        #expect(try officer.post(path, token.map { ["t": $0] } ?? [:]).status == 403, "\(path)")
                    }
                    let elsewhere = officer.window()
                    for line in ["Origin: http://evil.example", "Sec-Fetch-Site: cross-site", "Origin: null"] {
                        elsewhere.further = [line]
                        #expect(try elsewhere.post(path, officer.fields([:])).status == 403, "\(path) \(line)")
                    }
                    #expect(try Browser(port: server.web).post(path, officer.fields([:])).status == 401, "\(path)")
                }
                #expect(try officer.request("POST", "/desk/proof", "application/json", "{}").status == 415)
                #expect(try officer.open("/desk").body.contains("021 王敏"))
                let login = Browser(port: server.web)
                let password = ServerProcess.officerPassword
                #expect(try login.post("/desk/login", ["badge": "021", "password": password]).status == 403)
                // What was written in a form that came too late is not lost.
                let late = try Browser(port: server.web).post("/desk/proof", ["text": "写了很久的<b>话</b>"])
                #expect(late.status == 401 && late.body.contains("写了很久的&lt;b&gt;话&lt;/b&gt;"))
            }
        }
    }
}
