// SPDX-License-Identifier: Apache-2.0

@testable import LineProtocol

let iac = TelnetCode.iac

/// SplitMix64: small, seeded, the same everywhere.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Events without the accident of how the bytes were cut: data joined, everything sent in one piece.
struct Heard: Equatable {
    var events: [TelnetEvent] = []
    var sent: [UInt8] = []

    mutating func add(_ new: [TelnetEvent]) {
        for event in new {
            if case .send(let bytes) = event {
                sent += bytes
            } else if case .data(let bytes) = event, case .data(let earlier)? = events.last {
                events[events.count - 1] = .data(earlier + bytes)
            } else {
                events.append(event)
            }
        }
    }
}

func hear(_ machine: inout TelnetMachine, _ pieces: [[UInt8]]) -> Heard {
    var heard = Heard()
    for piece in pieces { heard.add(machine.receive(piece)) }
    return heard
}

func sub(_ option: TelnetOption, _ parameters: [UInt8]) -> [UInt8] {
    [iac, TelnetCode.sb, option.rawValue] + parameters + [iac, TelnetCode.se]
}

func charsetRequest(_ list: String) -> [UInt8] { sub(.charset, [1] + Array(list.utf8)) }

func terminalIs(_ name: String) -> [UInt8] { sub(.terminalType, [0] + Array(name.utf8)) }

/// What clients really send; a comment names the habit that each is modelled on.
enum Transcript: String, CaseIterable {
    /// A raw client: no negotiation at all.
    case raw
    /// The line-mode client of most systems: agrees, answers TTYPE, sends its size, IP with a timing mark.
    case lineMode
    /// A client that sends every key and opens the negotiation itself.
    case keyMode
    /// A MUD client with MTTS and CHARSET.
    case mud
    /// A client that answers late, wrongly and twice.
    case confused

    var bytes: [UInt8] {
        switch self {
        case .raw:
            return Array("老板欠我三个月工资\r\n1\n\n2\r3\r\0".utf8)
        case .lineMode:
            return [iac, TelnetCode.will, 31] + sub(.windowSize, [0, 100, 0, 40]) + [iac, TelnetCode.will, 24]
                + [iac, TelnetCode.dont, 42] + terminalIs("XTERM") + terminalIs("XTERM") + Array("你好\r\n".utf8)
                + [iac, TelnetCode.ip, iac, TelnetCode.do, 6] + Array("帮助\r\n".utf8)
        case .keyMode:
            return [iac, TelnetCode.will, 31, iac, TelnetCode.will, 32, iac, TelnetCode.will, 24]
                + [iac, TelnetCode.will, 39, iac, TelnetCode.do, 1, iac, TelnetCode.will, 3, iac, TelnetCode.do, 3]
                + sub(.windowSize, [0, 80, 0, 24]) + Array("工地\u{8}钱\u{7F}\u{7F}\u{1B}[D欠薪\r\0".utf8)
        case .mud:
            return [iac, TelnetCode.do, 42, iac, TelnetCode.will, 24] + sub(.charset, [2] + Array("UTF-8".utf8))
                + terminalIs("MUDLET") + terminalIs("ANSI-TRUECOLOR") + terminalIs("MTTS 333")
                + terminalIs("MTTS 333") + [iac, TelnetCode.ayt] + Array("进度\n".utf8)
        case .confused:
            return [iac, TelnetCode.dont, 1, iac, TelnetCode.wont, 31, iac, TelnetCode.se, iac, TelnetCode.ga]
                + sub(.windowSize, [0, 255, 255, 0, 1]) + sub(.windowSize, [1]) + sub(.charset, [])
                + [iac, TelnetCode.sb, 86, 1, iac, iac, iac, TelnetCode.nopForTests, iac, TelnetCode.se]
                + [iac, TelnetCode.will, 31, iac, TelnetCode.will, 31, iac, TelnetCode.do, 200] + [
                    0x41, iac, iac, 0x42,
                ]
                + Array("好\r\n".utf8) + [iac, TelnetCode.sb, 24, 0, 0x41]
        }
    }
}

extension TelnetCode {
    static let nopForTests: UInt8 = 241
}
