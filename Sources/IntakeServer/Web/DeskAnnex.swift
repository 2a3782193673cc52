// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// A way to the desk that is built on top of this server, as the pages in a browser. The server starts it when the desk
/// is open, and it ends by the same graceful shutdown.
public protocol DeskAnnex: Sendable {
    /// As it stands in the line `listening NAME ADDRESS`.
    var name: String { get }

    /// Serves until the graceful shutdown.
    ///
    /// - Parameters:
    ///   - rooms: what it may reach of the desk.
    ///   - group: the loops it shall use.
    ///   - listening: to be called once, with the address that was bound; nil: it does without, as its owner wished.
    /// - Throws: when it cannot listen; the server then does not start.
    func run(
        _ rooms: DeskRooms, on group: any EventLoopGroup, listening: @escaping @Sendable (SocketAddress?) -> Void
    ) async throws
}

/// What an annex may reach of the desk.
public struct DeskRooms: Sendable {
    public let petitioners: PetitionerDoor
    public let officers: OfficerDoor
    /// The office as its pages name it.
    public let office: OfficeCard

    /// Name, address and telephone of the office, out of `dialogs/office.yaml`.
    public struct OfficeCard: Sendable, Hashable {
        public var name: String
        public var address: String
        public var phone: String
        public var hours: String
    }
}
