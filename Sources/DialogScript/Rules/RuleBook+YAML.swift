// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

extension RuleBook {
    /// The rules of several files, as `dialogs/rules` has them; rules with errors are left out.
    ///
    /// - Parameter needed: ids that must be there and enabled (`RULE005`); those that the program itself refers to by
    ///   default.
    public static func load(
        _ roots: [YAMLValue], needed: [String] = RuleID.required, folder: String = "rules", _ diagnostics: Diagnostics
    ) -> RuleBook {
        var names = YAMLNames(of: "rule")
        var rules: [DeadlineRule] = []
        for root in roots { rules += DeadlineRule.load(root, names: &names) }
        let book = RuleBook(rules)
        // A rule that was written but left out has its own error already.
        for id in needed where book[id] == nil {
            if book.rule(id) != nil {
                diagnostics.error("RULE005", file: folder, "the rule \"\(id)\" is needed; set \"enabled: true\"")
            } else if !names.contains(id) {
                diagnostics.error(
                    "RULE005", file: folder,
                    "the rule \"\(id)\" is needed and missing" + Suggestion.phrase(for: id, among: names.all))
            }
        }
        return book
    }

    /// Reads the folder `path`, called `name` in diagnostics.
    public static func load(directory path: String, as name: String = "rules", _ diagnostics: Diagnostics) -> RuleBook {
        load(YAMLFolder.read(path, as: name, diagnostics), folder: name, diagnostics)
    }
}
