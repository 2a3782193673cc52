// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import IntakeModel
import IntakeStore
import LineProtocol
import NIOCore

/// What stands on the kiosk's screen, and how it gets there.
extension KioskSession {
    var door: Desk.Door {
        Desk.Door(
            channel: "走访", place: listener.label,
            columns: input.terminal.columns > 0 ? Int(input.terminal.columns) : nil,
            isKiosk: true)
    }

    func greet() {
        if let greeting = desk.greeting(door: door) {
            var output = KioskOutput(for: input)
            for message in greeting.messages { output.text(message.text) }
            raw(output.bytes)
            expect = greeting.expect
        }
        prompt()
    }

    func show(_ turn: StoredTurn, _ conversation: Conversation) {
        var output = KioskOutput(for: input)
        for message in turn.messages {
            let text = Hole.fill(message.text) { desk.fill($0, for: conversation) }
            if case .officer(let badge) = message.kind {
                output.text("\(badge)：\(text)")
            } else {
                output.text(text)
            }
        }
        if output.replaced > 0 { desk.metrics.refusedInput("unmappable") }
        raw(output.bytes)
    }

    func say(_ text: String) {
        var output = KioskOutput(for: input)
        output.text(text)
        raw(output.bytes)
    }

    func newLine() { raw([0x0D, 0x0A]) }

    func prompt() {
        var output = KioskOutput(for: input)
        output.prompt()
        raw(output.bytes)
    }

    func over() {
        if input.isSecret { raw(input.setSecret(false)) }
        flags.insert(.over)
        lastLineAt = desk.clock.monotonic()
        leg?.line = nil
        leg = nil
        say("（按回车清屏，换下一位。）")
        prompt()
    }

    /// The next person at this screen.
    func startAnew(_ line: String) {
        flags.remove(.over)
        clearScreen()
        greet()
        if !line.isEmpty { _ = assembler.add(line, now: lastLineAt) }
    }

    /// Screen and scroll-back are wiped; number and code were shown before.
    func leave() {
        clearScreen()
        close()
    }

    func close() {
        flags.insert(.closing)
        guard let context else { return }
        context.flush()
        context.close(promise: nil)
    }

    func raw(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, let context else { return }
        var buffer = context.channel.allocator.buffer(capacity: bytes.count)
        buffer.writeBytes(bytes)
        desk.metrics.sent(bytes.count)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        guard !context.channel.isWritable, let options = context.channel.syncOptions,
            let waiting = try? options.getOption(.bufferedWritableBytes), waiting > listener.limits.outputBacklogBytes
        else { return }
        // Nobody is looking: the conversation stays, the connection goes.
        desk.metrics.refusedInput("backlog")
        flags.insert(.closing)
        context.close(promise: nil)
    }
}
