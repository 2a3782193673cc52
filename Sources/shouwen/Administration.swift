// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Foundation
import IntakeModel
import IntakeServer
import IntakeStore
import LineProtocol
import NIOCore
import NIOPosix
import SQLiteStore
import Vault

/// A verb that changes something: through the running server as staff, or, when none runs, in the store itself.
struct Administration {
    var data: String
    var dialogs: String
    var token: String?

    /// The store, to be written; nil when a server runs on it, which is then to be asked.
    func openUnlessServed(_ script: Script) throws -> SQLiteStore? {
        do throws(StoreError) {
            return try SQLiteStore.open(folder: data, mode: .serve, policy: .desk(script: script, clock: .system))
        } catch {
            guard error.code == .locked else { throw error }
            return nil
        }
    }

    /// The token that was given, or the one of the data folder.
    ///
    /// - Parameter why: what is told when there is none.
    func ownToken(_ why: String) throws -> String {
        let path = "\(data)/staff.token"
        guard let own = token ?? (try? String(contentsOfFile: path, encoding: .utf8)) else {
            throw Failure("\(why): give --token (no \(path) here)")
        }
        return own.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The officer whose token it is.
    ///
    /// - Parameter why: what is told when they may not.
    func officer(_ role: Role, of store: SQLiteStore, _ why: String) throws -> Officer {
        let token = try ownToken(why)
        guard let officer = try store.officer(tokenHash: store.vault.tokenHash(token)), !officer.disabled,
            officer.roles.contains(role)
        else { throw Failure("\(why): give --token") }
        return officer
    }

    /// Adds the officer and gives the new token.
    func add(_ officer: Officer) async throws -> String {
        guard let store = try openUnlessServed(try loadScript(dialogs)) else {
            return try await addThroughServer(officer)
        }
        let token = store.vault.makeToken()
        try store.save(officer: officer, tokenHash: store.vault.tokenHash(token))
        try store.close()
        return token
    }

    /// Carries out an order for an officer's account.
    func account(_ badge: String, _ order: StaffFrame.AccountOrder) async throws -> AccountOffice.Answer {
        guard let store = try openUnlessServed(try loadScript(dialogs)) else {
            let answer = try await ask(
                StaffFrame(id: "account-\(UUID().uuidString)", .account(badge: badge, order)), "role admin")
            return AccountOffice.Answer(password: answer["password"]?.string, secret: answer["secret"]?.string)
        }
        defer { try? store.close() }
        // Whoever has the keys and the database may do it; the audit trail names the token's owner.
        let admin = try officer(.admin, of: store, "an officer with the role admin has to order this")
        return try AccountOffice(by: admin.badge, now: DeskClock.system.now()).perform(order, on: badge, in: store)
            .get()
    }

    private func addThroughServer(_ officer: Officer) async throws -> String {
        let answer = try await ask(StaffFrame(id: "add-\(UUID().uuidString)", .addOfficer(officer)), "role admin")
        guard let token = answer["token"]?.string else { throw Failure("the server gave no token") }
        return token
    }

    /// Sends one command to the running server and gives its `ok`.
    func ask(_ frame: StaffFrame, _ wanted: String) async throws -> JSONObject {
        guard let address = try? String(contentsOfFile: "\(data)/\(Server.addressFile)", encoding: .utf8) else {
            throw Failure("a server runs on \(data), but \(data)/\(Server.addressFile) does not tell where it listens")
        }
        let own = try ownToken("the running server wants an officer with the \(wanted)")
        let server = try serverAddress(address.trimmingCharacters(in: .whitespacesAndNewlines))
        var writer = JSONWriter()
        ClientFrame.hello(
            Hello(role: .staff, name: nil, token: own)
        ).write(to: &writer)
        ClientFrame.staff(frame).write(to: &writer)
        let answers = try await StaffExchange.run(
            host: server.host, port: server.port, sending: writer.bytes, until: frame.id)
        for answer in answers where answer["type"]?.string == "error" {
            throw Failure(answer["text"]?.string ?? "the server refused")
        }
        guard let answer = answers.last(where: { $0["re"]?.string == frame.id }) else {
            throw Failure("the server closed the connection without an answer")
        }
        return answer
    }
}

func serverAddress(_ text: String) throws -> (host: String, port: Int) {
    let address = try ListenAddress(text)
    return (address.host, address.port)
}

/// Sends some frames and waits for the answer to one of them; alarms and other news may come before it.
enum StaffExchange {
    static func run(host: String, port: Int, sending bytes: [UInt8], until id: String) async throws -> [JSONObject] {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(5))
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: bytes))
            var framer = JSONLineFramer()
            var objects: [JSONObject] = []
            for try await buffer in inbound {
                framer.feed(Array(buffer.readableBytesView)) { found in
                    if case .frame(let frame) = found, let object = try? JSONReader.read(Array(frame)).object {
                        objects.append(object)
                    }
                }
                if objects.contains(where: { $0["type"]?.string == "error" || $0["re"]?.string == id }) { break }
            }
            return objects
        }
    }
}
