// SPDX-License-Identifier: Apache-2.0

/// One thing that is wrong, or looks wrong, in a file under `dialogs/`.
public struct Diagnostic: Sendable, Hashable {
    /// How bad it is.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        /// The file cannot be used as it stands.
        case error
        /// The file can be used, but somebody should look.
        case warning
        /// Nothing is wrong; it is good to know.
        case info

        /// The word for authors.
        public var word: String {
            switch self {
            case .error: "错误"
            case .warning: "提醒"
            case .info: "说明"
            }
        }
    }

    /// What sort of thing it is; scripts and tests may rely on it.
    public let code: DiagnosticCode

    /// The file as the loader was given it, usually relative to the dialogs folder.
    public let file: String

    /// Counted from 1; 1 also where it is about the file as a whole.
    public let line: Int

    /// Counted from 1 in Unicode scalars; 1 also where it is about the file as a whole.
    public let column: Int

    /// The column after the last one concerned, on the same line; nil when only the beginning is known.
    public let endColumn: Int?

    /// What is wrong and how to mend it, in Chinese, for authors.
    public let message: String

    /// The nearest name that would have been right.
    public let suggestion: String?

    public init(
        _ code: DiagnosticCode, file: String, line: Int = 1, column: Int = 1, endColumn: Int? = nil, message: String,
        suggestion: String? = nil
    ) {
        self.code = code
        self.file = file
        self.line = line
        self.column = column
        self.endColumn = endColumn
        self.message = message
        self.suggestion = suggestion
    }

    public var severity: Severity { code.severity }

    /// Message and suggestion as one sentence.
    public var text: String { message + (suggestion.map { "；是不是想写「\($0)」？" } ?? "") }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: 错误 D101: message`, which editors understand.
    public var description: String { "\(file):\(line):\(column): \(severity.word) \(code.rawValue): \(text)" }
}

extension Diagnostic: Comparable {
    /// By file, line, column, then code and text, so that a report is the same on every run.
    public static func < (left: Diagnostic, right: Diagnostic) -> Bool {
        (left.file, left.line, left.column, left.code.rawValue, left.message)
            < (right.file, right.line, right.column, right.code.rawValue, right.message)
    }
}
