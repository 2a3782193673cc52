// SPDX-License-Identifier: Apache-2.0

/// A key as a terminal sends it.
public enum Key: Sendable, Hashable {
    case character(Character)
    /// Text put in at once; its line ends are LF and send nothing.
    case paste(String)
    case enter, escape, tab, backspace, delete
    case up, down, left, right, home, end, pageUp, pageDown
    /// Ctrl and a letter, in lower case.
    case control(Character)
}
