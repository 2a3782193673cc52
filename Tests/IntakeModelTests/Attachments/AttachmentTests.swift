// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@Suite("Files that come with a case")
struct AttachmentTests {
    static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR…".utf8)

    @Test(
        "Their kind is told by their bytes",
        arguments: [
            ([0xFF, 0xD8, 0xFF, 0xE1, 0], AttachmentKind.jpeg), (png, .png), (Array("%PDF-1.4 …".utf8), .pdf),
            (Array("<html>%PDF-1.4".utf8), nil), (Array("%PDF-".utf8), nil), ([0xFF, 0xD8, 0xFF], nil),
            (Array("GIF89a…".utf8), nil), (Array("PK\u{3}\u{4}".utf8), nil), (Array("<svg onload=alert(1)>".utf8), nil),
            (Array(png.prefix(8)) + Array("<script>alert(1)</script>".utf8), nil), ([], nil),
        ] as [([UInt8], AttachmentKind?)])
    func kinds(_ bytes: [UInt8], _ kind: AttachmentKind?) {
        #expect(AttachmentKind(telling: bytes) == kind)
    }

    @Test(
        "Names are for people to read: no paths, no marks, the suffix of the kind",
        arguments: [
            ("来信.jpg", "来信.pdf"), ("../../etc/passwd", "passwd.pdf"), ("C:\\扫描\\第一页.PDF", "第一页.pdf"),
            ("", "附件.pdf"), ("..", "附件.pdf"), ("/", "附件.pdf"), (".htaccess", "htaccess.pdf"),
            ("a\r\nSet-Cookie: x", "a Set-Cookie x.pdf"),
            ("照片\u{202E}gpj.exe", "照片gpj.pdf"), ("<script>alert(1)</script>.png", "script.pdf"),
            ("身份证\u{0}复印件", "身份证复印件.pdf"), ("a\"; filename=\"b.exe", "a filename=b.pdf"), ("-rf", "rf.pdf"),
            ("一  二\t三", "一 二 三.pdf"), ("2026.11.23 来信", "2026.11.23 来信.pdf"),
        ])
    func names(_ given: String, _ clean: String) {
        #expect(AttachmentName.clean(given, kind: .pdf) == clean)
    }

    @Test("A name has an end") func longNames() {
        let name = AttachmentName.clean(String(repeating: "很长的名字", count: 100), kind: .png)
        #expect(name.unicodeScalars.count == AttachmentName.longest + 4)
        #expect(name.hasSuffix(".png"))
    }

    @Test("What is empty, too large or of another kind is refused") func refusals() throws {
        #expect(throws: AttachmentRefusal.empty) { try AttachmentDraft(name: "a.jpg", bytes: []) }
        #expect(throws: AttachmentRefusal.unknownKind) {
            try AttachmentDraft(name: "a.jpg", bytes: Array("MZ…".utf8))
        }
        let largest = Self.png + [UInt8](repeating: 0, count: AttachmentLimits.fileBytes - Self.png.count)
        #expect(try AttachmentDraft(name: "a.jpg", bytes: largest).kind == .png)
        #expect(throws: AttachmentRefusal.tooLarge) { try AttachmentDraft(name: "a.jpg", bytes: largest + [0]) }
    }
}
