// SPDX-License-Identifier: Apache-2.0

import DialogScript

extension Diagnostic {
    /// Place and code: the wording is held by the guide.
    var brief: String { "\(file):\(line):\(column) \(code.rawValue)" }
}
