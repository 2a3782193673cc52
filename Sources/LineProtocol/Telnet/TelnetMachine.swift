// SPDX-License-Identifier: Apache-2.0

/// The server's end of a telnet connection: framing (RFC 854, RFC 855), option negotiation (RFC 1143) and the
/// sub-negotiations NAWS, TTYPE with MTTS, and CHARSET. Pure: bytes in, events out.
///
/// It works with zero negotiation, never waits for an answer, and can be fed in pieces of any size. While nothing is
/// half received it holds no memory outside itself.
public struct TelnetMachine: Sendable {
    /// Where in a command the next byte belongs.
    private enum Phase: UInt8 {
        case data, command, will, wont, `do`, dont, subOption, sub, subCommand
    }

    /// Most bytes of a terminal's or a character set's name that are looked at.
    private static let longestName = 40
    /// Most TTYPE SEND in one cycle. MTTS needs three; a repeated name ends the cycle earlier (RFC 1091).
    private static let longestTypeCycle: UInt8 = 4

    /// Six options on two sides, four bits each.
    private var states: UInt64 = 0
    private var phase = Phase.data
    private var subOption: UInt8 = 0
    private var subTooLong = false
    private var charsetRequested = false
    private var typeAnswers: UInt8 = 0
    /// A hash of the last terminal name: a repeated one ends the cycle, and no string has to be kept for that.
    private var lastTypeHash: UInt32 = 0
    /// Bytes of the running sub-negotiation as they came, escapes counted.
    private var subCount: UInt32 = 0
    private let subLimit: UInt32
    private let knowsGB18030: Bool
    private var sub: [UInt8] = []

    /// Whether the client asked on its own that the server echoes (a client that sends each key as it is typed).
    public private(set) var clientAskedForEcho = false

    /// The encoding that a CHARSET REQUEST names first, and that is preferred among those a client offers.
    public var encoding: TextEncoding

    /// - Parameters:
    ///   - encoding: the encoding of the listener.
    ///   - gb18030: whether GB18030 may be offered and accepted (``TextEncoding/probe()``).
    ///   - subnegotiationLimit: bytes of one sub-negotiation, escapes counted; 16...65,536, default 4,096.
    public init(
        encoding: TextEncoding = .utf8, gb18030: Bool = true,
        subnegotiationLimit: Int = KioskLimits.defaultSubnegotiationBytes
    ) {
        self.encoding = encoding
        self.knowsGB18030 = gb18030
        self.subLimit = UInt32(min(max(subnegotiationLimit, 16), 65_536))
    }

    // MARK: Options

    /// The state of an option on one side.
    public func state(of option: TelnetOption, on side: TelnetSide) -> TelnetOptionState {
        let shift = (option.index * 2 + side.rawValue) * 4
        return TelnetOptionState(rawValue: UInt8(truncatingIfNeeded: (states >> shift) & 0xF)) ?? .no
    }

    private mutating func setState(_ state: TelnetOptionState, of option: TelnetOption, on side: TelnetSide) {
        let shift = (option.index * 2 + side.rawValue) * 4
        states = (states & ~(0xF << shift)) | (UInt64(state.rawValue) << shift)
    }

    /// Whether the server echoes now (both sides agreed).
    public var echoes: Bool { state(of: .echo, on: .server) == .yes }

    /// Whether an IAC GA follows a prompt: always, unless the server agreed to suppress it (RFC 858).
    public var sendsGoAhead: Bool { state(of: .suppressGoAhead, on: .server) != .yes }

    /// The offers that start the session: DO BINARY, DO NAWS, DO TTYPE, WILL CHARSET. ECHO and SGA are not offered, so
    /// that the client keeps its own line editing (and its input method).
    ///
    /// Without BINARY (RFC 856) Debian's telnet looks for its control keys in the low seven bits of each byte, and loses
    /// Chinese characters: 望 becomes a break.
    public mutating func open() -> [UInt8] {
        var out: [UInt8] = []
        ask(.binary, on: .client, enable: true, &out)
        ask(.windowSize, on: .client, enable: true, &out)
        ask(.terminalType, on: .client, enable: true, &out)
        ask(.charset, on: .server, enable: true, &out)
        return out
    }

