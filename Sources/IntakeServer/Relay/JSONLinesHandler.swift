// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import LineProtocol
import Logging
import NIOCore
import Vault

/// One connection of the JSON Lines dialect: frames it, greets it, and then is a relay's or an officer's.
///
/// Confined to the desk's loop. Stops reading while `inflight` turns are uncommitted, or while the peer does not read.
final class JSONLinesHandler: ChannelDuplexHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Stage {
        case opening
        /// The officer's token is being looked up; frames that came meanwhile wait here.
        case checking
        case relay(RelayConnection)
        case staff(StaffSession)
        case closed
    }

    private let desk: Desk
    private var framer = JSONLineFramer()
    private var stage = Stage.opening
    private var context: ChannelHandlerContext?
    private var badFrames = 0
    private var held: [[UInt8]] = []
    private var readWanted = false
    private var dirty = false
    /// Turns of this connection that are not committed yet.
    var inflight = 0

    init(desk: Desk) { self.desk = desk }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    // MARK: Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        desk.metrics.received(buffer.readableBytes)
        desk.batch {
            buffer.withUnsafeReadableBytes { bytes in
                framer.feed(bytes) { found in
                    switch found {
                    case .frame(let frame): receive(frame)
                    case .tooLong(let beginning): bad(WireError.tooLong(beginning: beginning))
                    }
                }
            }
        }
    }

    func read(context: ChannelHandlerContext) {
        if inflight >= WireLimits.inflight || !context.channel.isWritable || isChecking {
            readWanted = true
        } else {
            context.read()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        resumeReading()
        context.fireChannelWritabilityChanged()
    }

    private var isChecking: Bool { if case .checking = stage { true } else { false } }

    func resumeReading() {
        guard readWanted, let context, inflight < WireLimits.inflight, context.channel.isWritable, !isChecking else {
            return
        }
        readWanted = false
        context.read()
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) {
        let role: ClientRole?
        switch stage {
        case .opening: role = nil
        case .checking:
            held.append(Array(bytes))
            return
        case .relay: role = .relay
        case .staff: role = .staff
        case .closed: return
        }
        do throws(WireError) {
            let frame = try ClientFrame.decode(bytes, role: role)
            badFrames = 0
            handle(frame)
        } catch {
            bad(error)
        }
    }

    private func bad(_ error: WireError) {
        send(error: error)
        // What is well-formed but too long is a person's mistake, not a broken client.
        guard error.code != .textTooLong else { return }
        badFrames += 1
        if badFrames >= WireLimits.badFrames { close() }
    }

    private func handle(_ frame: ClientFrame) {
        switch (frame, stage) {
        case (.ping(let id), _): send { ServerFrame.pong(re: id, to: &$0) }
        case (.hello(let hello), .opening): greet(hello)
        case (.relay(let frame), .relay(let relay)): relay.handle(frame)
        case (.staff(let frame), .staff(let session)): session.handle(frame)
        case (.hello, _), (.relay, _), (.staff, _): break
        }
    }

    // MARK: Greeting

    private func greet(_ hello: Hello) {
        switch hello.role {
        case .relay:
            guard desk.admitsRelay(token: hello.token), let name = hello.name, !Desk.reservedNames.contains(name) else {
                send(error: WireError(.unauthorized))
                return close()
            }
            let relay = RelayConnection(name: name, handler: self, desk: desk)
            stage = .relay(relay)
            desk.relays[name] = relay
            welcome()
        case .staff:
            stage = .checking
            let hash = desk.vault.tokenHash(hello.token)
            desk.writer.run { store throws(StoreError) in
                guard let officer = try store.officer(tokenHash: hash), !officer.disabled else { return nil }
                // The officer's command line is the scope of their ids.
                return KnownOfficer(
                    officer: officer, scope: try store.ensureLeg(LegName(name: "staff", conv: officer.badge)).id)
            } then: { [self] (result: Result<KnownOfficer?, StoreError>) in
                guard case .checking = stage else { return }
                switch result {
                case .success(let known?):
                    let session = StaffSession(officer: known.officer, scope: known.scope, handler: self, desk: desk)
                    stage = .staff(session)
                    welcome(badge: known.officer.badge)
                    desk.joined(session)
                    let frames = held
                    held = []
                    for frame in frames { frame.withUnsafeBytes { receive($0) } }
                    resumeReading()
                case .success(nil):
                    send(error: WireError(.unauthorized))
                    close()
                case .failure(let error):
                    send(error: WireError(error))
                    close()
                }
            }
        }
    }

    private struct KnownOfficer: Sendable {
        var officer: Officer
        var scope: LegID
    }

    private func welcome(badge: String? = nil) {
        send { [desk] writer in
            ServerFrame.welcome(
                server: Desk.serverName, epoch: desk.epoch,
                features: ["push", "ack", "resume", "catchup", "end"], badge: badge, to: &writer)
        }
    }

    // MARK: Writing

    func send(error: WireError) {
        desk.metrics.refused(error.code)
        send { ServerFrame.error(error, to: &$0) }
    }

    /// Writes frames; they leave at the end of the group that is being answered, or at once.
    func send(_ write: (inout JSONWriter) -> Void) {
        guard let context else { return }
        desk.scratch.bytes.removeAll(keepingCapacity: true)
        write(&desk.scratch)
        let bytes = desk.scratch.bytes
        var buffer = context.channel.allocator.buffer(capacity: bytes.count)
        buffer.writeBytes(bytes)
        desk.metrics.sent(bytes.count)
        context.write(wrapOutboundOut(buffer), promise: nil)
        guard !dirty else { return }
        if desk.isBatching {
            dirty = true
            desk.flushLater(self)
        } else {
            context.flush()
        }
    }

    func flushNow() {
        dirty = false
        context?.flush()
    }

    func close() {
        leave()
        stage = .closed
        flushNow()
        context?.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        stage = .closed
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        desk.logger.debug("connection error", metadata: ["error": "\(type(of: error))"])
        context.close(promise: nil)
    }

    private func leave() {
        switch stage {
        case .relay(let relay):
            if desk.relays[relay.name] === relay { desk.relays[relay.name] = nil }
        case .staff(let session): desk.left(session)
        case .opening, .checking, .closed: break
        }
    }
}
