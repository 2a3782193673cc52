// SPDX-License-Identifier: Apache-2.0

/// What a client of the JSON Lines dialect is; said in `hello`.
public enum ClientRole: String, Sendable, Hashable, CaseIterable {
    /// A gateway that carries petitioners' conversations.
    case relay
    /// An officer's client.
    case staff
}
