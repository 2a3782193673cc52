// SPDX-License-Identifier: Apache-2.0

/// A paper for the petitioner: which one, its number, and how it reached them. Found in the ledger, never stored.
public struct CaseLetter: Sendable, Hashable {
    /// 受理告知书, 信访处理意见书 …
    public var paper: String
    /// 文号; empty where none was written down.
    public var document: String
    /// The day it went out; nil where only the delivery is on record.
    public var on: CivilDate?
    public var delivery: Delivery?

    public struct Delivery: Sendable, Hashable {
        public var on: CivilDate
        /// 当面, 邮寄, 网上, 公告, 其他
        public var method: String
        /// 签收, 拒收, 视为送达
        public var result: String

        public init(on: CivilDate, method: String, result: String) {
            self.on = on
            self.method = method
            self.result = result
        }
    }

    public init(paper: String, document: String, on: CivilDate?, delivery: Delivery? = nil) {
        self.paper = paper
        self.document = document
        self.on = on
        self.delivery = delivery
    }
}

extension CaseRecord {
    /// The papers for the petitioner, oldest first: those that this program issued, and those that an act names by
    /// their number. Entries that count no more or are hidden are left out.
    public var letters: [CaseLetter] {
        let left = void.union(events.lazy.filter { $0.kind == .redacted }.compactMap { $0.fields.integer(.entry) })
        var letters: [CaseLetter] = []
        var way: HandlingWay?
        // Which item rules the matter may stand in an entry of before.
        for (index, event) in events.enumerated() where !left.contains(index + 1) {
            way = event.handlingWay ?? way
            let number = event.fields[.document] ?? ""
            switch event.kind {
            case .delivered: letters.deliver(event, number)
            case .issued:
                guard event.isForPetitioner else { continue }
                letters.add(event.fields[.paper] ?? "", number, event.day)
            default:
                guard !number.isEmpty, let paper = event.letter(way) else { continue }
                letters.add(paper, number, event.day)
            }
        }
        return letters
    }
}

extension [CaseEvent] {
    /// What was issued in this ledger under a 文号; nil for one that is not from here.
    func issued(_ number: String) -> String? {
        last { $0.kind == .issued && $0.fields[.document] == number }?.fields[.paper]
    }
}

extension CaseEvent {
    /// The paper for the petitioner whose number an act writes down; nil where it is none of theirs.
    fileprivate func letter(_ way: HandlingWay?) -> String? {
        switch kind {
        case .replied: way == .opinion ? "信访处理意见书" : "书面答复"
        case .notified: "告知书"
        case .accepted, .declined, .barred, .extended, .reviewed, .rechecked, .mediated: CaseAct(kind).papers.first
        default: nil
        }
    }
}

extension [CaseLetter] {
    fileprivate mutating func add(_ paper: String, _ number: String, _ day: CivilDate) {
        guard number.isEmpty || !contains(where: { $0.document == number }) else { return }
        append(CaseLetter(paper: paper, document: number, on: day))
    }

    /// By its number; without one the latest of its kind that has not arrived yet.
    fileprivate mutating func deliver(_ event: CaseEvent, _ number: String) {
        let delivery = CaseLetter.Delivery(
            on: event.day, method: event.fields[.method] ?? "", result: event.fields[.result] ?? "")
        let kind = event.fields[.paper].flatMap(CasePaper.init(rawValue:)) ?? .other
        let found =
            number.isEmpty
            ? lastIndex { $0.delivery == nil && CasePaper(of: $0.paper) == kind }
            : lastIndex { $0.document == number }
        if let found {
            // Whatever comes later, it has arrived once.
            if self[found].delivery == nil { self[found].delivery = delivery }
        } else {
            append(CaseLetter(paper: kind.rawValue, document: number, on: nil, delivery: delivery))
        }
    }
}

extension CasePaper {
    /// What a delivery calls a document.
    public init(of paper: String) {
        switch paper {
        case "信访处理意见书", CasePaper.opinion.rawValue: self = .opinion
        case CasePaper.review.rawValue: self = .review
        case CasePaper.recheck.rawValue: self = .recheck
        // It tells where the matter went, and is not the notice of art. 23.
        case "去向告知书": self = .other
        default: self = paper.hasSuffix(CasePaper.notice.rawValue) ? .notice : .other
        }
    }
}

extension CaseAct {
    /// The documents whose number the act may write down, by the names under which they are issued; empty where any will
    /// do. A number that was not given here is the office's own.
    public var papers: [String] {
        switch self {
        case .forward: ["转送函"]
        case .entrust: ["交办函"]
        case .object: ["异议函"]
        case .notify: ["受理告知书"]
        case .accept: ["受理告知书"]
        case .decline: ["不予受理告知书"]
        case .bar: ["不再受理告知书"]
        case .extend: ["延期告知书"]
        case .review: ["复查意见书"]
        case .recheck: ["复核意见书"]
        case .remind: ["催办函"]
        case .supervise: ["督办函"]
        case .mediate: ["调解协议书"]
        case .report: ["办结报告"]
        default: []
        }
    }
}
