// SPDX-License-Identifier: Apache-2.0

import IntakeModel

/// What the driver is drawn on, so that tests need no terminal.
struct DeskSurface: Sendable {
    enum Style: Sendable {
        case screen
        /// Lines as words; `isScript` when nobody sits there: it ends with its input, and gives up when it cannot connect.
        case plain(isScript: Bool)
    }

    var style: Style
    var size: @Sendable () -> (columns: Int, rows: Int)
    var write: @Sendable (String) -> Void
    var now: @Sendable () -> Timestamp
}
