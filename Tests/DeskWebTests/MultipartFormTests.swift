// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DeskWeb

@Suite("A form with a file")
struct MultipartFormTests {
    private func form(_ text: String, _ boundary: String = "XX") -> MultipartForm? {
        MultipartForm(Array(text.utf8), boundary: boundary)
    }

    private static let whole =
        "--XX\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\nabc\r\n"
        + "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"来信.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
        + "\u{1}\r\n--X\r\n\r\n--\r\n--XX--\r\n"

    @Test("Fields and files come as they were sent, line ends and half a boundary within the bytes included")
    func whole() throws {
        let read = try #require(form(Self.whole))
        #expect(read.text("t") == "abc")
        let file = try #require(read.file("file"))
        #expect(file.fileName == "来信.jpg")
        #expect(file.bytes == Array("\u{1}\r\n--X\r\n\r\n--".utf8))
        // A file is no field, and a field no file.
        #expect(read.text("file") == "")
        #expect(read.file("t") == nil)
    }

    @Test("What is cut off anywhere is no form")
    func cut() {
        let bytes = Array(Self.whole.utf8)
        // The last line's end and dashes may be missing a byte only once the closing mark is there.
        for count in 0..<(bytes.count - 2) {
            #expect(MultipartForm(Array(bytes.prefix(count)), boundary: "XX") == nil, "\(count)")
        }
    }

    @Test("No more parts than the limit, and no head without an end")
    func limits() {
        let part = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
        #expect(form(String(repeating: part, count: MultipartForm.most) + "--XX--") != nil)
        #expect(form(String(repeating: part, count: MultipartForm.most + 1) + "--XX--") == nil)
        let long = String(repeating: "x", count: 5_000)
        #expect(form("--XX\r\nContent-Disposition: form-data; name=\"a\"; y=\"\(long)\"\r\n\r\n1\r\n--XX--") == nil)
        #expect(form("--XX\r\nX: y\r\n\r\n1\r\n--XX--") == nil)
        #expect(form("--XX--")?.parts.count == 0)
        #expect(form("") == nil)
    }

    @Test(
        "The boundary of a content type",
        arguments: [
            ("multipart/form-data; boundary=----WebKit1", "----WebKit1"),
            ("Multipart/Form-Data; Boundary=\"a b\"", nil),
            ("multipart/form-data; boundary=\"ab\"", "ab"), ("multipart/form-data", nil),
            ("application/x-www-form-urlencoded; boundary=a", nil), ("multipart/form-data; boundary=", nil),
            ("multipart/form-data; boundary=\(String(repeating: "a", count: 71))", nil),
        ] as [(String, String?)])
    func boundary(_ type: String, _ expected: String?) {
        #expect(MultipartForm.boundary(type) == expected)
    }
}