    /// Asks for, or gives up, echoing by the server: on around secret input, off after it.
    ///
    /// Giving up does nothing while the client itself wants the echo. The returned bytes must be sent. A client that
    /// refuses, or that does not negotiate, goes on echoing locally; ``echoes`` tells.
    public mutating func setEcho(_ on: Bool) -> [UInt8] {
        var out: [UInt8] = []
        ask(.echo, on: .server, enable: on || clientAskedForEcho, &out)
        return out
    }

    private mutating func ask(_ option: TelnetOption, on side: TelnetSide, enable: Bool, _ out: inout [UInt8]) {
        var state = state(of: option, on: side)
        let reply = enable ? state.enable() : state.disable()
        setState(state, of: option, on: side)
        Self.append(reply, option.rawValue, side, &out)
    }

    private static func append(
        _ reply: TelnetOptionState.Reply, _ option: UInt8, _ side: TelnetSide, _ out: inout [UInt8]
    ) {
        switch (reply, side) {
        case (.none, _): break
        case (.affirmative, .server): out += [TelnetCode.iac, TelnetCode.will, option]
        case (.negative, .server): out += [TelnetCode.iac, TelnetCode.wont, option]
        case (.affirmative, .client): out += [TelnetCode.iac, TelnetCode.do, option]
        case (.negative, .client): out += [TelnetCode.iac, TelnetCode.dont, option]
        }
    }

    // MARK: Receiving

    /// Takes bytes as they came from the network.
    public mutating func receive(_ bytes: [UInt8]) -> [TelnetEvent] {
        bytes.withUnsafeBytes { receive($0) }
    }

    /// Takes bytes as they came from the network.
    /// - Returns: the events in the order of arrival; adjacent data is joined; what must be sent comes last.
    public mutating func receive(_ bytes: UnsafeRawBufferPointer) -> [TelnetEvent] {
        var found = Found()
        var position = 0
        while position < bytes.count {
            switch phase {
            case .data:
                let end = Self.nextIAC(in: bytes, from: position)
                if end > position { found.data.append(contentsOf: bytes[position..<end]) }
                position = end
                if position < bytes.count {
                    phase = .command
                    position += 1
                }
            case .sub:
                let end = Self.nextIAC(in: bytes, from: position)
                if end > position { collect(bytes[position..<end], counting: end - position, &found) }
                position = end
                if position < bytes.count {
                    phase = .subCommand
                    position += 1
                }
            case .command:
                command(bytes[position], &found)
                position += 1
            case .will, .wont, .do, .dont:
                negotiate(phase, bytes[position], &found)
                phase = .data
                position += 1
            case .subOption:
                subOption = bytes[position]
                subCount = 0
                subTooLong = false
                phase = .sub
                position += 1
            case .subCommand:
                let byte = bytes[position]
                if byte == TelnetCode.se {
                    endSubnegotiation(&found)
                    phase = .data
                } else {
                    // IAC IAC is the parameter 255. Any other command in here is an error (RFC 855); it is dropped
                    // and the sub-negotiation still waits for its SE, lest its rest leaks into the first line.
                    collect(bytes[position..<position + (byte == TelnetCode.iac ? 1 : 0)], counting: 2, &found)
                    phase = .sub
                }
                position += 1
            }
        }
        return found.finish()
    }

    /// What one call collects.
    private struct Found {
        var events: [TelnetEvent] = []
        var data: [UInt8] = []
        var send: [UInt8] = []

        mutating func add(_ event: TelnetEvent) {
            if !data.isEmpty {
                events.append(.data(data))
                data = []
            }
            events.append(event)
        }

        mutating func finish() -> [TelnetEvent] {
            if !data.isEmpty { events.append(.data(data)) }
            if !send.isEmpty { events.append(.send(send)) }
            return events
        }
    }

    private static func nextIAC(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var position = start
        while position < bytes.count, bytes[position] != TelnetCode.iac { position += 1 }
        return position
    }

