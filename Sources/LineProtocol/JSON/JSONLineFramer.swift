// SPDX-License-Identifier: Apache-2.0

/// Cuts a stream of bytes into the frames of the JSON Lines dialect: lines ended by LF, a CR before it ignored, empty
/// lines left out. What the bytes mean is the reader's business.
///
/// A frame that lies in one read is handed on in place; only a frame that is spread over several reads is copied, and
/// never more than the limit is kept.
public struct JSONLineFramer: Sendable {
    /// One thing found in the stream. The bytes are valid only during the call that hands them over.
    public enum Found {
        /// A complete frame without its line end, never empty.
        case frame(UnsafeRawBufferPointer)
        /// A frame longer than the limit: reported once, as soon as it is known; the rest up to LF is skipped. The
        /// bytes are its beginning, good only to look for its `id`.
        case tooLong(UnsafeRawBufferPointer)
    }

    /// Longest frame in bytes, its line end not counted.
    public let limit: Int
    private var kept: [UInt8] = []
    private var isSkipping = false

    public init(limit: Int = WireLimits.frameBytes) {
        self.limit = max(1, limit)
    }

    /// Bytes of an unfinished frame that wait for the rest of it; 0 between frames.
    public var pendingBytes: Int { kept.count }

    /// Takes the next bytes of the stream and calls `body` for everything that they complete, in order.
    public mutating func feed(_ bytes: UnsafeRawBufferPointer, _ body: (Found) -> Void) {
        var start = 0
        while let end = Self.lineFeed(in: bytes, from: start) {
            finish(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), body)
            start = end + 1
        }
        if start < bytes.count { keep(UnsafeRawBufferPointer(rebasing: bytes[start...]), body) }
    }

    /// Index of the next LF, found eight bytes at a time (the "has zero byte" trick of Bit Twiddling Hacks).
    private static func lineFeed(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
            if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { break }
            index += 8
        }
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { return index }
            index += 1
        }
        return nil
    }

    /// The same for an array.
    public mutating func feed(_ bytes: [UInt8], _ body: (Found) -> Void) {
        bytes.withUnsafeBytes { feed($0, body) }
    }

    /// What stands before an LF.
    private mutating func finish(_ part: UnsafeRawBufferPointer, _ body: (Found) -> Void) {
        if isSkipping {
            isSkipping = false
            return
        }
        if kept.isEmpty {
            deliver(part, body)
            return
        }
        if kept.count + part.count <= limit + 1 {
            kept.append(contentsOf: part)
            kept.withUnsafeBytes { deliver($0, body) }
        } else {
            kept.append(contentsOf: part.prefix(limit - min(limit, kept.count)))
            kept.withUnsafeBytes { body(.tooLong($0)) }
        }
        release()
    }

    /// What stands after the last LF.
    private mutating func keep(_ part: UnsafeRawBufferPointer, _ body: (Found) -> Void) {
        if isSkipping { return }
        // One byte more than the limit may be the CR of a line end.
        let room = limit + 1 - kept.count
        kept.append(contentsOf: part.prefix(room))
        guard part.count > room || (kept.count > limit && kept.last != UInt8(ascii: "\r")) else { return }
        kept.withUnsafeBytes { body(.tooLong($0)) }
        release()
        isSkipping = true
    }

    private func deliver(_ line: UnsafeRawBufferPointer, _ body: (Found) -> Void) {
        var frame = line
        if frame.last == UInt8(ascii: "\r") { frame = UnsafeRawBufferPointer(rebasing: frame.dropLast()) }
        if frame.isEmpty { return }
        body(frame.count > limit ? .tooLong(UnsafeRawBufferPointer(rebasing: frame.prefix(limit))) : .frame(frame))
    }

    /// A long frame's room is given back, a short one's kept for the next.
    private mutating func release() {
        kept.removeAll(keepingCapacity: kept.capacity <= 4096)
    }
}
