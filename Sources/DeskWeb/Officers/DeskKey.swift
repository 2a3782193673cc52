// SPDX-License-Identifier: Apache-2.0

import Crypto
import HTTPTypes
import Hummingbird

/// An officer's browser: a cookie that is nothing before log-in and the token of the session after it.
struct DeskKey: Sendable {
    static let cookie = "shouwen-desk"

    let token: String
    /// It was in the request.
    let isKnown: Bool

    init(_ request: Request) {
        let value = request.cookies[Self.cookie]?.value ?? ""
        isKnown = (20...64).contains(value.utf8.count) && value.utf8.allSatisfy { Self.isPlain($0) }
        token = isKnown ? value : Visitor().token
    }

    init(token: String) {
        self.token = token
        isKnown = false
    }

    private static func isPlain(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }

    /// Stands in every form, and only a page that this browser was sent can have it.
    var formToken: String {
        Hex.text(Array(SHA256.hash(data: Array("desk form:\(token)".utf8))).prefix(16))
    }

    /// Whether a form is of this browser's own page. Compared in constant time.
    func owns(_ given: String, _ request: Request) -> Bool {
        let given = Array(given.utf8)
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

    /// The header that gives the browser this cookie; for the desk's pages only, and for none that another site leads to.
    func header(isSecure: Bool) -> HTTPField {
        var text = "\(Self.cookie)=\(token); Path=/desk; HttpOnly; SameSite=Strict"
        if isSecure { text += "; Secure" }
        return HTTPField(name: .setCookie, value: text)
    }

    /// Takes the cookie away.
    static func removal(isSecure: Bool) -> HTTPField {
        var text = "\(cookie)=; Path=/desk; HttpOnly; SameSite=Strict; Max-Age=0"
        if isSecure { text += "; Secure" }
        return HTTPField(name: .setCookie, value: text)
    }
}
