// SPDX-License-Identifier: Apache-2.0

/// A file that gives a diagnostic, and the same file mended. Everything else it needs is in ``base``.
public struct DiagnosticExample: Sendable {
    /// How a bad state comes about.
    public enum Failing: Sendable {
        /// The file as text; nil takes it out of the folder.
        case text(String?)
        /// A file that is no text.
        case bytes([UInt8])
        /// A folder that is not there; the path of the example is the folder.
        case folder
        /// Sources stored with a conversation.
        case sources([UInt8])
    }

    /// Within a dialogs folder.
    public let path: String
    public let failing: Failing
    public let mended: String
    /// In words, where there is no text to show.
    public let remark: String?

    init(_ path: String, _ failing: Failing, mended: String, remark: String? = nil) {
        self.path = path
        self.failing = failing
        self.mended = mended
        self.remark = remark
    }

    static func file(_ path: String, _ failing: String, mended: String) -> DiagnosticExample {
        DiagnosticExample(path, .text(failing), mended: mended)
    }

    /// Steps of the flow `例`, which the others lead to; `slots` are the lines under `slots:`.
    static func steps(_ failing: String, mended: String, slots: String = "") -> DiagnosticExample {
        let head = "version: 1\nflow: 例\n" + (slots.isEmpty ? "" : "slots:\n\(slots)\n") + "steps:\n"
        return .file("flows/例.yaml", head + failing + "\n", mended: head + mended + "\n")
    }
}

extension DiagnosticCode {
    /// What gives this diagnostic and no other, and how it is mended.
    public var example: DiagnosticExample? { Self.examples[self] }

    private static let examples: [DiagnosticCode: DiagnosticExample] = [
        DiagnosticExample.files, DiagnosticExample.graphs, DiagnosticExample.names, DiagnosticExample.questions,
        DiagnosticExample.texts, DiagnosticExample.answers, DiagnosticExample.cues, DiagnosticExample.desk,
        DiagnosticExample.moving, DiagnosticExample.documents,
        DiagnosticExample.law,
    ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
}
