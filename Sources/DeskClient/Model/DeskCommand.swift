// SPDX-License-Identifier: Apache-2.0

public import LineProtocol

/// What the model wants done by the program around it.
public enum DeskCommand: Sendable, Hashable {
    case send(ClientFrame)
    /// Make a sound: somebody may be in danger, or has spoken.
    case bell
    case quit
    /// The server does not want this officer; there is no use in trying again.
    case giveUp(String)
}