    private mutating func command(_ byte: UInt8, _ found: inout Found) {
        phase = .data
        switch byte {
        case TelnetCode.iac: found.data.append(TelnetCode.iac)
        case TelnetCode.will: phase = .will
        case TelnetCode.wont: phase = .wont
        case TelnetCode.do: phase = .do
        case TelnetCode.dont: phase = .dont
        case TelnetCode.sb: phase = .subOption
        default:
            // NOP, DM, GA, a stray SE and whatever RFC 854 does not define mean nothing here.
            if let command = TelnetCommand(rawValue: byte) { found.add(.command(command)) }
        }
    }

    private mutating func negotiate(_ verb: Phase, _ byte: UInt8, _ found: inout Found) {
        let side: TelnetSide = verb == .will || verb == .wont ? .client : .server
        let affirmative = verb == .will || verb == .do
        guard let option = TelnetOption(rawValue: byte) else {
            // An option that is never enabled: refuse requests, ignore refusals.
            if affirmative { Self.append(.negative, byte, side, &found.send) }
            return
        }
        var state = state(of: option, on: side)
        let before = state
        let reply: TelnetOptionState.Reply
        if affirmative {
            reply = state.hearAffirmative(allowed: side == .server ? option.allowedHere : option.allowedThere)
        } else {
            reply = state.hearNegative()
        }
        setState(state, of: option, on: side)
        Self.append(reply, byte, side, &found.send)
        if option == .echo, side == .server {
            // DO that we did not ask for is the client's own wish; DONT always ends it.
            if !affirmative { clientAskedForEcho = false }
            if before == .no, state == .yes { clientAskedForEcho = true }
        }
        guard (before == .yes) != (state == .yes) else { return }
        changed(option, on: side, enabled: state == .yes, &found)
    }

    private mutating func changed(_ option: TelnetOption, on side: TelnetSide, enabled: Bool, _ found: inout Found) {
        switch (option, side, enabled) {
        case (.echo, .server, _):
            found.add(.echo(enabled))
        case (.terminalType, .client, true):
            typeAnswers = 0
            lastTypeHash = 0
            Self.appendTypeSend(&found.send)
        case (.charset, .server, true):
            charsetRequested = true
            appendCharsetRequest(&found.send)
        case (.charset, .server, false):
            charsetRequested = false
        default:
            break
        }
    }

    // MARK: Sub-negotiation

    private mutating func collect(_ bytes: Slice<UnsafeRawBufferPointer>, counting count: Int, _ found: inout Found) {
        guard !subTooLong else { return }
        let total = Int(subCount) + count
        guard total <= Int(subLimit) else {
            subTooLong = true
            sub = []
            found.add(.subnegotiationTooLong(limit: Int(subLimit)))
            return
        }
        subCount = UInt32(total)
        switch TelnetOption(rawValue: subOption) {
        case .terminalType, .windowSize, .charset: sub.append(contentsOf: bytes)
        case .binary, .echo, .suppressGoAhead, nil: break  // swallowed whole
        }
    }

    private mutating func endSubnegotiation(_ found: inout Found) {
        let parameters = sub
        sub = []
        guard !subTooLong, let option = TelnetOption(rawValue: subOption) else { return }
        switch option {
        case .windowSize: windowSize(parameters, &found)
        case .terminalType: terminalType(parameters, &found)
        case .charset: charset(parameters, &found)
        case .binary, .echo, .suppressGoAhead: break
        }
    }

    /// RFC 1073: width and height, two bytes each. Taken without a WILL too: knowing the size can only help.
    private func windowSize(_ parameters: [UInt8], _ found: inout Found) {
        guard parameters.count == 4 else { return }
        let width = UInt16(parameters[0]) << 8 | UInt16(parameters[1])
        let height = UInt16(parameters[2]) << 8 | UInt16(parameters[3])
        found.add(
            .window(
                columns: width == 0 ? 80 : min(max(width, 20), 500), rows: height == 0 ? 24 : min(max(height, 2), 200)))
    }

