// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol
import NIOCore
import NIOPosix

/// Runs the model on one event loop: connection and reconnection, keys, ticks, drawing. Everything in it is touched on
/// that loop only, which makes it safe to send.
final class DeskDriver: @unchecked Sendable {
    struct Endpoint: Sendable {
        var host: String
        var port: Int
        var token: String
    }

    /// How the program ended.
    struct Outcome: Sendable, Equatable {
        /// 0; 1 when a command was refused (script) or the server turned the officer away; 2 without a connection.
        var status: Int32
        var message: String?
    }

    /// A script gives up after so many failures to connect.
    private static let scriptAttempts = 3
    /// Nothing heard for so long, pings included, means that the line is dead.
    private static let silence = TimeAmount.seconds(60)
    /// An Esc key is one when nothing follows it for so long; over ssh the rest of a sequence comes in the same packet.
    private static let escapeDelay = TimeAmount.milliseconds(50)

    let loop: any EventLoop
    let ended: EventLoopPromise<Outcome>
    private let endpoint: Endpoint
    private let surface: DeskSurface
    private let firstDelay: TimeAmount
    private var plain: PlainDesk
    private var painter = ScreenPainter()
    private var decoder = KeyDecoder()
    private var channel: (any Channel)?
    private var isOnline = false
    private var attempts = 0
    private var lastHeard = NIODeadline.now()
    private var retryAt: NIODeadline?
    private var escape: Scheduled<Void>?
    private var ticker: RepeatedTask?
    private var isDrawing = false
    private var isOver = false
    /// Lines that wait until what came before them is answered.
    private var typed: [String] = []
    private var partial: [UInt8] = []
    private var isInputOver = false

    /// - Parameter firstDelay: before the first reconnection; doubles each time up to 30 s.
    init(loop: any EventLoop, endpoint: Endpoint, surface: DeskSurface, firstDelay: TimeAmount = .seconds(1)) {
        self.loop = loop
        self.endpoint = endpoint
        self.surface = surface
        self.firstDelay = firstDelay
        ended = loop.makePromise(of: Outcome.self)
        let prefix = String(UInt64.random(in: .min ... .max), radix: 36)
        plain = PlainDesk(DeskModel(now: surface.now(), idPrefix: prefix))
    }

    func start() {
        connect()
        ticker = loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { [weak self] _ in
            self?.tick()
        }
        draw()
    }

    // MARK: Connection

    private func connect() {
        guard !isOver else { return }
        retryAt = nil
        ClientBootstrap(group: loop)
            .connectTimeout(.seconds(5))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { [weak self] channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = DeskFrameHandler { self?.received($0) }
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: endpoint.host, port: endpoint.port)
            .hop(to: loop)
            .whenComplete { [self] result in
                switch result {
                case .failure: lost()
                case .success(let channel): connected(channel)
                }
            }
    }

    private func connected(_ channel: any Channel) {
        guard !isOver else { return channel.close(promise: nil) }
        self.channel = channel
        lastHeard = .now()
        channel.closeFuture.hop(to: loop).whenComplete { [self] _ in lost() }
        send(.hello(Hello(role: .staff, name: nil, token: endpoint.token)))
    }

    private func lost() {
        guard !isOver else { return }
        channel = nil
        isOnline = false
        attempts += 1
        if case .plain(isScript: true) = surface.style, attempts >= Self.scriptAttempts {
            return finish(Outcome(status: 2, message: "连不上 \(endpoint.host):\(endpoint.port)"))
        }
        let delay = min(TimeAmount.seconds(30), firstDelay * (1 << min(attempts - 1, 5)))
        retryAt = .now() + delay
        plain.model.disconnected(retryIn: Int(delay.nanoseconds / 1_000_000_000))
        loop.scheduleTask(in: delay) { [weak self] in self?.connect() }
        draw()
    }

    private func received(_ frame: DeskFrame) {
        guard !isOver else { return }
        lastHeard = .now()
        if case .welcome = frame {
            isOnline = true
            attempts = 0
        }
        perform(plain.model.receive(frame))
        takeTyped()
        draw()
    }

