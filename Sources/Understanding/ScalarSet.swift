// SPDX-License-Identifier: Apache-2.0

/// A set of scalars of the basic plane.
struct ScalarSet: Sendable {
    private let members: Set<UInt16>

    init(_ scalars: StaticString) {
        members = Set("\(scalars)".unicodeScalars.map { UInt16(truncatingIfNeeded: $0.value) })
    }

    func contains(_ scalar: UInt16) -> Bool { members.contains(scalar) }
}
