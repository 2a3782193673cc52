// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol
import NIOCore
import NIOPosix
import Testing

@testable import DeskClient

/// A server that knows one token and keeps what it was told; it lives on one event loop.
private final class FakeServer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What outlives a connection; touched on the event loop only.
    final class Book: @unchecked Sendable {
        var frames: [ClientFrame] = []
        var connections = 0
        /// Cut the line at the first `say`, before the answer.
        var cutsAtSay = false
    }

    private let book: Book
    private var framer = JSONLineFramer()
    private var role: ClientRole?

    init(_ book: Book) { self.book = book }

    func channelActive(context: ChannelHandlerContext) { book.connections += 1 }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var answers = JSONWriter()
        var isCut = false
        unwrapInboundIn(data).withUnsafeReadableBytes { bytes in
            framer.feed(bytes) { found in
                guard case .frame(let frame) = found, !isCut,
                    let frame = try? ClientFrame.decode(frame, role: role)
                else { return }
                book.frames.append(frame)
                if case .staff(let staff) = frame, case .say = staff.command, book.cutsAtSay {
                    book.cutsAtSay = false
                    isCut = true
                } else {
                    answer(frame, &answers)
                }
            }
        }
        if isCut { return context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answers.bytes)), promise: nil)
    }

    private func answer(_ frame: ClientFrame, _ writer: inout JSONWriter) {
        switch frame {
        case .hello(let hello):
            guard hello.token == "right" else { return ServerFrame.error(WireError(.unauthorized), to: &writer) }
            role = hello.role
            ServerFrame.welcome(server: "fake", epoch: "e", features: [], to: &writer)
        case .ping(let id): ServerFrame.pong(re: id, to: &writer)
        case .relay: break
        case .staff(let staff):
            switch staff.command {
            case .queue:
                let row = QueueRow(
                    conversation: ConversationID(5), version: 3, since: DeskFixture.now, reason: .asked, kiosk: "1号机",
                    purpose: nil, caseNumber: nil, due: nil)
                ServerFrame.queue(re: staff.id, items: [row], next: nil, to: &writer)
            case .transcript:
                let line = TranscriptLine(seq: 1, at: DeskFixture.now, from: .petitioner, text: "有人吗")
                ServerFrame.transcript(re: staff.id, version: 4, items: [line], next: nil, to: &writer)
            case .say(_, let text, _):
                ServerFrame.ok(re: staff.id, version: 5, to: &writer)
                let line = TranscriptLine(seq: 5, at: DeskFixture.now, from: .officer, badge: "012", text: text)
                ServerFrame.line(line, conv: ConversationID(5), to: &writer)
            case .caseRecord: ServerFrame.error(WireError(.notFound, re: staff.id), to: &writer)
            case .watch, .claim, .follow, .note, .correct, .release, .dictate, .acknowledge, .act, .document, .audit,
                .addOfficer,
                .account, .outbox, .today, .find:
                ServerFrame.ok(re: staff.id, version: 4, to: &writer)
            }
        }
    }
}

@Suite("The desk over a line")
struct DeskDriverTests {
    /// Everything that was written; touched on the event loop only.
    final class Output: @unchecked Sendable { var text = "" }

    /// Runs the client against the fake server until it ends by itself.
    private static func run(
        _ book: FakeServer.Book, token: String = "right", style: DeskSurface.Style = .plain(isScript: true),
        input: [String]
    ) async throws -> (DeskDriver.Outcome, String) {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let server = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(FakeServer(book))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let output = Output()
        let surface = DeskSurface(
            style: style, size: { (80, 24) }, write: { output.text += $0 }, now: { DeskFixture.now })
        let driver = DeskDriver(
            loop: loop, endpoint: .init(host: "127.0.0.1", port: port, token: token), surface: surface,
            firstDelay: .milliseconds(1))
        loop.execute {
            driver.start()
            for text in input { driver.input(Array(text.utf8)) }
        }
        let outcome = try await driver.ended.futureResult.get()
        try await server.close()
        let text = try await loop.submit { output.text }.get()
        try await group.shutdownGracefully()
        return (outcome, text)
    }

    private static func commands(_ book: FakeServer.Book) -> [StaffFrame] {
        book.frames.compactMap { if case .staff(let frame) = $0 { frame } else { nil } }
    }

    @Test("a script: one line after the other, each after its answer")
    func script() async throws {
        let book = FakeServer.Book()
        let (outcome, text) = try await Self.run(book, input: ["队列\n接\n说 您", "好\n交回\n退出\n", ""])
        #expect(outcome == .init(status: 0))
        #expect(
            text
                == "c5 等了0秒 1号机 要人工\nc5 现在由您接待。\n[c5] 09:30 群众：有人吗\n[c5] 09:30 012号：您好\n"
                + "c5 交回自动接待程序了。\n")
        let said = Self.commands(book).map(\.command)
        #expect(said.contains(.claim(conv: "c5", version: 3)))
        #expect(said.contains(.say(conv: "c5", text: "您好", version: nil)))
        #expect(said.contains(.release(conv: "c5", to: .bot, version: nil)))
    }

    @Test("a script ends with its input, and tells by its status what was refused")
    func refused() async throws {
        let book = FakeServer.Book()
        let (outcome, text) = try await Self.run(book, input: ["事项 XF1", ""])
        #expect(outcome == .init(status: 1))
        #expect(text == "没办成：没有找到。\n")
    }

    @Test("a line that breaks before the answer: the same words under the same id")
    func broken() async throws {
        let book = FakeServer.Book()
        book.cutsAtSay = true
        let (outcome, text) = try await Self.run(book, input: ["接\n说 您好\n", "交回\n", ""])
        #expect(outcome.status == 0)
        #expect(book.connections == 2)
        let said = Self.commands(book).filter { if case .say = $0.command { true } else { false } }
        #expect(said.count == 2)
        #expect(said.first == said.last)
        #expect(text.contains("012号：您好"))
    }

    @Test("a wrong token ends it with a sentence")
    func wrongToken() async throws {
        let (outcome, _) = try await Self.run(FakeServer.Book(), token: "wrong", input: ["队列\n", ""])
        #expect(outcome == .init(status: 1, message: ErrorCode.unauthorized.sentence))
    }

    @Test("without a server a script gives up")
    func nobody() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        // A port that was free a moment ago and is closed again.
        let probe = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(probe.localAddress?.port)
        try await probe.close()
        let surface = DeskSurface(
            style: .plain(isScript: true), size: { (80, 24) }, write: { _ in }, now: { DeskFixture.now })
        let loop = group.next()
        let driver = DeskDriver(
            loop: loop, endpoint: .init(host: "127.0.0.1", port: port, token: "t"), surface: surface,
            firstDelay: .milliseconds(1))
        loop.execute { driver.start() }
        let outcome = try await driver.ended.futureResult.get()
        #expect(outcome.status == 2)
        try await group.shutdownGracefully()
    }

    @Test("keys and screen: the officer leaves with Ctrl-C")
    func screen() async throws {
        let book = FakeServer.Book()
        let (outcome, text) = try await Self.run(book, style: .screen, input: ["d2\u{1B}[A\u{3}"])
        #expect(outcome == .init(status: 0))
        #expect(text.contains("首问接待台"))
    }
}
