// SPDX-License-Identifier: Apache-2.0

import LineProtocol

/// Where a listener binds: `HOST:PORT` and options after commas, as `127.0.0.1:2323,encoding=gb18030,label=2号机`.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    public var host: String
    /// 0 picks a free port.
    public var port: Int
    public var options: [String: String]

    public init(host: String, port: Int, options: [String: String] = [:]) {
        self.host = host
        self.port = port
        self.options = options
    }

    /// - Parameter allowed: names of the options that this listener takes.
    public init(_ text: String, allowed: Set<String> = []) throws(ConfigurationError) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let address = parts.first ?? ""
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]),
            (0...65_535).contains(port)
        else {
            throw ConfigurationError(
                "“\(text)” is not an address: write HOST:PORT, as 127.0.0.1:2323 (port 0 to 65535)")
        }
        var host = String(address[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty else {
            throw ConfigurationError("“\(text)” names no host: write 127.0.0.1:\(port) for this machine only")
        }
        var options: [String: String] = [:]
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2, allowed.contains(pair[0]) else {
                let known =
                    allowed.isEmpty ? "there are none here" : "known are " + allowed.sorted().joined(separator: ", ")
                throw ConfigurationError("“\(part)” in “\(text)” is not an option; \(known)")
            }
            options[pair[0]] = pair[1]
        }
        self.init(host: host, port: port, options: options)
    }

    /// Whether only this machine can reach it.
    public var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    var encoding: TextEncoding? {
        switch (options["encoding"] ?? "utf-8").lowercased() {
        case "utf-8", "utf8": .utf8
        case "gb18030", "gbk": .gb18030
        default: nil
        }
    }
}

/// Something in the configuration cannot be used; the message tells how to mend it.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    public var message: String

    public init(_ message: String) { self.message = message }

    public var description: String { message }
}
