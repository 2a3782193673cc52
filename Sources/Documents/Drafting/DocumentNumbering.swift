// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// How an office numbers its documents: data of `office.yaml`. Customary; no law rules it.
public struct DocumentNumbering: Sendable, Hashable {
    /// 机关代字: `某信`.
    public var mark: String
    /// The whole mark of a kind, where it is not the office's mark with the kind's own; kinds of one mark are numbered
    /// together.
    public var marks: [DocumentKind: String]
    /// 机关代字 of other bodies in whose name papers go out here, by their names.
    public var organs: [String: String]
    /// `{mark}`, `{year}` and `{n}`, each once.
    public var pattern: String

    public init(
        mark: String = "信", marks: [DocumentKind: String] = [:], organs: [String: String] = [:],
        pattern: String = DocumentSeries.usualPattern
    ) {
        self.mark = mark
        self.marks = marks
        self.organs = organs
        self.pattern = pattern
    }

    /// - Parameter organ: the body in whose name it goes out; nil for the office. One without a 机关代字 stands with its
    ///   name: the office's own never stands on another body's paper.
    public func series(_ kind: DocumentKind, of organ: String? = nil, on day: CivilDate) -> DocumentSeries {
        let whole = organ.map { (organs[$0] ?? $0) + kind.mark } ?? marks[kind] ?? mark + kind.mark
        return DocumentSeries(mark: whole, year: day.year, pattern: pattern)
    }

    /// What is wrong with a pattern, in Chinese; nil when it will do. Without mark, year or running number two documents
    /// would be called alike.
    public static func objection(to pattern: String) -> String? {
        let missing = ["{mark}", "{year}", "{n}"].filter { !pattern.contains($0) }
        if !missing.isEmpty { return "文号里缺 \(missing.joined(separator: "、"))；照「\(DocumentSeries.usualPattern)」写" }
        var rest = pattern
        for part in ["{mark}", "{year}", "{n}"] {
            guard let range = rest.firstRange(of: part) else { continue }
            rest.replaceSubrange(range, with: "")
        }
        return rest.contains(where: { "{}\n".contains($0) }) || pattern.unicodeScalars.count > 40
            ? "文号只能用 {mark}、{year}、{n} 各一次，不超过 40 个字" : nil
    }
}
