// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Desk {
    /// The password of the first run was changed: the file that told it goes.
    static func forgetFirstPassword(of badge: String, at path: String?) {
        guard let path, let text = try? String(contentsOfFile: path, encoding: .utf8), text.hasPrefix("\(badge) ")
        else { return }
        try? FileManager.default.removeItem(atPath: path)
    }
}
