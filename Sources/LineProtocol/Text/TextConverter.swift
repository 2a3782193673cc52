// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// GB18030 to and from Unicode, over glibc's `iconv`.
///
/// Make one per event loop (or thread) and share it among all connections there: it is not `Sendable`, holds no state
/// between calls, opens its two descriptors when they are first needed and closes them when it goes. A loop that only
/// serves UTF-8 pays nothing.
public final class TextConverter {
    private enum Descriptor {
        case unopened
        case open(iconv_t)
        case missing
    }

    /// The `(size_t)-1` by which `iconv` tells an error, as it arrives in Swift.
    private static let failure = -1

    private var decoder = Descriptor.unopened
    private var encoder = Descriptor.unopened

    public init() {}

    deinit {
        if case .open(let descriptor) = decoder { iconv_close(descriptor) }
        if case .open(let descriptor) = encoder { iconv_close(descriptor) }
    }

    /// Whether GB18030 can be decoded and encoded.
    public var isAvailable: Bool {
        Self.open(&decoder, to: "UTF-8", from: "GB18030") != nil
            && Self.open(&encoder, to: "GB18030", from: "UTF-8") != nil
    }

    private static func open(_ descriptor: inout Descriptor, to: String, from: String) -> iconv_t? {
        switch descriptor {
        case .open(let open):
            return open
        case .missing:
            return nil
        case .unopened:
            // iconv_open tells failure by (iconv_t)-1.
            guard let opened = iconv_open(to, from), Int(bitPattern: opened) != -1 else {
                descriptor = .missing
                return nil
            }
            descriptor = .open(opened)
            return opened
        }
    }

    /// Decodes GB18030 bytes, a whole line at a time. A byte that belongs to no character becomes U+FFFD and the next
    /// one is tried; an unfinished character at the end becomes one U+FFFD. Without the conversion table every
    /// non-ASCII byte is U+FFFD.
    public func decode(_ bytes: [UInt8]) -> String {
        if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
        guard let descriptor = Self.open(&decoder, to: "UTF-8", from: "GB18030") else {
            return String(String.UnicodeScalarView(bytes.map { $0 < 0x80 ? Unicode.Scalar($0) : "\u{FFFD}" }))
        }
        iconv(descriptor, nil, nil, nil, nil)
        var input = bytes  // iconv wants a mutable pointer, though it never writes
        // No byte of input becomes more than three bytes of UTF-8: a bad one becomes EF BF BD.
        return String(unsafeUninitializedCapacity: bytes.count * 3) { output in
            input.withUnsafeMutableBytes { input in
                var source = input.baseAddress?.assumingMemoryBound(to: CChar.self)
                var sourceLeft = input.count
                let outputStart = UnsafeMutableRawPointer(output.baseAddress)
                var target = outputStart?.assumingMemoryBound(to: CChar.self)
                var targetLeft = output.count
                while sourceLeft > 0 {
                    if iconv(descriptor, &source, &sourceLeft, &target, &targetLeft) != Self.failure { break }
                    let problem = errno
                    guard problem == EILSEQ || problem == EINVAL, targetLeft >= 3, let place = target else { break }
                    place[0] = CChar(bitPattern: 0xEF)
                    place[1] = CChar(bitPattern: 0xBF)
                    place[2] = CChar(bitPattern: 0xBD)
                    target = place + 3
                    targetLeft -= 3
                    if problem == EINVAL { break }
                    source = source.map { $0 + 1 }
                    sourceLeft -= 1
                    iconv(descriptor, nil, nil, nil, nil)
                }
                return output.count - targetLeft
            }
        }
    }

    /// Appends the GB18030 bytes of a text. A scalar that cannot be mapped is shown as `〓(U+3400)`, never dropped.
    /// - Returns: false if something had to be replaced, or if the conversion table is missing (then every non-ASCII
    ///   scalar is shown as `?(U+3400)`).
    @discardableResult
    public func encode(_ text: String, into out: inout [UInt8]) -> Bool {
        var text = text
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            out.append(contentsOf: text.utf8)
            return true
        }
        guard let descriptor = Self.open(&encoder, to: "GB18030", from: "UTF-8") else {
            for scalar in text.unicodeScalars {
                if scalar.isASCII { out.append(UInt8(scalar.value)) } else { Self.appendVisible(scalar, [0x3F], &out) }
            }
            return false
        }
        iconv(descriptor, nil, nil, nil, nil)
        return text.withUTF8 { utf8 in
            withUnsafeTemporaryAllocation(byteCount: 2048, alignment: 1) { chunk in
                var faithful = true
                var source = UnsafeMutablePointer(
                    mutating: UnsafeRawPointer(utf8.baseAddress)?.assumingMemoryBound(to: CChar.self))
                var sourceLeft = utf8.count
                while sourceLeft > 0 {
                    var target = chunk.baseAddress?.assumingMemoryBound(to: CChar.self)
                    var targetLeft = chunk.count
                    let result = iconv(descriptor, &source, &sourceLeft, &target, &targetLeft)
                    let problem = errno
                    out.append(contentsOf: chunk[..<(chunk.count - targetLeft)])
                    guard result == Self.failure, problem != E2BIG else { continue }
                    // EILSEQ at a scalar that GB18030 does not have; a String holds no broken UTF-8.
                    faithful = false
                    let rest = UnsafeBufferPointer(rebasing: utf8[(utf8.count - sourceLeft)...])
                    guard let scalar = Self.firstScalar(of: rest) else { break }
                    Self.appendVisible(scalar, [0xA1, 0xFE], &out)
                    let width = UTF8.width(scalar)
                    source = source.map { $0 + width }
                    sourceLeft -= width
                    iconv(descriptor, nil, nil, nil, nil)
                }
                return faithful
            }
        }
    }

    private static func firstScalar(of utf8: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
        String(decoding: utf8.prefix(4), as: UTF8.self).unicodeScalars.first
    }

    /// The replacement mark (`〓` in GB18030 is A1 FE) and the scalar's number.
    static func appendVisible(_ scalar: Unicode.Scalar, _ mark: [UInt8], _ out: inout [UInt8]) {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        out += mark
        out += "(U+".utf8
        out += repeatElement(UInt8(ascii: "0"), count: max(0, 4 - hex.utf8.count))
        out += hex.utf8
        out.append(UInt8(ascii: ")"))
    }
}
