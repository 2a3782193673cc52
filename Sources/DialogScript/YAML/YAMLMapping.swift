// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A mapping whose keys have been checked, see ``YAMLValue/mapping(required:optional:)``.
///
/// Accessors return nil silently for an absent key (a required one was reported already) and with a report for a
/// value of the wrong type. A key without a value (`note:`) counts as absent (a required one was reported already).
public struct YAMLMapping {
    /// The mapping itself, for errors about it as a whole.
    public let value: YAMLValue

    struct Entry {
        var name: String
        /// The key as it is written, for reports about it rather than its value.
        var key: YAMLValue
        var value: YAMLValue
    }

    /// In the order in which they are written; a few, so that looking through them is quicker than a table.
    let entries: [Entry]

    private func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

    /// The key `name` as it is written; nil when absent.
    func key(_ name: String) -> YAMLValue? { entry(name)?.key }

    /// The value under `key`, whatever it is; nil when absent.
    public subscript(key: String) -> YAMLValue? { entry(key)?.value }

    /// The value under `key` unless it is absent or empty.
    private func present(_ key: String) -> YAMLValue? {
        entry(key)?.value.nonNull
    }

    public func string(_ key: String) -> String? { present(key)?.string }

    public func int(_ key: String) -> Int? { present(key)?.int }

    public func int(_ key: String, in range: ClosedRange<Int>) -> Int? { present(key)?.int(in: range) }

    public func int(_ key: String, in range: ClosedRange<Int>, default value: Int) -> Int {
        int(key, in: range) ?? value
    }

    public func double(_ key: String) -> Double? { present(key)?.double }

    public func double(_ key: String, in range: ClosedRange<Double>) -> Double? { present(key)?.double(in: range) }

    public func bool(_ key: String) -> Bool? { present(key)?.bool }

    public func bool(_ key: String, default value: Bool) -> Bool { bool(key) ?? value }

    public func date(_ key: String) -> CivilDate? { present(key)?.date }

    public func choice<Choice>(_ key: String, _ choices: KeyValuePairs<String, Choice>) -> Choice? {
        present(key)?.choice(choices)
    }

    public func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        present(key)?.choice(type)
    }

    /// The values of a list; empty when absent or of another type (then with an error).
    public func sequence(_ key: String) -> [YAMLValue] { present(key)?.sequence ?? [] }

    /// The texts of a list; empty when absent.
    public func strings(_ key: String) -> [String] { present(key)?.strings ?? [] }

    /// A single text or a list of texts; empty when absent.
    public func stringOrStrings(_ key: String) -> [String] { present(key)?.stringOrStrings ?? [] }

    /// The entries of an open mapping; empty when absent.
    public func entries(_ key: String) -> [(name: String, key: YAMLValue, value: YAMLValue)] {
        present(key)?.entries ?? []
    }

    /// A mapping with fixed keys under `key`; nil when absent.
    public func mapping(_ key: String, required: [String], optional: [String] = []) -> YAMLMapping? {
        present(key)?.mapping(required: required, optional: optional)
    }

    /// A mapping read by a table of keys under `key`; nil when absent.
    package func mapping(_ key: String, _ shape: YAMLShape) -> YAMLMapping? {
        present(key)?.mapping(shape)
    }

    /// The single value or the values of the list under `key`; empty when absent.
    func items(_ key: String) -> [YAMLValue] { present(key)?.items ?? [] }

    /// Reports something at the value of `key`, or at the mapping when the key is absent.
    public func report(_ code: DiagnosticCode, at key: String, _ message: String, suggestion: String? = nil) {
        (entry(key)?.value ?? value).report(code, message, suggestion: suggestion)
    }
}
