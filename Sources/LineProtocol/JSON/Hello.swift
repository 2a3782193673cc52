// SPDX-License-Identifier: Apache-2.0

/// The opening of a connection.
public struct Hello: Sendable, Hashable {
    /// The highest version of the protocol that the client speaks, 1 or more.
    public var version: Int64
    public var role: ClientRole
    /// The relay's name, 1–64 characters. An officer's client need not give one: the token tells who it is.
    public var name: String?
    public var token: String

    public init(version: Int64 = 1, role: ClientRole, name: String?, token: String) {
        self.version = version
        self.role = role
        self.name = name
        self.token = token
    }

    init(_ fields: FrameFields) throws(WireError) {
        version = try fields.integer("v", atLeast: 1)
        role = try fields.oneOf("role", ClientRole.self)
        switch role {
        case .relay: name = try fields.string("name", WireLimits.name)
        case .staff: name = try fields.optionalString("name", 0...WireLimits.name.upperBound)
        }
        token = try fields.string("token", WireLimits.token)
    }

    func write(to writer: inout JSONWriter) {
        writer.member("type", "hello")
        writer.member("v", version)
        writer.member("role", role.rawValue)
        writer.member(ifPresent: "name", name)
        writer.member("token", token)
    }
}
