// SPDX-License-Identifier: Apache-2.0

/// The templates of an office, and what it asks of a document beyond the law.
public struct DocumentBook: Sendable {
    public var templates: [DocumentKind: DocumentTemplate]
    /// Further fields without which the office lets none of a kind go out.
    public var extraNeeds: [DocumentKind: [DocumentNeed]]

    public static let empty = DocumentBook()

    public init(
        templates: [DocumentKind: DocumentTemplate] = [:], extraNeeds: [DocumentKind: [DocumentNeed]] = [:]
    ) {
        self.templates = templates
        self.extraNeeds = extraNeeds
    }

    /// Everything that has to be on a document of the kind.
    public func needs(_ kind: DocumentKind) -> [DocumentNeed] {
        let own = kind.needs
        return own + (extraNeeds[kind] ?? []).filter { extra in !own.contains { $0.field == extra.field } }
    }

    /// The kinds that there are templates for, in the order of ``DocumentKind``.
    public var kinds: [DocumentKind] { DocumentKind.allCases.filter { templates[$0] != nil } }
}
