// SPDX-License-Identifier: Apache-2.0

/// 是不是想写……: the nearest of the names that would have been right.
public enum Suggestion {
    /// The candidate nearest to `name`, or nil when none is near enough to be a slip of the fingers.
    ///
    /// Near enough is one change (a character put in, left out, replaced, or two swapped) for every three
    /// characters, and always at least one, so that `答复` finds `答覆`. Names of more than 64 characters are not
    /// compared. Ties go to the earlier candidate.
    public static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.unicodeScalars)
        guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
        let limit = max(1, wanted.count / 3)
        var best: (distance: Int, name: String)?
        for candidate in candidates {
            let scalars = Array(candidate.unicodeScalars)
            guard scalars.count <= 64, abs(scalars.count - wanted.count) <= limit else { continue }
            let distance = distance(wanted, scalars)
            // One of one character, or two of two, would suggest anything at all.
            guard distance <= limit, distance < max(wanted.count, scalars.count) else { continue }
            if distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.name
    }

    /// Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        var current = beforeLast
        for i in 1...left.count {
            current[0] = i
            for j in 1...right.count {
                let same = left[i - 1] == right[j - 1]
                current[j] = min(last[j] + 1, current[j - 1] + 1, last[j - 1] + (same ? 0 : 1))
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    current[j] = min(current[j], beforeLast[j - 2] + 1)
                }
            }
            (beforeLast, last, current) = (last, current, beforeLast)
        }
        return last[right.count]
    }
}
