// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import IntakeServer
import LineProtocol
import NIOConcurrencyHelpers

/// Stands before every page: holds the rate, sets the headers that keep a page to itself, turns errors into pages.
struct Guard: RouterMiddleware {
    private let site: Site
    private let rates: NIOLockedValueBox<Rates>

    init(_ site: Site) {
        self.site = site
        rates = NIOLockedValueBox(Rates())
    }

    func handle(
        _ request: Request, context: WebContext, next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        if rates.withLockedValue({ $0.take(Self.network(request.sender(context)), site.configuration) }) {
            do {
                response = try await next(request, context)
            } catch let error as HTTPError {
                response = site.pages.problem(error.status, site)
            }
        } else {
            response = site.pages.problem(.tooManyRequests, site)
            response.headers[.retryAfter] = "2"
        }
        // A page for the printer has a policy of its own, stricter but for its style.
        for (name, value) in Self.headers where response.headers[name] == nil { response.headers[name] = value }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if request.isSecure(context, site.configuration) {
            response.headers[.strictTransportSecurity] = "max-age=31536000"
        }
        return response
    }

    /// Nothing but what this server itself serves, and nothing written into a page.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    private static let headers: [(HTTPField.Name, String)] = [
        ("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
        // `no-referrer` would take the origin off our own forms.
        ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ].compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }

    /// A household of IPv6 has a network to itself; the rate is its own.
    private static func network(_ address: String) -> String {
        guard address.contains(":") else { return address }
        return address.split(separator: ":", omittingEmptySubsequences: false).prefix(4).joined(separator: ":")
    }
}

/// Tokens by address. Those who were quiet are forgotten.
private struct Rates {
    /// Addresses that are remembered; past it the full buckets go, and if there are none, all.
    private static let most = 20_000

    private var buckets: [String: TokenBucket] = [:]
    private let clock = ContinuousClock()
    private let start = ContinuousClock().now

    mutating func take(_ address: String, _ configuration: WebConfiguration) -> Bool {
        let now = Int64((clock.now - start) / .milliseconds(1))
        if buckets.count >= Self.most {
            buckets = buckets.filter { entry in
                var bucket = entry.value
                return bucket.wait(for: Int(bucket.capacity), now: now) > 0
            }
            if buckets.count >= Self.most { buckets.removeAll() }
        }
        var bucket =
            buckets[address]
            ?? TokenBucket(
                capacity: configuration.requestsAtOnce, perSecond: configuration.requestsPerSecond, now: now)
        let isAllowed = bucket.take(now: now)
        buckets[address] = bucket
        return isAllowed
    }
}
