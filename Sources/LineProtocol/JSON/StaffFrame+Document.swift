// SPDX-License-Identifier: Apache-2.0

extension StaffFrame {
    /// What an officer wants of the documents of a case.
    public struct Document: Sendable, Hashable {
        public enum Verb: String, Sendable, Hashable, CaseIterable {
            /// What went out, and what could.
            case list
            /// The page as it would go out, and what stands against it.
            case draft
            /// Lets it go out.
            case issue
            /// What went out, without names.
            case show
            /// What went out, as it went out; kept in the audit trail.
            case print
        }

        public enum Form: String, Sendable, Hashable, CaseIterable {
            case text, html
        }

        public var verb: Verb
        /// Receipt number; for `list`, `draft` and `issue`.
        public var number: String
        /// Which document; for `draft` and `issue`.
        public var kind: String
        /// 文号; for `show` and `print`.
        public var document: String
        public var form: Form
        /// The version of the case that it was drafted on.
        public var version: Int64?
        /// What the officer fills in, by name.
        public var fields: JSONObject

        public init(
            _ verb: Verb, number: String = "", kind: String = "", document: String = "", form: Form = .text,
            version: Int64? = nil, fields: JSONObject = JSONObject()
        ) {
            self.verb = verb
            self.number = number
            self.kind = kind
            self.document = document
            self.form = form
            self.version = version
            self.fields = fields
        }

        init(_ fields: FrameFields) throws(WireError) {
            let verb = try fields.oneOf("do", Verb.self)
            self.init(verb)
            form = try fields.object["as"] == nil ? .text : fields.oneOf("as", Form.self)
            switch verb {
            case .show, .print: document = try fields.string("document", WireLimits.name)
            case .list: number = try fields.string("case", WireLimits.name)
            case .draft, .issue:
                number = try fields.string("case", WireLimits.name)
                kind = try fields.string("kind", WireLimits.name)
                version = try fields.optionalInteger("version")
                self.fields = fields.object["fields"]?.object ?? JSONObject()
            }
        }

        func write(to writer: inout JSONWriter) {
            writer.member("do", verb.rawValue)
            switch verb {
            case .show, .print: writer.member("document", document)
            case .list: writer.member("case", number)
            case .draft, .issue:
                writer.member("case", number)
                writer.member("kind", kind)
                writer.member(ifPresent: "version", version)
                writer.key("fields")
                writer.object { $0.members(of: fields) }
            }
            if form != .text { writer.member("as", form.rawValue) }
        }

        /// The fields as texts, cleaned of what no text may hold.
        public var given: [String: String] {
            var given: [String: String] = [:]
            for member in fields.members {
                switch member.value {
                case .string(let text): given[member.key] = TextCleaner.clean(text, lineFeeds: true)
                case .int(let number): given[member.key] = "\(number)"
                case .null, .bool, .double, .array, .object: continue
                }
            }
            return given
        }
    }
}
