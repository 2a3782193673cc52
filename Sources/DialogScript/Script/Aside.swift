// SPDX-License-Identifier: Apache-2.0

internal import Dispatch

/// Work that goes on beside the caller's until its value is asked for.
///
/// A value that cannot be shared may be handed over: nobody touches it before ``value``, which waits for its maker.
final class Aside<Value>: @unchecked Sendable {
    private var made: Value?
    private let item = DispatchGroup()
    private let make: @Sendable () -> Value

    init(_ make: @escaping @Sendable () -> Value) {
        self.make = make
        DispatchQueue.global().async(group: item) { [self] in made = make() }
    }

    /// What was made. To be asked for once, by whoever began it.
    var value: Value {
        item.wait()
        return made ?? make()
    }
}
