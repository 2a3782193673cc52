// SPDX-License-Identifier: Apache-2.0

/// What a figure counts, in plain Chinese: printed beside it wherever it stands.
public struct ReportDefinition: Sendable, Hashable {
    public let title: String
    /// What is counted; for a rate, of those in ``whole``.
    public let part: String
    /// Nil for what is no rate.
    public let whole: String?
    /// What is left out, and why; empty when nothing is.
    public let excludes: String
    /// Where the duty is written; empty when nowhere.
    public let article: String

    init(_ title: String, part: String, whole: String? = nil, excludes: String = "", article: String = "") {
        self.title = title
        self.part = part
        self.whole = whole
        self.excludes = excludes
        self.article = article
    }

    /// In one line, without the title.
    public var line: String {
        var parts: [String] = []
        if let whole {
            parts.append("分子：\(part)")
            parts.append("分母：\(whole)")
        } else {
            parts.append(part)
        }
        if !excludes.isEmpty { parts.append("不算：\(excludes)") }
        if !article.isEmpty { parts.append("依据：\(article)") }
        return parts.joined(separator: "；")
    }
}
