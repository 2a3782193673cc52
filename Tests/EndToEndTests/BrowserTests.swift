// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// The petitioners' page, by a browser without JavaScript.
    @Suite struct BrowserTests {
        private func browser(_ server: ServerProcess) throws -> Browser {
            let browser = Browser(port: server.web)
            try browser.open()
            return browser
        }

        /// Takes whatever way there is until a matter is registered.
        private func register(_ browser: Browser) throws -> Browser.Answer {
            var page = try browser.say("小区暖气半个月不热 找物业没人管")
            for _ in 0..<40 where !page.body.contains("登记回执") {
                let keys = page.keys.filter { Int($0) != nil }
                page = try browser.say(
                    page.now.contains("电话") ? "13800000001" : page.now.contains("怎么称呼") ? "王小明" : keys.first ?? "不清楚")
            }
            return page
        }

        @Test("The page greets, and the whole way to a receipt is walked with forms alone")
        func wholeWay() throws {
            try withServer { server in
                let browser = try browser(server)
                #expect(browser.page.status == 200)
                #expect(browser.page.now.contains("不是真人"))
                #expect(try server.cases().isEmpty)
                let done = try register(browser)
                #expect(done.body.contains("登记回执"))
                let cases = try server.cases()
                let number = try #require(cases.first?["number"]?.string)
                #expect(cases.count == 1 && done.body.contains(number))
                #expect(cases.first?["channel"]?.string == "网上")
                // A reload shows the same and sends nothing.
                let again = try browser.open()
                #expect(again.body.contains(number))
                let slip = try browser.open("/receipt")
                #expect(slip.body.contains(number) && slip.body.contains("查询码"))
                #expect(try server.cases().count == 1)
            }
        }

        @Test("Sent twice, sent from two windows, sent after going back: what is answered first counts, and once")
        func nothingTwice() throws {
            try withServer { server in
                let browser = try browser(server)
                let first = browser.fields(["text": "小区暖气半个月不热 找物业没人管"])
                // Without a conversation yet, the same form twice.
                #expect(try browser.post("/say", first).status == 303)
                #expect(try browser.post("/say", first).status == 303)
                let page = try browser.open()
                let after = try #require(page.field("after"))
                #expect(after == "1")
                let other = browser.window()
                try other.open()
                let key = try #require(page.keys.first)
                let answered = try browser.say(key)
                #expect(answered.status == 200 && answered.field("after") == "2")
                // The other window still shows the former question: a different answer is not taken, and that is said.
                let stale = try other.send("/say", ["text": "我说的是另外一件事，路灯坏了"])
                #expect(stale.status == 409)
                #expect(stale.body.contains("没有发出去") && stale.body.contains("路灯坏了"))
                #expect(stale.field("after") == "2")
                // The very same answer is no mistake.
                #expect(try browser.post("/say", browser.fields(["after": "1", "text": key])).status == 303)
                #expect(try browser.open().field("after") == "2")
            }
        }

        @Test("A form that is not of this browser's own page is refused and does nothing")
        func forgery() throws {
            try withServer { server in
                let browser = try browser(server)
                #expect(try browser.post("/say", ["text": "路灯坏了", "after": "0"]).status == 403)
                #expect(
                    try browser.post("/say", ["text": "路灯坏了", "after": "0", "t": "0123456789abcdef0123456789abcdef"])
                        .status == 403)
                let other = try self.browser(server)
                #expect(try browser.post("/say", other.fields(["text": "路灯坏了"])).status == 403)
                let elsewhere = browser.window()
                for line in ["Origin: http://evil.example", "Sec-Fetch-Site: cross-site", "Origin: null"] {
                    elsewhere.further = [line]
                    #expect(try elsewhere.post("/say", browser.fields(["text": "路灯坏了"])).status == 403)
                }
                #expect(try browser.request("POST", "/say", "application/json", "{}").status == 415)
                #expect(try browser.open().now.contains("不是真人"))
            }
        }

        @Test("What a petitioner types comes back as text, on every page and in every field")
        func scriptStaysText() throws {
            try withServer { server in
                let browser = try browser(server)
                let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{office}}"
                let page = try browser.say("路灯坏了 \(evil)")
                #expect(!page.body.contains("<script>alert") && !page.body.contains("<img src=x"))
                #expect(page.body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
                let kept = try browser.send("/say", ["text": evil, "after": "0"])
                #expect(kept.status == 409 && !kept.body.contains("<script>alert") && !kept.body.contains("<img src=x"))
                let progress = try browser.send("/progress", ["number": evil, "code": "1"])
                #expect(progress.status == 400 && !progress.body.contains("<script>alert"))
                #expect(progress.body.contains("&lt;script&gt;"))
            }
        }

        @Test("Every answer forbids what is not the server's own, and nothing of a page is kept by caches")
        func headers() throws {
            try withServer { server in
                let browser = try browser(server)
                for path in ["/", "/progress", "/nowhere", "/assets/none.js", "/assets/..%2f..%2fetc%2fpasswd"] {
                    let answer = try browser.request("GET", path)
                    let policy = answer.header("content-security-policy") ?? ""
                    #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
                    #expect(answer.header("x-content-type-options") == "nosniff")
                    #expect(answer.header("cache-control") == "no-store")
                    #expect(answer.status == (path == "/" || path == "/progress" ? 200 : 404))
                }
                let cookie = try #require(try Browser(port: server.web).request("GET", "/").header("set-cookie"))
                #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
                // Nothing is loaded from elsewhere, and nothing is written into the page.
                #expect(!browser.page.body.contains("http://") && !browser.page.body.contains("https://"))
                #expect(!browser.page.body.contains("style=") && !browser.page.body.contains("onclick"))
                let start = try #require(browser.page.body.range(of: "/assets/talk.js?v="))
                let script = String(browser.page.body[start.lowerBound...].prefix { $0 != "\"" })
                let answer = try browser.request("GET", script)
                #expect(answer.status == 200 && answer.header("content-type")?.hasPrefix("text/javascript") == true)
                #expect(answer.header("cache-control")?.contains("immutable") == true)
            }
        }

        @Test("Too much is refused with a word, and what was written is still in the field")
        func tooLong() throws {
            try withServer { server in
                let browser = try browser(server)
                let long = String(repeating: "路", count: 2_001)
                let refused = try browser.send("/say", ["text": long])
                #expect(refused.status == 413 && refused.body.contains(long))
                #expect(try browser.say(String(repeating: "路灯坏了", count: 500)).status == 200)
                #expect(
                    try browser.post("/say", browser.fields(["text": String(repeating: "路", count: 20_000)])).status
                        == 413)
                let cookie = browser.window()
                cookie.further = ["X-Long: " + String(repeating: "a", count: 40_000)]
                #expect(try cookie.request("GET", "/").status == 400)
            }
        }

        @Test("Before filing everything can be erased; after it the page says why not")
        func erasing() throws {
            try withServer { server in
                let browser = try browser(server)
                try browser.say("小区暖气半个月不热 找物业没人管")
                #expect(try browser.open("/erase").body.contains("都删掉吗"))
                let old = browser.window()
                let gone = try browser.send("/erase")
                #expect(gone.status == 200 && gone.body.contains("一个字也没有留"))
                #expect(try browser.open().now.contains("不是真人"))
                // The former cookie opens nothing.
                let before = try old.open()
                #expect(!before.body.contains("暖气"))
                #expect(try server.cases().isEmpty)

                let second = try self.browser(server)
                let done = try register(second)
                #expect(done.body.contains("登记回执"))
                #expect(!done.body.contains("href=\"/erase\""))
                let refused = try second.send("/erase")
                #expect(refused.body.contains("登记回执") && refused.status == 409)
                #expect(try server.cases().count == 1)
            }
        }

        @Test("An officer's words come to the page, and a stream tells of them with Last-Event-ID")
        func officerSpeaks() throws {
            try withServer { server in
                let officer = try server.staffClient()
                let browser = try browser(server)
                try browser.say("小区暖气半个月不热 找物业没人管")
                let waiting = try browser.say("人工")
                #expect(waiting.body.contains("正在叫工作人员"))
                let conv = try #require(try officer.ok("queue")["items"]?.array?.first?["conv"])
                let last = Int(waiting.field("after") ?? "") ?? 0

                let stream = try Socket(port: server.web)
                let cookie = browser.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
                try stream.send(
                    "GET /news HTTP/1.1\r\nHost: localhost\r\nCookie: \(cookie)\r\nLast-Event-ID: \(last)\r\n\r\n")
                _ = try officer.ok("claim", ["conv": conv])
                _ = try officer.ok("say", ["conv": conv, "text": "您好，我是值班的，<b>哪栋楼</b>？"])
                var heard = ""
                while !heard.contains("id: \(last + 2)\n") {
                    guard let bytes = stream.receive(), !bytes.isEmpty else { throw TestFailure("no news: \(heard)") }
                    heard += String(decoding: bytes, as: UTF8.self)
                }
                #expect(!heard.contains("值班"))
                let page = try browser.open()
                #expect(page.body.contains("000 号工作人员在跟您说话"))
                #expect(page.body.contains("&lt;b&gt;哪栋楼&lt;/b&gt;"))
                let said = try browser.say("三号楼")
                #expect(said.status == 200)
                _ = try officer.line(try #require(conv.string), from: "petitioner") { $0["text"]?.string == "三号楼" }
                #expect(try browser.open("/progress").status == 200)
                let asked = try browser.send("/progress", ["number": "XF202611230000171", "code": "4729 8163 0552"])
                #expect(asked.status == 400 || asked.status == 409)
            }
        }

        @Test("Number and code lead back to a draft in another browser, and the former one shows nothing more")
        func resume() throws {
            try withServer { server in
                let browser = try browser(server)
                var page = try browser.say("小区暖气半个月不热 找物业没人管")
                for _ in 0..<12 where !page.body.contains("续办号") {
                    page = try browser.say(page.keys.first { Int($0) != nil } ?? "幸福家园三号楼")
                }
                let keys = page.keys
                page = try browser.say("退出")
                #expect(page.body.contains("续办号"))
                let slip = try browser.open("/receipt").body
                let digits = slip.components(separatedBy: "class=\"digits\">").dropFirst().map { piece in
                    piece.components(separatedBy: "</dd>").first?.filter(\.isNumber) ?? ""
                }
                try #require(digits.count == 2 && digits[0].count == 8 && digits[1].count == 12)

                let other = try self.browser(server)
                try other.open("/progress")
                let wrong = try other.send("/progress", ["number": digits[0], "code": "000000000000"])
                #expect(!wrong.body.contains("暖气"))
                let third = try self.browser(server)
                try third.open("/progress")
                let resumed = try third.send("/progress", ["number": digits[0], "code": digits[1]])
                // It goes on where it was left, also when it had been ended.
                #expect(resumed.status == 200 && resumed.keys == keys && !keys.isEmpty)
                let former = try browser.open()
                #expect(former.body.contains("换到别处") && !former.body.contains("暖气"))
            }
        }

        @Test("Cleared off the screen it is gone from every page, and goes on when asked")
        func clearing() throws {
            try withServer { server in
                let browser = try browser(server)
                try browser.say("小区暖气半个月不热 找物业没人管")
                let cleared = try browser.send("/clear")
                #expect(!cleared.body.contains("暖气") && cleared.body.contains("屏幕清掉了"))
                #expect(!(try browser.open().body.contains("暖气")))
                #expect(!(try browser.open("/receipt").body.contains("查询码")))
                try browser.open()
                let on = try browser.say("重说")
                #expect(on.status == 200 && !on.body.contains("屏幕清掉了"))
            }
        }

        @Test("A server that ends lets waiting pages go") func ending() throws {
            try Workplace.withFolder { data in
                let server = try ServerProcess(data: data)
                defer { server.kill() }
                let browser = try browser(server)
                try browser.say("小区暖气半个月不热 找物业没人管")
                let stream = try Socket(port: server.web)
                let cookie = browser.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
                try stream.send("GET /news?after=1 HTTP/1.1\r\nHost: localhost\r\nCookie: \(cookie)\r\n\r\n")
                #expect(String(decoding: stream.receive() ?? [], as: UTF8.self).contains("200 OK"))
                // A connection that stays open and asks for nothing.
                let idle = try Socket(port: server.web)
                try idle.send("GET / HTTP/1.1\r\n")
                #expect(try server.stop() == 0)
                _ = try stream.receiveToEnd()
            }
        }

        @Test("A browser that hangs up while it listens is let go at once") func hangsUp() throws {
            try withServer { server in
                let browser = try browser(server)
                try browser.say("小区暖气半个月不热 找物业没人管")
                let stream = try Socket(port: server.web)
                let cookie = browser.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
                try stream.send("GET /news?after=1 HTTP/1.1\r\nHost: localhost\r\nCookie: \(cookie)\r\n\r\n")
                var heard = ""
                while !heard.contains("retry:"), let bytes = stream.receive(), !bytes.isEmpty {
                    heard += String(decoding: bytes, as: UTF8.self)
                }
                #expect(heard.contains("200 OK") && heard.contains("retry: 3000"))
                stream.endSending()
                var isOver = false
                for _ in 0..<4 where !isOver { isOver = stream.receive()?.isEmpty ?? false }
                #expect(isOver)
            }
        }

        @Test("A page that is never read holds up nobody else") func stalled() throws {
            try withServer { server in
                let browser = try browser(server)
                try browser.say("小区暖气半个月不热 找物业没人管")
                let cookie = browser.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
                let asked = "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: \(cookie)\r\n\r\n"
                let before = server.residentKiB
                let stalled = try (0..<4).map { _ in try Socket(port: server.web, receiveBuffer: 4_096) }
                for socket in stalled {
                    _ = socket.trySending(Array(String(repeating: asked, count: 2_000).utf8), within: 2)
                }
                let other = try self.browser(server)
                #expect(try other.say("路灯坏了").status == 200)
                #expect(server.residentKiB - before < 32 * 1024)
            }
        }

        @Test("A conversation in a browser outlives the server")
        func restart() throws {
            try Workplace.withFolder { data in
                let first = try ServerProcess(data: data)
                let browser = try browser(first)
                let page = try browser.say("小区暖气半个月不热 找物业没人管")
                first.kill()
                let second = try ServerProcess(data: data)
                defer { second.kill() }
                let after = Browser(port: second.web)
                after.cookies = browser.cookies
                #expect(try after.open().now == page.now)
                #expect(try after.say(page.keys.first ?? "不清楚").status == 200)
            }
        }
    }
}
