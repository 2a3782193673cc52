// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore

/// A form with one file (RFC 7578), as browsers send it.
struct MultipartForm: Sendable {
    struct Part: Sendable {
        var name: String
        /// As the browser gives it; nil for a plain field.
        var fileName: String?
        var bytes: [UInt8]
    }

    /// Parts that are read at most.
    static let most = 16

    private(set) var parts: [Part] = []

    /// A plain field as text; empty when it is not there.
    func text(_ name: String) -> String {
        guard let part = parts.first(where: { $0.name == name && $0.fileName == nil }) else { return "" }
        return String(decoding: part.bytes, as: UTF8.self)
    }

    func file(_ name: String) -> Part? { parts.first { $0.name == name && $0.fileName != nil } }

    /// - Throws: `HTTPError`, when the body is too long or is no such form.
    static func read(_ request: Request, upTo limit: Int) async throws -> MultipartForm {
        var request = request
        guard let type = request.headers[.contentType], let boundary = boundary(type) else {
            throw HTTPError(.unsupportedMediaType)
        }
        let body: ByteBuffer
        do { body = try await request.collectBody(upTo: limit) } catch { throw HTTPError(.contentTooLarge) }
        guard let form = MultipartForm(Array(body.readableBytesView), boundary: boundary) else {
            throw HTTPError(.badRequest)
        }
        return form
    }

    /// The boundary of a content type; nil when it is another one, or none that RFC 2046 allows.
    static func boundary(_ type: String) -> String? {
        let parts = type.split(separator: ";").map { $0.drop { $0 == " " } }
        guard parts.first?.lowercased() == "multipart/form-data",
            let parameter = parts.first(where: { $0.lowercased().hasPrefix("boundary=") })
        else { return nil }
        var value = parameter.dropFirst("boundary=".count)
        if value.hasPrefix("\""), value.hasSuffix("\""), value.count >= 2 { value = value.dropFirst().dropLast() }
        guard (1...70).contains(value.utf8.count), value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        return String(value)
    }

    /// nil when the bytes are no such form, or have too many parts.
    init?(_ body: [UInt8], boundary: String) {
        let mark = Array("--\(boundary)".utf8)
        let line: [UInt8] = [13, 10]
        guard body.starts(with: mark) else { return nil }
        var rest = body[mark.count...]
        while true {
            // After a mark comes the end, or the next part.
            if rest.starts(with: Array("--".utf8)) { return }
            guard rest.starts(with: line), parts.count < Self.most else { return nil }
            rest = rest.dropFirst(2)
            guard let head = Self.find([13, 10, 13, 10], in: rest), head - rest.startIndex <= 4_096,
                let end = Self.find(line + mark, in: rest[(head + 4)...])
            else { return nil }
            guard let part = Self.part(rest[rest.startIndex..<head], Array(rest[(head + 4)..<end])) else { return nil }
            parts.append(part)
            rest = rest[(end + 2 + mark.count)...]
        }
    }

    private static func part(_ head: ArraySlice<UInt8>, _ bytes: [UInt8]) -> Part? {
        guard let text = String(validating: head, as: UTF8.self) else { return nil }
        for field in text.replacing("\r\n", with: "\n").split(separator: "\n") {
            guard field.lowercased().hasPrefix("content-disposition:"),
                let name = quoted("name", in: field)
            else { continue }
            return Part(name: name, fileName: quoted("filename", in: field), bytes: bytes)
        }
        return nil
    }

    /// Browsers write a quotation mark in a name as `%22` (HTML, 4.10.21.8).
    private static func quoted(_ key: String, in field: Substring) -> String? {
        for piece in field.split(separator: ";").map({ $0.drop { $0 == " " } }) where piece.hasPrefix("\(key)=\"") {
            return String(piece.dropFirst(key.count + 2).prefix { $0 != "\"" })
        }
        return nil
    }

    /// Where `pattern` begins; by its first byte, which is a line's end and so is rare.
    private static func find(_ pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = pattern.first else { return nil }
        var from = bytes.startIndex
        while let at = bytes[from...].firstIndex(of: first) {
            guard bytes.endIndex - at >= pattern.count else { return nil }
            if bytes[at..<(at + pattern.count)].elementsEqual(pattern) { return at }
            from = at + 1
        }
        return nil
    }
}
