// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A browser without JavaScript: cookies, forms, redirects, and nothing else.
final class Browser {
    struct Answer {
        var status: Int
        var headers: [(name: String, value: String)]
        var body: String

        func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

        /// The value of the first hidden or written field of that name.
        func field(_ name: String) -> String? {
            guard let start = body.range(of: "name=\"\(name)\" value=\"") else { return nil }
            return String(body[start.upperBound...].prefix { $0 != "\"" })
        }

        /// Keys of the menu's buttons.
        var keys: [String] {
            body.components(separatedBy: "<kbd>").dropFirst().map { String($0.prefix { $0 != "<" }) }
        }

        /// What stands in front: the last answer.
        var now: String {
            guard let start = body.range(of: "id=\"now\""),
                let end = body.range(of: "</section>\n", range: start.upperBound..<body.endIndex)
            else { return "" }
            return String(body[start.upperBound..<end.lowerBound])
        }
    }

    private let port: Int
    var cookies: [String: String] = [:]
    /// The page as it was drawn last.
    private(set) var page = Answer(status: 0, headers: [], body: "")
    var further: [String] = []

    init(port: Int) { self.port = port }

    /// Another window of the same browser.
    func window() -> Browser {
        let other = Browser(port: port)
        other.cookies = cookies
        return other
    }

    /// Goes on from an answer that was not followed.
    func show(_ answer: Answer) { page = answer }

    @discardableResult
    func open(_ path: String = "/") throws -> Answer {
        page = try follow(try request("GET", path))
        return page
    }

    /// Sends what the page's form would send, and goes where it leads.
    @discardableResult
    func say(_ text: String) throws -> Answer {
        page = try follow(try post("/say", fields(["text": text])))
        return page
    }

    @discardableResult
    func send(_ path: String, _ further: [String: String] = [:]) throws -> Answer {
        page = try follow(try post(path, fields(further)))
        return page
    }

    /// The hidden fields of the page, with others.
    func fields(_ further: [String: String]) -> [String: String] {
        var fields = further
        fields["t"] = fields["t"] ?? page.field("t")
        fields["after"] = fields["after"] ?? page.field("after")
        return fields
    }

    func post(_ path: String, _ fields: [String: String]) throws -> Answer {
        let body = fields.map { "\($0)=\(Self.escaped($1))" }.joined(separator: "&")
        return try request("POST", path, "application/x-www-form-urlencoded", body)
    }

    func request(_ method: String, _ path: String, _ type: String? = nil, _ body: String = "") throws -> Answer {
        try request(method, path, type, bytes: Array(body.utf8))
    }

    func request(_ method: String, _ path: String, _ type: String?, bytes body: [UInt8]) throws -> Answer {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: localhost:\(port)", "Connection: close"] + further
        if !cookies.isEmpty {
            lines.append("Cookie: " + cookies.map { "\($0)=\($1)" }.sorted().joined(separator: "; "))
        }
        if let type { lines += ["Content-Type: \(type)", "Content-Length: \(body.count)"] }
        let socket = try Socket(port: port)
        try socket.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
        let answer = try Self.parse(try socket.receiveToEnd())
        for (name, value) in answer.headers where name == "set-cookie" {
            let pair = value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2 { cookies[pair[0]] = pair[1] }
        }
        return answer
    }

    private func follow(_ answer: Answer) throws -> Answer {
        guard answer.status == 303, let place = answer.header("location") else { return answer }
        return try request("GET", String(place.prefix { $0 != "#" }))
    }

    static func parse(_ bytes: [UInt8]) throws -> Answer {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let blank = text.range(of: "\r\n\r\n") else { throw TestFailure("no HTTP answer: \(text.prefix(200))") }
        var lines = text[..<blank.lowerBound].components(separatedBy: "\r\n")
        let head = lines.removeFirst().split(separator: " ")
        guard head.count >= 2, let status = Int(head[1]) else { throw TestFailure("no HTTP answer") }
        let headers = lines.compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return (line[..<colon].lowercased(), value)
        }
        return Answer(status: status, headers: headers, body: String(text[blank.upperBound...]))
    }

    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(UnicodeScalar(byte))
            default: String(format: "%%%02X", byte)
            }
        }.joined()
    }
}
