// SPDX-License-Identifier: Apache-2.0

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

    /// Adds the officer and gives the new token.
    func add(_ officer: Officer) async throws -> String {
        let script = try loadScript(dialogs)
        let store: SQLiteStore
        do throws(StoreError) {
            store = try SQLiteStore.open(folder: data, mode: .serve, policy: .desk(script: script, clock: .system))
        } catch {
            guard error.code == .locked else { throw error }
            return try await addThroughServer(officer)
        }
        let token = store.vault.makeToken()
        try store.save(officer: officer, tokenHash: store.vault.tokenHash(token))
        try store.close()
        return token
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
        let path = "\(data)/staff.token"
        guard let own = token ?? (try? String(contentsOfFile: path, encoding: .utf8)) else {
            throw Failure("the running server wants an officer with the \(wanted): give --token (no \(path) here)")
        }
        let server = try serverAddress(address.trimmingCharacters(in: .whitespacesAndNewlines))
        var writer = JSONWriter()
        ClientFrame.hello(
            Hello(role: .staff, name: nil, token: own.trimmingCharacters(in: .whitespacesAndNewlines))
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
