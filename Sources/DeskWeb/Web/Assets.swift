// SPDX-License-Identifier: Apache-2.0

import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// The style sheet and the scripts, carried in the program itself. Their addresses name their content, so that a browser
/// keeps them for good and never mixes versions.
struct Assets: Sendable {
    private struct File: Sendable {
        var bytes: ByteBuffer
        var type: String
        var version: String

        init(_ bytes: [UInt8], _ type: String) {
            self.bytes = ByteBuffer(bytes: bytes)
            self.type = type
            version = Hex.text(Array(SHA256.hash(data: bytes)).prefix(6))
        }
    }

    private let files: [String: File] = [
        "site.css": File(PackageResources.site_css, "text/css; charset=utf-8"),
        "talk.js": File(PackageResources.talk_js, "text/javascript; charset=utf-8"),
        "desk.css": File(PackageResources.desk_css + PackageResources.desk_cases_css, "text/css; charset=utf-8"),
        "desk.js": File(PackageResources.desk_js, "text/javascript; charset=utf-8"),
        "seal.svg": File(PackageResources.seal_svg, "image/svg+xml"),
    ]

    /// Its address in a page.
    func address(_ name: String) -> String { "/assets/\(name)?v=\(files[name]?.version ?? "")" }

    @Sendable func serve(_ request: Request, _ context: WebContext) throws -> Response {
        guard let name = context.parameters.get("name"), let file = files[name] else { throw HTTPError(.notFound) }
        return Response(
            status: .ok,
            headers: [.contentType: file.type, .cacheControl: "public, max-age=31536000, immutable"],
            body: ResponseBody(byteBuffer: file.bytes))
    }
}
