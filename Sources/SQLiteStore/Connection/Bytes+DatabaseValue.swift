// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

extension [UInt8] {
    /// As a blob argument of a statement that is not on the hot path.
    var databaseValue: DatabaseValue { Data(self).databaseValue }
}
