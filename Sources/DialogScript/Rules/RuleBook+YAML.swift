// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

extension RuleBook {
    /// The rules of several files, as `dialogs/rules` has them; rules with errors are left out.
    ///
    /// - Parameter needed: ids that must be there and enabled (`D905`); those that the program itself refers to by
    ///   default.
    public static func load(
        _ roots: [YAMLValue], needed: [String] = RuleID.required, folder: String = "rules", _ diagnostics: Diagnostics
    ) -> RuleBook {
        var names = YAMLNames(of: "规则")
        var rules: [DeadlineRule] = []
        for root in roots { rules += DeadlineRule.load(root, names: &names) }
        let book = RuleBook(rules)
        let file = roots.first?.file ?? folder
        // A rule that was written but left out has its own error already.
        for id in needed where book[id] == nil {
            if book.rule(id) != nil {
                diagnostics.report(.ruleMissing, file: file, "规则「\(id)」程序要用，没启用；写 enabled: true")
            } else if !names.contains(id) {
                diagnostics.report(.ruleMissing, file: file, "少了规则「\(id)」，程序要用它算期限")
            }
        }
        return book
    }

    /// Reads the folder `path`, called `name` in diagnostics.
    public static func load(directory path: String, as name: String = "rules", _ diagnostics: Diagnostics) -> RuleBook {
        load(YAMLFolder.read(path, as: name, diagnostics), folder: name, diagnostics)
    }
}
