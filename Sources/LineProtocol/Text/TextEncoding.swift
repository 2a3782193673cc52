// SPDX-License-Identifier: Apache-2.0

/// The encodings of a kiosk line. The raw value is the name in the configuration (`encoding=gb18030`).
public enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    /// GB 18030, of which GBK and GB 2312 are subsets: a terminal set to one of those is served with this one.
    case gb18030

    /// A name of a character set as clients write it, case and `-` or `_` ignored: `UTF-8`, `UTF8`, `GB18030`, `GBK`,
    /// `CP936`, `GB2312`, `EUC-CN`. Anything else is nil.
    public init?(charsetName name: some Sequence<UInt8>) {
        var key: [UInt8] = []
        for byte in name where byte != UInt8(ascii: "-") && byte != UInt8(ascii: "_") {
            guard key.count < 12 else { return nil }
            key.append((0x61...0x7A).contains(byte) ? byte - 0x20 : byte)
        }
        switch String(decoding: key, as: UTF8.self) {
        case "UTF8": self = .utf8
        case "GB18030", "GBK", "CP936", "GB2312", "EUCCN": self = .gb18030
        default: return nil
        }
    }

    /// Whether GB18030 works in this process. glibc loads its conversion table from a file that a slim image may lack,
    /// so ask once at the start and refuse a `gb18030` listener if it is false. UTF-8 always works.
    public static func probe() -> Bool {
        let converter = TextConverter()
        var bytes: [UInt8] = []
        guard converter.encode("中㐀", into: &bytes), bytes == [0xD6, 0xD0, 0x81, 0x39, 0xEE, 0x39] else { return false }
        return converter.decode(bytes) == "中㐀"
    }
}
