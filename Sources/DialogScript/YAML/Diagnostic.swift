// SPDX-License-Identifier: Apache-2.0

/// One thing that is wrong, or looks wrong, in a file under `dialogs/`.
public struct Diagnostic: Sendable, Hashable {
    /// How bad it is.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        /// The file cannot be used as it stands.
        case error
        /// The file can be used, but somebody should look.
        case warning
    }

    public let severity: Severity

    /// A stable code, letters and three digits, such as `YAML011`; scripts and tests may rely on it.
    public let code: String

    /// The file as the loader was given it, usually relative to the dialogs folder.
    public let file: String

    /// Counted from 1; 0 where the diagnostic is about the file as a whole.
    public let line: Int

    /// Counted from 1 in Unicode scalars; 0 where the diagnostic is about the file as a whole.
    public let column: Int

    /// What is wrong and how to mend it.
    public let message: String

    public init(
        _ severity: Severity = .error, code: String, file: String, line: Int = 0, column: Int = 0, message: String
    ) {
        self.severity = severity
        self.code = code
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: error[CODE]: message`, which editors understand.
    public var description: String {
        let place = line > 0 ? "\(file):\(line):\(column)" : file
        return "\(place): \(severity.rawValue)[\(code)]: \(message)"
    }
}

extension Diagnostic: Comparable {
    /// By file, line, column, then code and text, so that a report is the same on every run.
    public static func < (left: Diagnostic, right: Diagnostic) -> Bool {
        (left.file, left.line, left.column, left.code, left.message)
            < (right.file, right.line, right.column, right.code, right.message)
    }
}