    /// RFC 1091: `IS name`. Each SEND moves a MTTS client on: client name, terminal name, `MTTS n`, then repeats.
    private mutating func terminalType(_ parameters: [UInt8], _ found: inout Found) {
        guard state(of: .terminalType, on: .client) == .yes, parameters.first == 0 else { return }
        let raw = parameters.dropFirst()
        var hash: UInt32 = 2_166_136_261  // FNV-1a
        for byte in raw { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        guard typeAnswers == 0 || hash != lastTypeHash else { return }
        guard typeAnswers < Self.longestTypeCycle else { return }
        typeAnswers += 1
        lastTypeHash = hash
        let name = String(decoding: raw.filter { (0x20...0x7E).contains($0) }.prefix(Self.longestName), as: UTF8.self)
        if name.utf8.starts(with: "MTTS ".utf8) {
            if let bits = UInt32(name.dropFirst(5)) { found.add(.mtts(MTTS(rawValue: bits))) }
            return  // the end of the MTTS cycle
        }
        found.add(.terminal(name))
        if typeAnswers < Self.longestTypeCycle { Self.appendTypeSend(&found.send) }
    }

    private static func appendTypeSend(_ out: inout [UInt8]) {
        out += [TelnetCode.iac, TelnetCode.sb, TelnetOption.terminalType.rawValue, 1, TelnetCode.iac, TelnetCode.se]
    }

    /// RFC 2066 section 3. Only the side that sent WILL and got DO sends REQUEST; the other answers.
    private mutating func charset(_ parameters: [UInt8], _ found: inout Found) {
        guard let verb = parameters.first else { return }
        let rest = parameters.dropFirst()
        switch verb {
        case 1:  // REQUEST
            guard state(of: .charset, on: .client) == .yes else {
                // The wrong role. Known to the option at all, it gets its answer; else it is noise.
                if state(of: .charset, on: .server) == .yes { Self.appendCharset(3, [], &found.send) }
                return
            }
            // While our own request is open the server's goes first: the client's is rejected (RFC 2066 section 3).
            guard !charsetRequested, let choice = choose(from: rest) else {
                Self.appendCharset(3, [], &found.send)
                return
            }
            Self.appendCharset(2, choice.name, &found.send)
            encoding = choice.encoding
            found.add(.charset(choice.encoding))
        case 2:  // ACCEPTED
            guard charsetRequested else { return }
            charsetRequested = false
            guard let chosen = knownEncoding(rest) else { return }
            encoding = chosen
            found.add(.charset(chosen))
        case 3:  // REJECTED
            charsetRequested = false
        case 4:  // TTABLE-IS, never asked for
            Self.appendCharset(5, [], &found.send)  // TTABLE-REJECTED
        default:
            break
        }
    }

    /// The encoding in force if the client offers it, else the first that is known here (the client's own order).
    private func choose(from list: ArraySlice<UInt8>) -> (name: ArraySlice<UInt8>, encoding: TextEncoding)? {
        var list = list
        let table = Array("[TTABLE]".utf8)
        if list.starts(with: table) { list = list.dropFirst(table.count + 1) }  // and its version
        guard let separator = list.first else { return nil }
        var first: (name: ArraySlice<UInt8>, encoding: TextEncoding)?
        for name in list.dropFirst().split(separator: separator) where name.count <= Self.longestName {
            guard let known = knownEncoding(name) else { continue }
            if known == encoding { return (name, known) }
            if first == nil { first = (name, known) }
        }
        return first
    }

    private func knownEncoding(_ name: ArraySlice<UInt8>) -> TextEncoding? {
        let encoding = TextEncoding(charsetName: name)
        return encoding == .gb18030 && !knowsGB18030 ? nil : encoding
    }

    private func appendCharsetRequest(_ out: inout [UInt8]) {
        let names =
            switch encoding {
            case _ where !knowsGB18030: ";UTF-8"
            case .utf8: ";UTF-8;GB18030;GBK"
            case .gb18030: ";GB18030;GBK;UTF-8"
            }
        Self.appendCharset(1, Array(names.utf8)[...], &out)
    }

    /// No name that is sent holds a byte 255, so nothing needs doubling here.
    private static func appendCharset(_ verb: UInt8, _ name: ArraySlice<UInt8>, _ out: inout [UInt8]) {
        out += [TelnetCode.iac, TelnetCode.sb, TelnetOption.charset.rawValue, verb]
        out += name
        out += [TelnetCode.iac, TelnetCode.se]
    }
}
