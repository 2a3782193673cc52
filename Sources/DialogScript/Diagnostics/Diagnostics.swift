// SPDX-License-Identifier: Apache-2.0

/// Collects what the loaders find, in the order found.
///
/// A reference, so that it travels inside ``YAMLValue`` and accessors need no extra argument. Not `Sendable`: one
/// load has one collector; hand out ``all`` when it is done.
public final class Diagnostics {
    /// Everything found so far, in the order found.
    public private(set) var all: [Diagnostic] = []

    /// Whether warnings are wanted, too. A server that loads a script asks only whether it can run; looking for what could
    /// be better costs several times as much and is done by the check.
    public let keepsWarnings: Bool

    /// Whether anything found is an error.
    public private(set) var hasErrors = false

    /// Files of which nothing, or not the whole, could be read.
    private(set) var lost: Set<String> = []

    private var seen: Set<Diagnostic> = []

    public init(keepsWarnings: Bool = true) { self.keepsWarnings = keepsWarnings }

    /// Adds `diagnostic` unless the very same one is there already (two accessors of one value report it once).
    public func add(_ diagnostic: Diagnostic) {
        if diagnostic.severity != .error, !keepsWarnings { return }
        guard seen.insert(diagnostic).inserted else { return }
        if diagnostic.severity == .error { hasErrors = true }
        all.append(diagnostic)
    }

    /// Notes that what `file` says is not known.
    func lose(_ file: String) { lost.insert(file) }

    /// Adds something about a file as a whole.
    public func report(_ code: DiagnosticCode, file: String, _ message: String, suggestion: String? = nil) {
        add(Diagnostic(code, file: file, message: message, suggestion: suggestion))
    }
}
