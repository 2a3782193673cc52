// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// What somebody tries who means ill, or whose page is old: refused, or given back with a clear word.
    @Suite struct DeskAbuseTests {
        /// Every address of the desk that takes a form, but the log-in.
        private static func forms(_ number: String) -> [String] {
            [
                "logout", "password", "proof", "account/code", "account/sessions", "alarm", "find", "views",
                "people/save", "people/order", "people/sessions",
                "views/drop", "talks/c1/claim", "talks/c1/say", "talks/c1/release", "talks/c1/draft",
                "talks/c1/correct",
                "talks/c1/note", "cases/\(number)/act", "cases/\(number)/identity", "cases/\(number)/document",
                "papers/print", "files/\(number)", "dictation", "audit/export",
            ].map { "/desk/\($0)" }
        }

        @Test("No form of the desk does anything that is not of this browser's own page, or without a log-in")
        func forgery() throws {
            try withServer { server in
                let number = try server.fileCase()
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case,sealed,audit")
                let wire = try server.staffClient()
                try officer.open("/desk/account")
                let own = officer.fields(["act": "备注", "f.text": "伪造的", "reason": "伪造的", "name": "伪造的"])
                let elsewhere = officer.window()
                for path in Self.forms(number) {
                    let isFile = path.hasPrefix("/desk/files/")
                    func post(_ browser: Browser, _ token: String?) throws -> Int {
                        guard isFile else {
                            var fields = own
                            fields["t"] = token
                            return try browser.post(path, fields).status
                        }
                        return try browser.upload(path, token: token ?? "", name: "a.jpg", DeskCaseTests.jpeg).status
                    }
                    #expect(try post(officer, nil) == 403, "\(path)")
                    #expect(try post(officer, "0123456789abcdef0123456789abcdef") == 403, "\(path)")
                    for line in ["Origin: http://evil.example", "Sec-Fetch-Site: cross-site", "Origin: null"] {
                        elsewhere.further = [line]
                        #expect(try post(elsewhere, own["t"]) == 403, "\(path) \(line)")
                    }
                    let nobody = try post(Browser(port: server.web), own["t"])
                    #expect([401, 403].contains(nobody), "\(path) \(nobody)")
                }
                let record = try wire.ok("case", ["number": .string(number)])
                #expect(record["case"]?["events"]?.array?.count == 1)
                #expect(try officer.open("/desk").body.contains("021 王敏"))
                #expect(try !officer.open("/desk").body.contains("伪造的"))
            }
        }

        @Test(
            "A log-in that ended gives a case's form back as it was written, does nothing, and the form counts after it"
        )
        func expired() throws {
            try withServer { server in
                let number = try server.fileCase()
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                let wire = try server.staffClient()
                try officer.open("/desk/cases/\(number)")
                let form = try officer.actForm("备注").merging(["f.text": "写了一上午的<b>话</b>"]) { $1 }
                let other = Browser(port: server.web)
                try other.open("/desk/login")
                let password = ServerProcess.officerPassword
                try other.send("/desk/login", ["badge": "021", "password": password, "to": "/desk/account"])
                let account = try other.open("/desk/account")
                let session = try #require(account.field("session"))
                try other.send("/desk/account/sessions", ["session": session])
                let late = try officer.post("/desk/cases/\(number)/act", form)
                #expect(late.status == 401 && late.body.contains("登录过期了"))
                #expect(late.body.contains("写了一上午的&lt;b&gt;话&lt;/b&gt;"))
                let before = try wire.ok("case", ["number": .string(number)])
                #expect(before["case"]?["events"]?.array?.count == 1)
                officer.show(late)
                try officer.send("/desk/login", ["badge": "021", "password": password])
                try officer.open("/desk/cases/\(number)")
                let again = try officer.actForm("备注").merging(["f.text": "写了一上午的话"]) { $1 }
                #expect(try officer.post("/desk/cases/\(number)/act", again).status == 303)
            }
        }

        @Test("What is written into a header stands there as one value, whatever bytes it has")
        func headers() throws {
            try withServer { server in
                let number = try server.fileCase()
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case,audit")
                try officer.open("/desk/cases/\(number)")
                let token = try #require(officer.page.field("t"))
                let name = "信%0d%0aX-Evil: 1; x=\u{201C}a'b;c.jpg"
                #expect(
                    try officer.upload("/desk/files/\(number)", token: token, name: name, DeskCaseTests.jpeg).status
                        == 303)
                let shown = try officer.request("GET", "/desk/files/\(number)/1")
                #expect(shown.status == 200 && shown.header("x-evil") == nil)
                let place = try #require(shown.header("content-disposition"))
                #expect(
                    place.hasPrefix("inline; filename*=UTF-8''")
                        && !place.dropFirst(25).contains { ";'\" ".contains($0) })
                let evil = "%0d%0aX-Evil:%201%0d%0a%0d%0a%3Cscript%3Ealert(1)%3C/script%3E"
                for path in [
                    "/desk/find?number=\(evil)", "/desk/cases?number=\(evil)", "/desk/proof?to=/desk\(evil)",
                    "/desk/login?to=/desk\(evil)", "/desk?list=\(evil)&unit=\(evil)", "/desk/cases/\(evil)",
                    "/desk/reports/cases/table?figure=registered&by=unit&value=\(evil)",
                    "/desk/papers?number=\(evil)", "/?x=\(evil)", "/progress?number=\(evil)", "/desk/talks/\(evil)",
                ] {
                    let answer = try officer.request("GET", path)
                    #expect(answer.header("x-evil") == nil, "\(path)")
                    #expect(answer.status < 500, "\(path) \(answer.status)")
                    if answer.header("content-type")?.hasPrefix("text/csv") == true {
                        // Kept as a file, and never taken for a page.
                        #expect(answer.header("x-content-type-options") == "nosniff", "\(path)")
                        #expect(answer.header("content-disposition")?.hasPrefix("attachment") == true, "\(path)")
                    } else {
                        #expect(!answer.body.contains("<script>alert"), "\(path)")
                    }
                }
                // Line ends in a header of the request itself are no request.
                let raw = Browser(port: server.web)
                raw.further = ["X-Forwarded-For: 1.2.3.4\u{0}", "Cookie: shouwen-desk=a\u{1}b"]
                #expect(try raw.request("GET", "/").status == 400)
            }
        }

        @Test("Nothing but what is served is reached, however the path is written")
        func paths() throws {
            try withServer { server in
                let number = try server.fileCase()
                let officer = try server.officerBrowser("王敏", badge: "021", roles: "intake,case")
                try officer.open("/desk/cases/\(number)")
                let token = try #require(officer.page.field("t"))
                _ = try officer.upload("/desk/files/\(number)", token: token, name: "a.jpg", DeskCaseTests.jpeg)
                for path in [
                    "/assets/../../etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/..%5c..%5cetc%5cpasswd",
                    "/assets/desk.js%00.css", "/assets/", "/desk/files/..%2f..%2f..%2fetc%2fpasswd/1",
                    "/desk/files/\(number)/../1", "/desk/files/\(number)/1%00", "/desk/files/\(number)/01x",
                    "/desk/files/\(number)/9223372036854775808", "/desk/files/\(number)/-1", "/desk/../keys", "/keys",
                    "/desk/cases/..", "/desk/cases/%2e%2e%2f%2e%2e%2fetc", "//etc/passwd",
                    "/desk//files/\(number)/1%2f..",
                    "/desk/audit/export", "/desk/people", "/.git/config", "/metrics", "/livez",
                ] {
                    let answer = try officer.request("GET", path)
                    #expect([400, 403, 404].contains(answer.status), "\(path) \(answer.status)")
                    #expect(!answer.body.contains("root:") && !answer.body.contains("JFIF"), "\(path)")
                }
                for method in ["PUT", "DELETE", "TRACE", "OPTIONS", "PATCH"] {
                    let answer = try officer.request(method, "/desk/cases/\(number)")
                    #expect([400, 404, 405, 501].contains(answer.status), "\(method) \(answer.status)")
                }
            }
        }

        @Test("Guessing a code by the form is slowed, and during the wait the right one is not heard either")
        func guessing() throws {
            try withServer { server in
                let person = Browser(port: server.web)
                try person.open()
                var page = try person.say("小区暖气半个月不热 找物业没人管")
                for _ in 0..<12 where !page.body.contains("续办号") {
                    page = try person.say(page.keys.first { Int($0) != nil } ?? "幸福家园三号楼")
                }
                let digits = try person.open("/receipt").body.components(separatedBy: "class=\"digits\">").dropFirst()
                    .map { piece in piece.components(separatedBy: "</dd>").first?.filter(\.isNumber) ?? "" }
                try #require(digits.count == 2 && digits[1].count == 12)
                func attempt(_ code: String) throws -> Browser.Answer {
                    let guesser = Browser(port: server.web)
                    try guesser.open("/progress")
                    return try guesser.send("/progress", ["number": digits[0], "code": code])
                }
                var isSlowed = false
                let wrong = digits[1] == "111111111111" ? "222222222222" : "111111111111"
                for guess in 0..<12 where !isSlowed {
                    let answer = try attempt(wrong)
                    #expect(!answer.body.contains("暖气"), "guess \(guess)")
                    isSlowed = answer.words.firstMatch(of: #/[0-9]+ ?(秒|分钟)/#) != nil
                }
                #expect(isSlowed)
                let right = try attempt(digits[1])
                #expect(!right.body.contains("暖气"))
            }
        }
    }
}
