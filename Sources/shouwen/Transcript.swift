// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import Foundation
import IntakeModel
import LineProtocol

/// A transcript as staff get it (docs/protocol.md): the whole answer to `transcript`, its `items`, or one line an object.
struct Transcript {
    struct Item {
        /// When it was said, as far as the transcript tells.
        var day: CivilDate?
        /// 0…1439.
        var minuteOfDay: Int?
        var line: ConversationRecorder.Line
    }

    var lines: [Item]

    static func read(_ path: String) throws -> Transcript {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw Failure("\(path): cannot be read: \(error.localizedDescription)")
        }
        var values: [JSONValue]
        do {
            values = [try JSONReader.read(Array(data))]
        } catch {
            // Not one value: then one a line.
            values = try data.split(separator: UInt8(ascii: "\n")).enumerated().compactMap { number, line in
                if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) { return nil }
                do {
                    return try JSONReader.read(Array(line))
                } catch {
                    throw Failure("\(path):\(number + 1): this is no JSON: \(error)")
                }
            }
        }
        let items = values.flatMap { value in value["items"]?.array ?? value.array ?? [value] }
        return Transcript(lines: try items.enumerated().map { try item($0.element, $0.offset, path) })
    }

    private static func item(_ value: JSONValue, _ index: Int, _ path: String) throws -> Item {
        guard let from = value["from"]?.string, let text = value["text"]?.string, let seq = value["seq"]?.integer else {
            throw Failure("\(path): item \(index + 1) is no line of a transcript: it needs seq, from and text")
        }
        let sources = TranscriptLine.Source.allCases.map(\.rawValue)
        guard sources.contains(from) else {
            throw Failure("\(path): item \(index + 1) is from “\(from)”; known are \(sources.joined(separator: ", "))")
        }
        // `2026-11-22T09:30:00+08:00`
        let parts = (value["at"]?.string ?? "").split(separator: "T")
        let time = parts.count == 2 ? parts[1].split(separator: ":").prefix(2).compactMap { Int($0) } : []
        var minute: Int?
        if time.count == 2, (0...23).contains(time[0]), (0...59).contains(time[1]) { minute = time[0] * 60 + time[1] }
        return Item(
            day: parts.first.flatMap { try? CivilDate(iso8601: $0) }, minuteOfDay: minute,
            line: ConversationRecorder.Line(seq: seq, from: from, text: TextCleaner.clean(text)))
    }
}
