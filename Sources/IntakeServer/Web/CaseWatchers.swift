// SPDX-License-Identifier: Apache-2.0

/// Which officers have a case's page open, so that two do not work on it without knowing. Confined to the desk's loop; in
/// memory only.
struct CaseWatchers {
    /// Badge by badge, when the page was looked at last, in milliseconds of the monotonic clock.
    private var seen: [String: [String: Int64]] = [:]

    /// An officer looks at a case.
    ///
    /// - Returns: whether they were not there before.
    mutating func look(_ number: String, _ badge: String, at now: Int64) -> Bool {
        seen[number, default: [:]].updateValue(now, forKey: badge) == nil
    }

    /// Badges of those who are there.
    func badges(_ number: String) -> Set<String> { Set((seen[number] ?? [:]).keys) }

    /// Forgets who has not looked since `time`.
    ///
    /// - Returns: cases that somebody left, with those who are still there.
    mutating func forget(before time: Int64) -> [(number: String, badges: Set<String>)] {
        var left: [(number: String, badges: Set<String>)] = []
        for (number, looks) in seen {
            let still = looks.filter { $0.value >= time }
            guard still.count < looks.count else { continue }
            seen[number] = still.isEmpty ? nil : still
            left.append((number, Set(still.keys)))
        }
        return left
    }
}
