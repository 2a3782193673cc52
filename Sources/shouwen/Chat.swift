// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogEngine
import DialogScript
import Foundation
import IntakeModel
import LineProtocol

struct Chat: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Talk to the dialogs in the terminal, without a server and without keeping anything.",
        discussion: """
            Examples:
              shouwen chat --trace --kiosk 2号机
              printf '低保停了\\n1\\n' | shouwen chat --today 2026-11-23 --save dialogs/tests/90-新的.yaml
            Besides lines: :silence :resumed :officer_left :nobody_came :open :enter, and :quit.
            """)

    @Argument(help: "Folder.") var directory = "dialogs"
    @Flag(help: "Under each reply, why it came.") var trace = false
    @Option(help: "Label of the kiosk; over a relay when left out.") var kiosk: String?
    @Option(help: "Channel, as 网上; 走访 at a kiosk.") var channel: String?
    @Option(name: .customLong("today"), help: "The day, as 2026-11-23; today when left out.") var day: String?
    @Option(help: "The time, as 09:30.") var time = "09:30"
    @Flag(help: "An officer is connected.") var staff = false
    @Option(help: "Save the talk as a conversation test; names and numbers are replaced.") var save: String?

    func run() throws {
        let script = try loadScript(directory)
        var recorder = ConversationRecorder(script, try setting())
        let isTerminal = isatty(STDIN_FILENO) == 1
        var reply = recorder.take(.open)
        show(reply, recorder)
        while !reply.outcome.ended {
            print("> ", terminator: "")
            flushStandardOutput()
            guard let line = readLine() else {
                print("")
                break
            }
            let text = TextCleaner.clean(line)
            // Through a pipe nobody sees what was typed.
            if !isTerminal { print(text) }
            if text == ":quit" { break }
            guard let input = Self.input(text) else {
                warn(":open :enter :silence :resumed :officer_left :nobody_came :quit")
                continue
            }
            reply = recorder.take(input)
            show(reply, recorder)
        }
        if let save {
            let name = URL(fileURLWithPath: save).deletingPathExtension().lastPathComponent
            try saveTest(recorder.test(named: name), to: save)
        }
    }

    private func setting() throws -> ConversationRecorder.Setting {
        var date = today()
        if let day {
            do { date = try CivilDate(iso8601: day) } catch { throw ValidationError("--today “\(day)”: \(error)") }
        }
        let parts = time.split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, (0...23).contains(parts[0]), (0...59).contains(parts[1]) else {
            throw ValidationError("--time “\(time)”: write it as 09:30")
        }
        return ConversationRecorder.Setting(
            today: date, minuteOfDay: parts[0] * 60 + parts[1], kiosk: kiosk, channel: channel, staff: staff)
    }

    /// What a line stands for; nil when it begins with a colon and is none of the words.
    private static func input(_ line: String) -> DialogInput? {
        switch line {
        case ":open": .open
        case ":enter": .say("")
        case ":silence": .silence
        case ":resumed": .resumed
        case ":officer_left": .officerLeft
        case ":nobody_came": .nobodyCame
        default: line.hasPrefix(":") ? nil : .say(line)
        }
    }

    private func show(_ reply: TestDesk.Reply, _ recorder: ConversationRecorder) {
        print(reply.text)
        for problem in reply.problems { print("  ! \(problem)") }
        guard trace else { return }
        for reason in recorder.reasons(for: reply) { print("  · \(reason)") }
    }
}
