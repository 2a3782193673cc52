// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore

/// The fields of a form, as they were sent.
struct OfficerForm: Sendable {
    /// Fields that are read at most.
    static let most = 200

    private(set) var fields: [(name: String, value: String)] = []

    /// No form: a page was asked for.
    init() {}

    /// The first value of a field; nil when it is not there.
    subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The first value without blanks around it; empty when it is not there.
    func text(_ name: String) -> String {
        guard let value = self[name] else { return "" }
        return String(value.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// All values of a field.
    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Reads the body of a request.
    ///
    /// - Throws: `HTTPError`, when the body is too long or is no form.
    static func read(_ request: Request, upTo limit: Int) async throws -> OfficerForm {
        var request = request
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") ?? false
        else { throw HTTPError(.unsupportedMediaType) }
        let body: ByteBuffer
        do { body = try await request.collectBody(upTo: limit) } catch { throw HTTPError(.contentTooLarge) }
        guard let form = OfficerForm(encoded: Array(body.readableBytesView)) else { throw HTTPError(.badRequest) }
        return form
    }

    /// `application/x-www-form-urlencoded` as browsers write it; nil when it is none.
    init?(encoded: [UInt8]) {
        for pair in encoded.split(separator: UInt8(ascii: "&")) {
            guard fields.count < Self.most else { return nil }
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, let name = Self.decode(first) else { return nil }
            guard let value = Self.decode(parts.dropFirst().first ?? []) else { return nil }
            fields.append((name, value))
        }
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) -> String? {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): out.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(value(of:)), let low = rest.popFirst().flatMap(value(of:))
                else { return nil }
                out.append(high << 4 | low)
            default: out.append(byte)
            }
        }
        return String(validating: out, as: UTF8.self)?.replacing("\r\n", with: "\n")
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
