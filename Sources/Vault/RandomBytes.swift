// SPDX-License-Identifier: Apache-2.0

import Crypto

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Random keys out of the kernel, with one system call a key; the library's own way takes four.
enum RandomBytes {
    static func key() -> SymmetricKey {
        #if canImport(Glibc) || canImport(Musl)
            let key = withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { bytes -> SymmetricKey? in
                // Up to 256 bytes come whole or not at all (getentropy(3)).
                guard let base = bytes.baseAddress, getentropy(base, 32) == 0 else { return nil }
                defer { explicit_bzero(base, 32) }
                return SymmetricKey(data: UnsafeRawBufferPointer(bytes))
            }
            if let key { return key }
        #endif
        return SymmetricKey(size: .bits256)
    }
}
