// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Browser {
    /// The hidden fields of a form on the page.
    ///
    /// - Parameters:
    ///   - action: where it goes.
    ///   - mark: what stands in it besides, where several go there.
    func form(_ action: String, with mark: String = "") throws -> [String: String] {
        for piece in page.body.components(separatedBy: "<form ").dropFirst() {
            let text = piece.components(separatedBy: "</form>")[0]
            guard text.contains("action=\"\(action)\""), mark.isEmpty || text.contains(mark) else { continue }
            var fields: [String: String] = [:]
            for input in text.components(separatedBy: "<input type=\"hidden\" name=\"").dropFirst() {
                let parts = input.components(separatedBy: "\"")
                if parts.count > 2 { fields[parts[0]] = Self.plain(parts[2]) }
            }
            return fields
        }
        throw TestFailure("no form to \(action) \(mark) in\n\(page.body)")
    }

    /// The form of an act on the page of a case.
    func actForm(_ act: String) throws -> [String: String] {
        let action = page.body.components(separatedBy: "/act\"")[0].components(separatedBy: "action=\"").last ?? ""
        return try form("\(action)/act", with: "name=\"act\" value=\"\(act)\"")
    }

    /// Sends a file as a browser does.
    func upload(_ path: String, token: String, name: String, _ bytes: [UInt8]) throws -> Answer {
        let mark = "----shouwen7MA4YWxk"
        var body = Array(
            ("--\(mark)\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\n\(token)\r\n--\(mark)\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n").utf8)
        body += bytes
        body += Array("\r\n--\(mark)--\r\n".utf8)
        return try request("POST", path, "multipart/form-data; boundary=\(mark)", bytes: body)
    }

    /// What an attribute or a text says.
    static func plain(_ text: String) -> String {
        [("&quot;", "\""), ("&#39;", "'"), ("&#34;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")].reduce(text) {
            $0.replacingOccurrences(of: $1.0, with: $1.1)
        }
    }
}
