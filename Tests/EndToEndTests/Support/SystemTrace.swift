// SPDX-License-Identifier: Apache-2.0

/// What `strace -f -y` wrote, as calls with the places in the trace where they began and ended.
struct SystemTrace {
    struct Call: Sendable, Hashable {
        var process: Int
        var name: String
        /// What `-y` says of the first argument, as `/data/desk.db-wal` or `socket:[123]`.
        var target: String
        var arguments: String
        /// Line on which it began.
        var start: Int
        /// Line on which it returned; later than everything when it never did.
        var end: Int
        /// nil when it never returned.
        var result: Int?
    }

    private(set) var calls: [Call] = []

    init(_ text: String) {
        var open: [String: Int] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard let space = line.firstIndex(of: " "), let process = Int(line[..<space]) else { continue }
            let rest = line[space...].drop { $0 == " " }
            if rest.hasPrefix("<... ") {
                let name = rest.dropFirst(5).prefix { $0 != " " }
                guard let position = open.removeValue(forKey: "\(process) \(name)") else { continue }
                calls[position].end = index
                calls[position].result = Self.result(rest)
                continue
            }
            guard let paren = rest.firstIndex(of: "("), !rest.hasPrefix("+++"), !rest.hasPrefix("---") else { continue }
            let name = String(rest[..<paren])
            let arguments = rest[rest.index(after: paren)...]
            var call = Call(
                process: process, name: name, target: Self.target(arguments), arguments: String(arguments),
                start: index,
                end: index, result: nil)
            if rest.hasSuffix("<unfinished ...>") {
                call.end = Int.max
                open["\(process) \(name)"] = calls.count
            } else {
                call.result = Self.result(rest)
            }
            calls.append(call)
        }
    }

    /// `12<path>` gives `path`.
    private static func target(_ arguments: Substring) -> String {
        let digits = arguments.prefix { $0.isASCII && $0.isNumber }
        let rest = arguments[digits.endIndex...]
        guard rest.first == "<" else { return "" }
        return String(rest.dropFirst().prefix { $0 != ">" })
    }

    /// The number after the last ` = `.
    private static func result(_ line: Substring) -> Int? {
        var last: Substring.Index?
        var index = line.startIndex
        while index < line.endIndex {
            if line[index...].hasPrefix(" = ") { last = index }
            index = line.index(after: index)
        }
        guard let last else { return nil }
        return Int(line[line.index(last, offsetBy: 3)...].prefix { $0 == "-" || ($0.isASCII && $0.isNumber) })
    }

    private static let writes: Set<String> = ["write", "pwrite64", "sendto", "writev", "sendmsg"]
    private static let syncs: Set<String> = ["fdatasync", "fsync"]

    enum Verdict: Hashable {
        case inOrder
        /// No write to the journal between the reply before it and this one.
        case nothingWritten(reply: String)
        /// The journal's last bytes were not known to be on disk when the reply began to leave.
        case notSynced(reply: String)
    }

    /// For replies to messages that were sent one after the other: between the journal's last write before a reply and
    /// the reply, a sync of the journal completes without error.
    ///
    /// - Parameters:
    ///   - journal: the end of the journal's path.
    ///   - replies: what marks the replies, in their order.
    func order(journal: String, replies: [String]) -> [Verdict] {
        let journalWrites = calls.filter { Self.writes.contains($0.name) && $0.target.hasSuffix(journal) }
        let journalSyncs = calls.filter {
            Self.syncs.contains($0.name) && $0.target.hasSuffix(journal) && $0.result == 0
        }
        var before = -1
        return replies.map { mark in
            guard
                let reply = calls.first(where: {
                    Self.writes.contains($0.name) && !$0.target.hasSuffix(journal) && $0.start > before
                        && $0.arguments.contains(mark)
                })
            else { return .nothingWritten(reply: mark) }
            defer { before = reply.start }
            // A write that is still under way when the reply leaves counts as not synced.
            guard let write = journalWrites.last(where: { $0.start > before && $0.start < reply.start }) else {
                return .nothingWritten(reply: mark)
            }
            let synced = journalSyncs.contains { $0.start > write.end && $0.end < reply.start }
            return synced ? .inOrder : .notSynced(reply: mark)
        }
    }
}
