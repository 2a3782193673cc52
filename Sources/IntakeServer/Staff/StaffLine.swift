// SPDX-License-Identifier: Apache-2.0

import LineProtocol

/// Where an officer's answers and news go: a connection of the wire, or a browser. Confined to the desk's loop.
protocol StaffLine: AnyObject {
    /// Writes one frame.
    func send(_ write: (inout JSONWriter) -> Void)
    /// The officer is shown out.
    func close()
    /// Whether what is sent is seen at once, and not only when the officer asks for something next.
    var isAttended: Bool { get }
}

extension JSONLinesHandler: StaffLine {
    var isAttended: Bool { true }
}
