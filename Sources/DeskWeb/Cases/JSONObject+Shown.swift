// SPDX-License-Identifier: Apache-2.0

import LineProtocol

extension JSONObject {
    /// A number that is a count or a place; 0 when it is not there.
    func integer(_ key: String) -> Int { Int(clamping: self[key]?.integer ?? 0) }
}
