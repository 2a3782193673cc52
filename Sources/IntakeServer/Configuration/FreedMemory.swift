// SPDX-License-Identifier: Apache-2.0

import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Memory that is kept after it was needed.
enum FreedMemory {
    /// Gives back to the system what the allocator keeps, and the pages of code that only the start needed (reading YAML,
    /// compiling dialogs, opening the database): they come again from the file when they run again.
    static func giveBack() {
        #if canImport(Glibc)
            typealias Trim = @convention(c) (Int) -> CInt
            // glibc's `malloc_trim`, which its Swift module does not show.
            if let symbol = dlsym(nil, "malloc_trim") { _ = unsafeBitCast(symbol, to: Trim.self)(0) }
            for range in codeRanges() {
                _ = madvise(UnsafeMutableRawPointer(bitPattern: range.lowerBound), range.count, MADV_DONTNEED)
            }
        #endif
    }

    /// Blocks of 128 KiB and more stay mappings of their own, which go back when they are freed. Without this glibc raises
    /// that limit with every such block, and the tables of the dialogs, grown by doubling, leave holes in the heap.
    static func keepLargeBlocksApart() {
        #if canImport(Glibc)
            typealias Option = @convention(c) (CInt, CInt) -> CInt
            let mmapThreshold: CInt = -3
            if let symbol = dlsym(nil, "mallopt") { _ = unsafeBitCast(symbol, to: Option.self)(mmapThreshold, 131_072) }
        #endif
    }

    /// Where code is mapped from files, never written to: lines of `/proc/self/maps` like `55d0-66e0 r-xp … /bin/shouwen`.
    private static func codeRanges() -> [Range<UInt>] {
        guard let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8) else { return [] }
        return maps.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            guard fields.count == 6, fields[1] == "r-xp", fields[5].hasPrefix("/") else { return nil }
            let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard ends.count == 2, ends[0] < ends[1] else { return nil }
            return ends[0]..<ends[1]
        }
    }
}
