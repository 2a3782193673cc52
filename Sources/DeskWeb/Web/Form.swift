// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore

/// What a form of these pages can carry. What is left out is nil; what is not of its kind makes the form unreadable.
struct Form: Decodable {
    /// Proves that the form is from our own page.
    var t: String?
    /// `Talk.base` of the page it was on.
    var after: Int64?
    var text: String?
    var number: String?
    var code: String?

    /// - Throws: `HTTPError`, when the body is too long or is no form.
    static func read(_ request: Request, upTo limit: Int) async throws -> Form {
        var request = request
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") ?? false
        else { throw HTTPError(.unsupportedMediaType) }
        let body: ByteBuffer
        do { body = try await request.collectBody(upTo: limit) } catch { throw HTTPError(.contentTooLarge) }
        do { return try URLEncodedFormDecoder().decode(Form.self, from: String(buffer: body)) } catch {
            throw HTTPError(.badRequest)
        }
    }
}
