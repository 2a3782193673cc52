// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A running server: the real program on free ports.
final class ServerProcess {
    struct Options {
        var dialogs = Workplace.dialogs
        /// What follows `127.0.0.1:0` of each kiosk, as `,encoding=gb18030`.
        var kiosks = [""]
        var further: [String] = []
        /// Stands before the program, as `["strace", "-f"]`.
        var wrapper: [String] = []
        var environment: [String: String] = [:]
    }

    let child: ChildProcess
    let data: String
    let options: Options
    private(set) var kiosks: [Int] = []
    private(set) var relay = 0
    private(set) var web = 0
    private(set) var ops = 0
    /// Standard output up to `ready`.
    private(set) var announced: [String] = []

    init(data: String, _ options: Options = Options()) throws {
        self.data = data
        self.options = options
        child = try ChildProcess(
            options.wrapper + Self.arguments(data: data, options), environment: options.environment)
        do { try waitUntilReady() } catch {
            child.kill()
            throw error
        }
    }

    static func arguments(data: String, _ options: Options = Options()) -> [String] {
        [Workplace.executable, "serve", "--dialogs", options.dialogs, "--data", data]
            + options.kiosks.flatMap { ["--kiosk", "127.0.0.1:0\($0)"] }
            + ["--relay", "127.0.0.1:0", "--web", "127.0.0.1:0", "--ops", "127.0.0.1:0"] + options.further
    }

    private func waitUntilReady() throws {
        while let line = try child.output.line(within: 60) {
            announced.append(line)
            if line == "ready" { return }
            let words = line.split(separator: " ")
            guard words.count == 3, words[0] == "listening", let colon = words[2].lastIndex(of: ":"),
                let port = Int(words[2][words[2].index(after: colon)...])
            else { continue }
            switch words[1] {
            case "kiosk": kiosks.append(port)
            case "relay": relay = port
            case "web": web = port
            case "ops": ops = port
            default: break
            }
        }
        _ = try? child.wait(within: 10)
        throw TestFailure("the server ended before it was ready:\n\(log.suffix(4_000))")
    }

    var kiosk: Int { kiosks.first ?? 0 }

    /// Standard error so far.
    var log: String { child.errors.text }

    func kill() { child.kill() }

    /// Ends it as an operator does.
    /// - Returns: the exit code.
    @discardableResult
    func stop() throws -> Int32 {
        child.signal(SIGTERM)
        return try child.wait(within: 60)
    }

    // MARK: Tokens

    private func token(_ name: String) throws -> String {
        try String(contentsOfFile: "\(data)/\(name)", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    var relayToken: String { get throws { try token("relay.token") } }
    var staffToken: String { get throws { try token("staff.token") } }

    /// Adds an officer through the command line, beside the running server.
    /// - Returns: the officer's token.
    func addOfficer(_ name: String, badge: String, unit: String = "接访科", roles: String) throws -> String {
        let done = try ChildProcess.shouwen(
            "staff", "add", name, "--badge", badge, "--unit", unit, "--roles", roles, "--data", data, "--dialogs",
            options.dialogs)
        guard done.code == 0, let token = done.output.split(separator: "\n").last, token.utf8.count >= 32 else {
            throw TestFailure("staff add \(badge): exit \(done.code)\n\(done.output)\n\(done.errors)")
        }
        return String(token)
    }

    // MARK: Clients

    func relayClient(_ name: String = "wechat-gw") throws -> RelayClient {
        try RelayClient(port: relay, name: name, token: relayToken)
    }

    func staffClient(token: String? = nil) throws -> StaffClient {
        try StaffClient(port: relay, token: token ?? staffToken)
    }

    func kioskClient(_ index: Int = 0, encoding: KioskClient.Encoding = .utf8) throws -> KioskClient {
        KioskClient(SocketTerminal(try Socket(port: kiosks[index])), encoding)
    }

    /// `GET path` of the operations listener.
    func get(_ path: String) throws -> (status: Int, body: String) {
        let socket = try Socket(port: ops)
        try socket.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        let text = String(decoding: try socket.receiveToEnd(), as: UTF8.self)
        let head = text.prefix(while: { $0 != "\r\n" }).split(separator: " ")
        guard head.count >= 2, let status = Int(head[1]), let blank = text.range(of: "\r\n\r\n") else {
            throw TestFailure("not an HTTP answer: \(text.prefix(200))")
        }
        return (status, String(text[blank.upperBound...]))
    }

    /// The value of a metric without labels, or with exactly those written.
    func metric(_ name: String) throws -> Double {
        let body = try get("/metrics").body
        guard let line = body.split(separator: "\n").first(where: { $0.hasPrefix("\(name) ") }),
            let value = Double(line.dropFirst(name.utf8.count + 1))
        else { throw TestFailure("there is no metric \(name)") }
        return value
    }

    /// Resident memory in KiB.
    var residentKiB: Int {
        let text = (try? String(contentsOfFile: "/proc/\(child.pid)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return line.split(separator: " ").compactMap { Int($0) }.first ?? 0
    }

    /// Registered cases, as the command line lists them beside the server.
    func cases(token: String? = nil) throws -> [JSON] {
        var arguments = [
            Workplace.executable, "case", "list", "--json", "--data", data, "--dialogs", options.dialogs,
        ]
        if let token { arguments += ["--token", token] }
        let done = try ChildProcess.run(arguments)
        guard done.code == 0, let list = try JSON(parsing: done.output).array else {
            throw TestFailure("case list: exit \(done.code)\n\(done.output)\n\(done.errors)")
        }
        return list
    }
}

/// Runs `body` beside a server on a fresh data folder; afterwards neither is left. What the server logged is printed
/// when the test throws.
func withServer<T>(_ options: ServerProcess.Options = .init(), _ body: (ServerProcess) throws -> T) throws -> T {
    try Workplace.withFolder { folder in
        let server = try ServerProcess(data: "\(folder)/data", options)
        defer { server.kill() }
        do {
            let result = try body(server)
            guard server.child.isRunning else { throw TestFailure("the server ended by itself") }
            return result
        } catch {
            print("--- server log ---\n\(server.log.suffix(8_000))\n---")
            throw error
        }
    }
}
