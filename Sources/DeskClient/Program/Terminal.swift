// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The terminal that the program was started on: raw mode, size, writing.
struct Terminal: Sendable {
    private let saved: termios

    /// Puts standard input into raw mode; nil when it is no terminal.
    init?() {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        saved = settings
        cfmakeraw(&settings)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings) == 0 else { return nil }
    }

    /// Gives the terminal back as it was.
    func restore() {
        var settings = saved
        _ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    }

    /// Whether both ends are a terminal that can be drawn on.
    static var canDraw: Bool {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return false }
        guard let name = getenv("TERM") else { return false }
        let term = String(cString: name)
        return !term.isEmpty && term != "dumb"
    }

    static var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// Columns and rows; 80 and 24 when the terminal does not tell.
    static func size() -> (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Writes all of a text; what cannot be written because nobody reads any more is dropped.
    static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let base = rest.baseAddress, !rest.isEmpty {
                #if canImport(Darwin)
                    let count = Darwin.write(descriptor, base, rest.count)
                #elseif canImport(Musl)
                    let count = Musl.write(descriptor, base, rest.count)
                #else
                    let count = Glibc.write(descriptor, base, rest.count)
                #endif
                if count > 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                } else if errno == EAGAIN {
                    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&wait, 1, 1000)
                } else if errno != EINTR {
                    return
                }
            }
        }
    }

    /// Reads what there is on standard input, waiting for it; empty at its end.
    static func readInput() -> [UInt8] {
        while true {
            let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
                let got = read(STDIN_FILENO, buffer.baseAddress, buffer.count)
                count = max(0, got)
            }
            if bytes.isEmpty, errno == EINTR {
                errno = 0
                continue
            }
            return bytes
        }
    }

    /// Milliseconds since 1970.
    static func wallClock() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
