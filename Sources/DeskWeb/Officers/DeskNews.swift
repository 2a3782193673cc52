// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeServer

/// Tells an officer's pages what there is news of. One stream serves all pages of a browser.
struct DeskNews: Sendable {
    func add(to officers: OfficerRoutes) {
        officers.get("news") { officer in
            let known =
                HTTPField.Name("Last-Event-ID").flatMap { officer.request.headers[$0] }.flatMap { Int64($0) }
                ?? Int64(officer.query("after")) ?? 0
            return Self.stream(officer, after: known)
        }
    }

    private static func stream(_ officer: OfficerContext, after known: Int64) -> Response {
        let (line, door, pass) = (officer.line, officer.door, officer.pass)
        return EventStream.response(to: officer.request, after: known) {
            line.news()
        } event: { mark in
            let (topics, next) = await line.changes(after: mark)
            guard !topics.isEmpty else { return nil }
            let words = topics.map(DeskNews.word(_:)).sorted().joined(separator: " ")
            return EventStream.Event(id: next, name: "news", data: words)
        } last: {
            await door.isOpen(pass) ? nil : EventStream.Event(id: nil, name: "over", data: "1")
        }
    }

    private static func word(_ topic: OfficerLine.Topic) -> String {
        switch topic {
        case .alarms: "alarms"
        case .desk: "desk"
        case .talk(let conv): "talk:\(conv)"
        case .matter(let number): "case:\(number)"
        case .all: "all"
        }
    }
}
