// SPDX-License-Identifier: Apache-2.0

/// The encoding of one connection, over the converter that its event loop shares.
///
/// It decodes complete lines (framing works on bytes before it) and encodes whole texts, so that it keeps nothing
/// between calls: changing ``encoding`` takes effect with the next line.
public struct TextCodec {
    /// The encoding in force.
    public var encoding: TextEncoding

    /// The converter of this connection's event loop.
    public let converter: TextConverter

    public init(_ encoding: TextEncoding, converter: TextConverter) {
        self.encoding = encoding
        self.converter = converter
    }

    /// Decodes a complete line. What is not of the encoding becomes U+FFFD; nothing is dropped in silence.
    public func decode(_ bytes: [UInt8]) -> String {
        switch encoding {
        case .utf8: String(decoding: bytes, as: UTF8.self)
        case .gb18030: converter.decode(bytes)
        }
    }

    /// Appends the bytes of a text.
    /// - Returns: false if a scalar had to be shown as `〓(U+3400)`.
    @discardableResult
    public func encode(_ text: String, into out: inout [UInt8]) -> Bool {
        switch encoding {
        case .utf8:
            out.append(contentsOf: text.utf8)
            return true
        case .gb18030:
            return converter.encode(text, into: &out)
        }
    }

    /// The bytes of a text.
    public func encode(_ text: String) -> [UInt8] {
        var out: [UInt8] = []
        encode(text, into: &out)
        return out
    }
}
