// SPDX-License-Identifier: Apache-2.0

/// Collects what the loaders find, in the order found.
///
/// A reference, so that it travels inside ``YAMLValue`` and accessors need no extra argument. Not `Sendable`: one
/// load has one collector; hand out ``all`` when it is done.
public final class Diagnostics {
    /// Everything found so far, in the order found.
    public private(set) var all: [Diagnostic] = []

    private var seen: Set<Diagnostic> = []

    public init() {}

    /// Adds `diagnostic` unless the very same one is there already (two accessors of one value report it once).
    public func add(_ diagnostic: Diagnostic) {
        if seen.insert(diagnostic).inserted { all.append(diagnostic) }
    }

    /// Adds an error about a file as a whole.
    public func error(_ code: String, file: String, _ message: String) {
        add(Diagnostic(.error, code: code, file: file, message: message))
    }

    /// Whether anything found is an error.
    public var hasErrors: Bool { all.contains { $0.severity == .error } }

    /// Everything found, by file and place.
    public var sorted: [Diagnostic] { all.sorted() }
}
