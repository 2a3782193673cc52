// SPDX-License-Identifier: Apache-2.0

/// Documents that are numbered together: those of one 机关代字 in one year.
public struct DocumentSeries: Sendable, Hashable {
    /// 机关代字 with the kind: `某信处`.
    public var mark: String
    /// The year of the date on the document.
    public var year: Int
    /// How a number is written: `{mark}`, `{year}` and `{n}` stand for its parts.
    public var pattern: String

    /// The customary form; no law rules it.
    public static let usualPattern = "{mark}〔{year}〕{n}号"

    public init(mark: String, year: Int, pattern: String = usualPattern) {
        self.mark = mark
        self.year = year
        self.pattern = pattern
    }

    /// The 文号 of a running number: `某信处〔2026〕12号`.
    public func number(_ running: Int) -> String {
        var out = ""
        var rest = pattern[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            out += rest[..<open]
            switch rest[rest.index(after: open)..<close] {
            case "mark": out += mark
            case "year": out += "\(year)"
            case "n": out += "\(running)"
            default: out += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }

    /// Two offices' patterns for one mark and year are one series.
    public static func == (a: DocumentSeries, b: DocumentSeries) -> Bool { a.mark == b.mark && a.year == b.year }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(mark)
        hasher.combine(year)
    }
}

/// A document that was drafted, checked, and is to go out: it gets its number when it is committed.
public struct DocumentIssue: Sendable, Hashable {
    public var caseNumber: String
    /// Entries of the ledger that it was drafted on: ``CaseFile/version``.
    public var basedOn: Int
    /// Which document: 信访处理意见书 …
    public var paper: String
    /// 1, or one more than the last of its kind in the case.
    public var version: Int
    /// The 文号 of the version before.
    public var replaces: String?
    public var series: DocumentSeries
    /// The page in its stored form. Identity stands in it as holes.
    public var content: [UInt8]
    /// What the holes stood for on the day it went out; empty for a 举报.
    public var names: [IdentityField: String]
    /// Whether the petitioner is to read it: then 进度 tells of it.
    public var isForPetitioner: Bool

    public init(
        caseNumber: String, basedOn: Int, paper: String, version: Int, replaces: String? = nil,
        series: DocumentSeries, content: [UInt8], names: [IdentityField: String],
        isForPetitioner: Bool = false
    ) {
        self.caseNumber = caseNumber
        self.basedOn = basedOn
        self.paper = paper
        self.version = version
        self.replaces = replaces
        self.series = series
        self.content = content
        self.names = names
        self.isForPetitioner = isForPetitioner
    }

    /// The entry in the case's ledger.
    public func entry(number: String) -> CaseEntry {
        var fields: CaseFields = [.paper: paper, .document: number]
        if isForPetitioner { fields[.audience] = CaseField.petitioner }
        return CaseEntry(kind: .issued, text: replaces.map { "第 \(version) 版，代替 \($0)" } ?? "", fields: fields)
    }
}
