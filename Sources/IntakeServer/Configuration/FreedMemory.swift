// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#endif

/// Memory that the allocator keeps after it was freed.
enum FreedMemory {
    /// Gives it back to the system where the C library can (glibc's `malloc_trim`, which its Swift module does not show).
    static func giveBack() {
        #if canImport(Glibc)
            typealias Trim = @convention(c) (Int) -> CInt
            guard let symbol = dlsym(nil, "malloc_trim") else { return }
            _ = unsafeBitCast(symbol, to: Trim.self)(0)
        #endif
    }
}
