// SPDX-License-Identifier: Apache-2.0

import Dispatch
import IntakeModel
import NIOCore
import NIOPosix

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// `shouwen desk`: the queue, the alarms and the conversations of an office on an officer's terminal, good over ssh.
public enum DeskProgram {
    /// Runs until the officer leaves, the input ends (line mode) or a signal comes.
    ///
    /// - Parameters:
    ///   - host: of the relay listener.
    ///   - port: its port.
    ///   - token: the officer's own.
    ///   - plain: line mode, words in and lines out; nil (the default) takes it when standard input or output is no
    ///     terminal, or TERM is `dumb`.
    /// - Returns: the exit status: 0; 1 when the server turned the officer away, or a script's command was refused;
    ///   2 when a script could not connect.
    public static func run(host: String, port: Int, token: String, plain: Bool? = nil) async -> Int32 {
        let terminal = (plain ?? !Terminal.canDraw) ? nil : Terminal()
        let style: DeskSurface.Style = terminal == nil ? .plain(isScript: !Terminal.isInputTerminal) : .screen
        let surface = DeskSurface(
            style: style, size: { Terminal.size() }, write: { Terminal.write($0, to: STDOUT_FILENO) },
            now: { Timestamp(milliseconds: Terminal.wallClock()) })
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let driver = DeskDriver(
            loop: loop, endpoint: .init(host: host, port: port, token: token), surface: surface)
        let signals = watchSignals(driver)
        if terminal != nil { surface.write(ScreenPainter.enter) }
        loop.execute { driver.start() }
        readInput(driver)
        let outcome = try? await driver.ended.futureResult.get()
        if let terminal {
            surface.write(ScreenPainter.leave)
            terminal.restore()
        }
        for signal in signals { signal.cancel() }
        if let message = outcome?.message { Terminal.write(message + "\n", to: STDERR_FILENO) }
        try? await group.shutdownGracefully()
        return outcome?.status ?? 1
    }

    /// A thread of its own waits for input, as a read of a terminal or a file cannot be cancelled; it ends with the
    /// input or with the process.
    private static func readInput(_ driver: DeskDriver) {
        DispatchQueue(label: "desk.input").async {
            var isOpen = true
            while isOpen {
                let bytes = Terminal.readInput()
                isOpen = !bytes.isEmpty
                driver.loop.execute { driver.input(bytes) }
            }
        }
    }

    private static func watchSignals(_ driver: DeskDriver) -> [any DispatchSourceSignal] {
        [SIGWINCH, SIGTERM, SIGHUP, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                driver.loop.execute {
                    if number == SIGWINCH { driver.resized() } else { driver.stop() }
                }
            }
            source.setCancelHandler { signal(number, SIG_DFL) }
            source.resume()
            return source
        }
    }
}
