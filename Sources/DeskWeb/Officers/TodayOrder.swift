// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// Which of its lists the page 今天 shows, narrowed to what: all of it stands in the page's address, so that it can be gone
/// back to, loaded anew and kept as a view of one's own.
struct TodayOrder: Sendable, Hashable {
    /// nil: the first list that has something on it.
    var list: BoardList?
    var filter: BoardFilter
    /// Rows before the page.
    var skip: Int

    init(list: BoardList? = nil, filter: BoardFilter = .none, skip: Int = 0) {
        self.list = list
        self.filter = filter
        self.skip = skip
    }

    /// As an address says it; what cannot be understood is left out.
    init(query: String) {
        let form = OfficerForm(encoded: Array(query.utf8)) ?? OfficerForm()
        func text(_ name: String) -> String? {
            let text = form.text(name)
            return text.isEmpty || text.unicodeScalars.count > WireLimits.name.upperBound ? nil : text
        }
        self.init(
            list: BoardList(rawValue: form.text("list")),
            filter: BoardFilter(
                purpose: text("purpose"), topic: text("topic"), unit: text("unit"), officer: text("officer")),
            skip: min(max(0, Int(form.text("from")) ?? 0), 1_000_000))
    }

    /// Without `skip`.
    var query: String {
        let fields: [(String, String?)] = [
            ("list", list?.rawValue), ("purpose", filter.purpose), ("topic", filter.topic), ("unit", filter.unit),
            ("officer", filter.officer),
        ]
        return fields.compactMap { name, value in value.map { "\(name)=\(OfficerContext.escaped($0))" } }
            .joined(separator: "&")
    }

    /// Address of the page.
    func address(on list: BoardList? = nil, from skip: Int = 0) -> String {
        var other = self
        other.list = list ?? self.list
        let query = other.query + (skip > 0 ? "\(other.query.isEmpty ? "" : "&")from=\(skip)" : "")
        return query.isEmpty ? "/desk#cases" : "/desk?\(query)#cases"
    }
}