    private func send(_ frame: ClientFrame) {
        guard let channel else { return }
        var writer = JSONWriter()
        frame.write(to: &writer)
        channel.writeAndFlush(ByteBuffer(bytes: writer.bytes), promise: nil)
    }

    // MARK: Commands and time

    private func perform(_ commands: [DeskCommand]) {
        for command in commands {
            switch command {
            case .send(let frame): send(frame)
            case .bell: surface.write(ScreenPainter.bell)
            case .quit: finish(Outcome(status: status))
            case .giveUp(let text): finish(Outcome(status: 1, message: text))
            }
        }
    }

    private var status: Int32 {
        if case .plain(isScript: true) = surface.style, plain.model.refusals > 0 { return 1 }
        return 0
    }

    private func tick() {
        if let channel, NIODeadline.now() - lastHeard > Self.silence { channel.close(promise: nil) }
        if let retryAt {
            let seconds = max(0, (retryAt - .now()).nanoseconds / 1_000_000_000)
            plain.model.disconnected(retryIn: Int(seconds))
        }
        perform(plain.model.tick(surface.now()))
        draw()
    }

    /// Ends the program from outside: a signal.
    func stop() {
        finish(Outcome(status: 0))
    }

    private func finish(_ outcome: Outcome) {
        guard !isOver else { return }
        draw(now: true)
        isOver = true
        ticker?.cancel()
        escape?.cancel()
        channel?.close(promise: nil)
        ended.succeed(outcome)
    }

    // MARK: Input

    /// Bytes of standard input; none at its end.
    func input(_ bytes: [UInt8]) {
        guard !isOver else { return }
        switch surface.style {
        case .screen: keys(bytes)
        case .plain: words(bytes)
        }
        draw()
    }

    private func keys(_ bytes: [UInt8]) {
        escape?.cancel()
        escape = nil
        if bytes.isEmpty { return finish(Outcome(status: 0)) }
        press(decoder.feed(bytes))
        guard decoder.isWaiting else { return }
        escape = loop.scheduleTask(in: Self.escapeDelay) { [weak self] in
            guard let self else { return }
            press(decoder.flush())
            draw()
        }
    }

    private func press(_ keys: [Key]) {
        for key in keys where !isOver { perform(plain.model.key(key)) }
    }

    private func words(_ bytes: [UInt8]) {
        if bytes.isEmpty { isInputOver = true }
        for byte in bytes {
            if byte != UInt8(ascii: "\n") {
                if partial.count < KeyDecoder.pasteLimit { partial.append(byte) }
                continue
            }
            typed.append(String(decoding: partial, as: UTF8.self))
            partial = []
        }
        if isInputOver, !partial.isEmpty {
            typed.append(String(decoding: partial, as: UTF8.self))
            partial = []
        }
        takeTyped()
    }

    /// One line after the other, each when what came before it is answered: a script may count on it.
    private func takeTyped() {
        guard case .plain = surface.style else { return }
        while isOnline, plain.model.isIdle, !isOver {
            guard !typed.isEmpty else {
                if isInputOver { finish(Outcome(status: status)) }
                return
            }
            perform(plain.enter(typed.removeFirst()))
        }
    }

    // MARK: Output

    private func draw(now: Bool = false) {
        if now { return paint() }
        guard !isDrawing else { return }
        isDrawing = true
        // What happens in one go is drawn once.
        loop.execute { [self] in
            isDrawing = false
            if !isOver { paint() }
        }
    }

    private func paint() {
        switch surface.style {
        case .screen:
            _ = plain.model.takeNews()
            let size = surface.size()
            let screen = DeskScreen.render(plain.model, columns: size.columns, rows: size.rows)
            plain.model.limitScroll(screen.maxScroll)
            surface.write(painter.paint(screen))
        case .plain:
            for line in plain.takeLines() { surface.write(line + "\n") }
        }
    }

    /// The terminal has another size now.
    func resized() {
        painter.forget()
        draw()
    }
}
