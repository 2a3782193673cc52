// SPDX-License-Identifier: Apache-2.0

/// Why a document does not go out as it stands, and how that is mended; in plain Chinese, for the officer.
public struct DocumentProblem: Sendable, Hashable, CustomStringConvertible {
    /// The field it is about; nil when it is about the whole.
    public var field: DocumentField?
    public var message: String
    /// The article; empty where it is good practice.
    public var basis: String
    public var mend: String

    public init(_ field: DocumentField? = nil, _ message: String, basis: String = "", mend: String = "") {
        self.field = field
        self.message = message
        self.basis = basis
        self.mend = mend
    }

    public var description: String {
        message + (basis.isEmpty ? "" : "（\(basis)）") + (mend.isEmpty ? "" : "；\(mend)")
    }
}

/// Why there is no document: every reason at once.
public struct DocumentRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Cause: Sendable, Hashable {
        /// Something is missing or does not fit.
        case content
        /// Somebody else has to do it.
        case person
        /// The case is not where it could be.
        case stage
    }

    public var problems: [DocumentProblem]
    public var cause: Cause

    public init(_ problems: [DocumentProblem], _ cause: Cause = .content) {
        self.problems = problems
        self.cause = cause
    }

    public var description: String { problems.map(\.description).joined(separator: "。") + "。" }
}
