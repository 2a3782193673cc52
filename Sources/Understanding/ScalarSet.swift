// SPDX-License-Identifier: Apache-2.0

/// A set of scalars of the basic plane, a bit each.
struct ScalarSet: Sendable {
    private let bits: [UInt64]

    init(_ scalars: StaticString) {
        var bits = [UInt64](repeating: 0, count: 0x10000 / 64)
        for scalar in "\(scalars)".unicodeScalars {
            let member = UInt16(truncatingIfNeeded: scalar.value)
            bits[Int(member >> 6)] |= 1 << UInt64(member & 63)
        }
        self.bits = bits
    }

    func contains(_ scalar: UInt16) -> Bool { bits[Int(scalar >> 6)] >> UInt64(scalar & 63) & 1 == 1 }
}
