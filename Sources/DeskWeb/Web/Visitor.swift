// SPDX-License-Identifier: Apache-2.0

import Crypto
import HTTPTypes
import Hummingbird

/// A browser, known by a random cookie and nothing else. The server keeps only what is derived from it one way, so that
/// nobody who reads the store can take a conversation over.
struct Visitor: Sendable, Hashable {
    static let cookie = "shouwen"
    private static let bytes = 20

    let token: String
    /// It was in the request, and need not be sent again.
    let isKnown: Bool

    /// The visitor of a request, or a new one.
    init(_ request: Request) {
        let value = request.cookies[Self.cookie]?.value ?? ""
        isKnown = value.utf8.count == 2 * Self.bytes && value.utf8.allSatisfy { Hex.digits.contains($0) }
        token = isKnown ? value : Self.makeToken()
    }

    /// Another one, of whom nothing is known.
    init() {
        token = Self.makeToken()
        isKnown = false
    }

    private static func makeToken() -> String {
        var random = SystemRandomNumberGenerator()
        return Hex.text((0..<bytes).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }

    /// What the desk knows the browser by.
    var id: String { derived("visitor") }

    /// Stands in every form, and only a page that this browser was sent can have it.
    var formToken: String { derived("form") }

    private func derived(_ purpose: String) -> String {
        Hex.text(Array(SHA256.hash(data: Array("\(purpose):\(token)".utf8))).prefix(16))
    }

    /// Whether a form is of this browser's own page. Compared in constant time.
    func owns(_ form: Form, _ request: Request) -> Bool {
        let given = Array((form.t ?? "").utf8)
        let own = Array(formToken.utf8)
        guard isKnown, given.count == own.count, zip(given, own).reduce(0, { $0 | ($1.0 ^ $1.1) }) == 0 else {
            return false
        }
        if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name], site != "same-origin" {
            return false
        }
        guard let origin = request.headers[.origin], let host = request.head.authority else { return true }
        return origin.hasSuffix("://\(host)")
    }
}

/// Small preferences and marks that a browser keeps itself.
enum Mark: String {
    /// Big type: `1`.
    case big
    /// What stood up to this `seq` was cleared off the screen.
    case cleared
    case cookie = "shouwen"

    static func header(_ name: String, _ value: String, isSecure: Bool, lasts: Bool = false) -> String {
        var text = "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax"
        if isSecure { text += "; Secure" }
        if lasts { text += "; Max-Age=31536000" }
        return text
    }
}

enum Hex {
    static let digits = Array("0123456789abcdef".utf8)

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
