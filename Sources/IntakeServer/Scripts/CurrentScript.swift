// SPDX-License-Identifier: Apache-2.0

public import DialogScript
import NIOConcurrencyHelpers

/// The version of the dialogs in force, for those who need it off the desk's loop: the store asks it where a claim goes
/// and which clocks it starts.
public final class CurrentScript: Sendable {
    private let box: NIOLockedValueBox<Script>

    public init(_ script: Script) { box = NIOLockedValueBox(script) }

    public var value: Script { box.withLockedValue { $0 } }

    func take(_ script: Script) { box.withLockedValue { $0 = script } }
}
