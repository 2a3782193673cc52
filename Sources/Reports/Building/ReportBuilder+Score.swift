// SPDX-License-Identifier: Apache-2.0

import IntakeModel

extension ReportBuilder {
    /// 百分制 where the office has one: units by name, never by points.
    var scoreBlocks: [ReportDocument.Block] {
        let items = basis.score.items
        guard !items.isEmpty else { return [] }
        let rows = sorted(.unit).map { group -> ReportTable.Row in
            let points = items.map { item -> Int? in
                let ratio = group.tally[item.measure.rate]
                guard ratio.whole >= basis.minimum, let permille = ratio.permille else { return nil }
                // Tenths of a point.
                return (permille * item.points + 50) / 100
            }
            let total = points.contains(nil) ? nil : points.compactMap(\.self).reduce(0, +)
            return ReportTable.Row([.text(group.name)] + (points + [total]).map { .text(Self.points($0)) })
        }
        let columns = items.map { ReportTable.Column("\($0.measure.rawValue)（\($0.points) 分）") }
        return [
            .heading("百分制考评（本局自己的约定，不是法律规定）"),
            .table(
                ReportTable(
                    "", [.init("承办单位", isNumber: false)] + columns + [.init("合计")], rows,
                    definitions: ["每项：这个率乘这一项的分；不到 \(basis.minimum) 件的不打分，也不算合计"]
                        + items.map { "\($0.measure.rawValue)：\($0.measure.rate.definition.line)" })),
        ]
    }

    private static func points(_ tenths: Int?) -> String { tenths.map { "\($0 / 10).\($0 % 10)" } ?? "件少不打" }
}

extension ScorePlan.Measure {
    /// The figure that it is.
    var rate: ReportRate {
        switch self {
        case .notifiedInTime: .notifiedInTime
        case .concludedInTime: .concludedInTime
        case .reviewedInTime: .reviewedInTime
        case .recheckedInTime: .recheckedInTime
        case .unitContent: .unitContent
        case .followedUpContent: .followedUpContent
        }
    }
}
