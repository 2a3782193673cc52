// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import DialogScript
import IntakeModel
import IntakeStore
import LineProtocol
import Logging
import NIOCore

/// One telnet connection of a kiosk: bytes in, utterances to the desk, replies on the screen. Confined to the desk's
/// loop. It binds a conversation only with the first line, so that a screen nobody stands at costs nothing.
final class KioskSession: ChannelDuplexHandler, PetitionerLine, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let desk: Desk
    let listener: KioskListener
    var input: KioskInput
    var assembler: UtteranceAssembler
    private var bytes: TokenBucket
    private var lines: TokenBucket
    var leg: Leg?
    var context: ChannelHandlerContext?
    var expect = Expectation(.text)
    private let openedAt: Int64
    var lastLineAt: Int64
    var flags: Flags = []
    private var timer: Scheduled<Void>?

    /// One byte for all the small states, since ten thousand of these may be idle.
    struct Flags: OptionSet {
        let rawValue: UInt8
        /// A reply is on its way.
        static let waiting = Flags(rawValue: 1)
        /// The warning before the end was shown.
        static let warned = Flags(rawValue: 2)
        /// The talk is over; the next line begins another one on a clean screen.
        static let over = Flags(rawValue: 4)
        static let paused = Flags(rawValue: 8)
        static let readWanted = Flags(rawValue: 16)
        static let closing = Flags(rawValue: 32)
    }

    init(desk: Desk, listener: KioskListener) {
        self.desk = desk
        self.listener = listener
        let limits = listener.limits
        let now = desk.clock.monotonic()
        input = KioskInput(encoding: listener.encoding, converter: desk.converter, limits: limits)
        assembler = UtteranceAssembler(limits: limits)
        bytes = TokenBucket(capacity: limits.bytesAtOnce, perSecond: limits.bytesPerSecond, now: now)
        lines = TokenBucket(capacity: limits.linesAtOnce, perSecond: limits.linesPerSecond, now: now)
        openedAt = now
        lastLineAt = now
    }

    // MARK: Channel

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        desk.kiosks[ObjectIdentifier(self)] = self
        raw(input.open())
        greet()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        let now = desk.clock.monotonic()
        desk.metrics.received(buffer.readableBytes)
        var count = 0
        for event in buffer.withUnsafeReadableBytes({ input.receive($0, now: now) }) {
            switch event {
            case .send(let bytes): raw(bytes)
            case .line(let line):
                count += 1
                typed(line, now)
            case .refused(.lineTooLong(let limit)):
                desk.metrics.refusedInput("line")
                say("这一行太长了（最多 \(limit) 字节），没有记下。请分几行写。")
                prompt()
            case .refused(.subnegotiationTooLong):
                desk.metrics.refusedInput("subnegotiation")
            case .refused(.encodingUnavailable):
                say("这台机器上没有 GBK 的字表，只能用 UTF8。")
                prompt()
            case .encodingChanged(let encoding, .typed):
                say(encoding == .utf8 ? "已换成 UTF-8。" : "已换成 GBK。")
                prompt()
            case .encodingChanged, .resized, .screenReader, .abortOutput: break
            case .interrupt:
                _ = assembler.flush()
                say("")
                prompt()
            case .areYouThere:
                say("在。")
                prompt()
            }
        }
        pump()
        pause(max(bytes.spend(buffer.readableBytes, now: now), lines.spend(count, now: now)))
    }

    func read(context: ChannelHandlerContext) {
        if flags.contains(.paused) || !context.channel.isWritable {
            flags.insert(.readWanted)
        } else {
            context.read()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        resumeReading()
        context.fireChannelWritabilityChanged()
    }

    /// Past a rate the connection is read more slowly; nothing is lost.
    private func pause(_ milliseconds: Int64) {
        guard milliseconds > 0, !flags.contains(.paused) else { return }
        desk.metrics.refusedInput("rate")
        flags.insert(.paused)
        desk.loop.scheduleTask(in: .milliseconds(min(milliseconds, 60_000))) { [weak self] in
            self?.flags.remove(.paused)
            self?.resumeReading()
        }
    }

    private func resumeReading() {
        guard flags.contains(.readWanted), !flags.contains(.paused), let context, context.channel.isWritable else {
            return
        }
        flags.remove(.readWanted)
        context.read()
    }

    func channelInactive(context: ChannelHandlerContext) {
        desk.kiosks[ObjectIdentifier(self)] = nil
        timer?.cancel()
        _ = input.finish()
        // Whole lines that were typed are kept even when the line drops a moment later.
        if !flags.contains(.over), let text = assembler.flush(), !text.isEmpty { submit(text) }
        leg?.line = nil
        flags.insert(.closing)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        desk.logger.debug("kiosk connection error", metadata: ["error": "\(type(of: error))"])
        context.close(promise: nil)
    }

    // MARK: Lines to utterances

    private func typed(_ line: String, _ now: Int64) {
        lastLineAt = now
        let warned = flags.contains(.warned)
        flags.remove(.warned)
        if flags.contains(.over) { return startAnew(line) }
        if warned, line.isEmpty {
            say("好，接着说。")
            return prompt()
        }
        let words = leg?.conversation?.script ?? desk.script
        if assembler.isEmpty, !assembler.isLongText, !flags.contains(.waiting), isAnswerable,
            let word = words.wordKind(line), Self.skipsTheWait(word)
        {
            return submit(line)
        }
        if case .longTextFull(let refusal) = assembler.add(line, now: now) { tooMuch(refusal) }
    }

    /// Words that work at every step need no wait for more lines.
    private static func skipsTheWait(_ word: GlobalWord) -> Bool {
        switch word {
        case .help, .back, .again, .change, .person, .progress, .leave, .clear, .plain, .ordinary, .short, .ownLanguage:
            true
        case .done, .longText, .utf8, .gbk: false
        }
    }

    private var isAnswerable: Bool { expect.kind == .text }

    private func pump() {
        guard !flags.contains(.waiting), !flags.contains(.closing) else { return }
        let now = desk.clock.monotonic()
        switch assembler.take(expect.kind == .text ? .text : .shortAnswer, now: now) {
        case .nothing: break
        case .wait(let until):
            timer?.cancel()
            guard let until else { return }
            timer = desk.loop.scheduleTask(in: .milliseconds(max(1, until - now))) { [weak self] in self?.pump() }
        case .utterance(let text): submit(text)
        case .longTextBegan:
            say("好，慢慢写，一行一行来。写完了，单独打一行「完」。")
            prompt()
            pump()
        case .refused(let refusal):
            tooMuch(refusal)
            pump()
        }
    }

    private func tooMuch(_ refusal: UtteranceRefusal) {
        desk.metrics.refusedInput("utterance")
        switch refusal.reason {
        case .tooLong:
            say("这一次太长了（\(refusal.scalars) 个字，最多 \(refusal.limit) 个），没有记下。请分几次写。")
        case .tooManyLines:
            say("一下子来了 \(refusal.lines) 行，没有记下。请一行一行答。")
        }
        prompt()
    }

    private func submit(_ text: String) {
        guard !desk.draining else {
            say("系统正要重启，请过一会儿再来；说过的不会丢。")
            return close()
        }
        let leg: Leg
        if let known = self.leg {
            leg = known
        } else {
            guard let id = desk.nextID() else { return say("这会儿太忙，请稍等再说一遍。") }
            leg = Leg(id: LegID(id), name: LegName(name: Desk.kioskName, conv: "\(id)"), stored: false, lastSeq: 0)
            leg.line = self
            desk.legs[leg.name] = leg
            self.leg = leg
        }
        flags.insert(.waiting)
        desk.submit(
            Request(act: .say(text), asked: Asked(by: .petitioner(self, leg), id: nil)), on: leg,
            door: door)
    }

    // MARK: PetitionerLine

    func answer(_ turn: StoredTurn, re: String?, on leg: Leg, in conversation: Conversation) {
        flags.remove(.waiting)
        show(turn, conversation)
        if turn.ended { return over() }
        settle(turn.expect)
        prompt()
        pump()
    }

    func push(_ turn: StoredTurn, on leg: Leg, in conversation: Conversation) {
        guard !flags.contains(.closing) else { return }
        newLine()
        show(turn, conversation)
        if turn.ended { return over() }
        settle(turn.expect)
        prompt()
    }

    func refuse(_ refusal: WireError, re: String?) {
        flags.remove(.waiting)
        say(refusal.text)
        prompt()
        pump()
    }

    func takenOver(_ turn: StoredTurn, leg: Leg, in conversation: Conversation) {
        newLine()
        show(turn, conversation)
        self.leg = nil
        over()
    }

    func clearScreen() {
        var output = KioskOutput(for: input)
        output.clear()
        raw(output.bytes)
    }

    private func settle(_ next: Expectation) {
        if next.secret != input.isSecret { raw(input.setSecret(next.secret)) }
        expect = next
    }

    // MARK: Time

    /// Called every few seconds.
    func tick(_ now: Int64) {
        let limits = listener.limits
        if flags.contains(.over) {
            if now - lastLineAt > 60_000 { leave() }
            return
        }
        if leg == nil, input.lastByteAt == nil {
            if now - openedAt > limits.firstByteMilliseconds { leave() }
            return
        }
        if let began = input.lineStartedAt, now - began > limits.lineMilliseconds {
            newLine()
            say("这一行等得太久了，先到这里。")
            return leave()
        }
        guard !expect.patient, !flags.contains(.waiting) else { return }
        let quiet = now - max(lastLineAt, input.lineStartedAt ?? lastLineAt)
        if quiet > limits.idleEndMilliseconds, flags.contains(.warned) {
            newLine()
            say("好一会儿没有动静，先到这里，屏幕要清掉了。凭编号和查询码随时接着说。")
            leave()
        } else if quiet > limits.idleWarningMilliseconds, !flags.contains(.warned) {
            flags.insert(.warned)
            newLine()
            say("还在吗？按一下回车就接着说；不然再过一分钟屏幕会清掉，说过的都留着。")
            prompt()
        }
    }

    /// The server is stopping: said, and resumable.
    func drain() {
        newLine()
        if let conversation = leg?.conversation, conversation.draftIssued || !conversation.cases.isEmpty {
            say("系统要重启一下。您说过的都存好了，过几分钟凭编号和查询码接着说。")
        } else {
            say("系统要重启一下，请过几分钟再来。")
        }
        close()
    }
}

/// One kiosk listener: its encoding, its label and its limits.
struct KioskListener: Sendable {
    var label: String
    var encoding: TextEncoding
    var limits: KioskLimits
}
