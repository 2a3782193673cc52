// SPDX-License-Identifier: Apache-2.0

extension StaffFrame {
    /// What an auditor wants of the audit trail.
    public enum Audit: Sendable, Hashable {
        /// Entries after `after`, at most `limit`.
        case list(after: Int64, limit: Int)
        /// Looks through the whole chain.
        ///
        /// - Parameter noted: an earlier head that was written down elsewhere, `ID:HASH`.
        case verify(noted: String?)
        /// Enters that the trail is taken out of the system, and why; its entries are then listed.
        case export(reason: String)

        private enum Verb: String, CaseIterable { case list, verify, export }

        init(_ fields: FrameFields) throws(WireError) {
            switch try fields.oneOf("do", Verb.self) {
            case .list: self = .list(after: try fields.optionalInteger("after") ?? 0, limit: try fields.limit)
            case .verify: self = .verify(noted: try fields.optionalString("noted", 1...100))
            case .export: self = .export(reason: try fields.string("reason", 1...200))
            }
        }

        func write(to writer: inout JSONWriter) {
            switch self {
            case .list(let after, let limit):
                writer.member("do", Verb.list.rawValue)
                writer.member("after", after)
                writer.member("limit", Int64(limit))
            case .verify(let noted):
                writer.member("do", Verb.verify.rawValue)
                writer.member(ifPresent: "noted", noted)
            case .export(let reason):
                writer.member("do", Verb.export.rawValue)
                writer.member("reason", reason)
            }
        }
    }
}
