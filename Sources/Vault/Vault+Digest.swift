// SPDX-License-Identifier: Apache-2.0

import Crypto

extension Vault {
    /// SHA-256 of the bytes: 32 bytes that anybody can work out again, with no key.
    public static func digest(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}
