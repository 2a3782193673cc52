// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// Everything that `/metrics` tells. Confined to the desk's loop. Labels are bounded: never a case, a person, an address.
final class DeskMetrics: @unchecked Sendable {
    private(set) var turns: UInt64 = 0
    private(set) var groups: UInt64 = 0
    private(set) var largestGroup = 0
    private(set) var storeFailures: UInt64 = 0
    private(set) var alarms: UInt64 = 0
    private(set) var bytesIn: UInt64 = 0
    private(set) var bytesOut: UInt64 = 0
    private(set) var accepted: UInt64 = 0
    private(set) var turnedAway: UInt64 = 0
    private(set) var scriptsTaken: UInt64 = 0
    private(set) var scriptsRefused: UInt64 = 0
    private(set) var outboxSent: UInt64 = 0
    private(set) var outboxFailures: UInt64 = 0
    private var refusals: [ErrorCode: UInt64] = [:]
    private var refusedInputs: [String: UInt64] = [:]

    func turn() { turns &+= 1 }

    func group(_ count: Int) {
        groups &+= 1
        largestGroup = max(largestGroup, count)
    }

    func storeFailed() { storeFailures &+= 1 }
    func dialogsTaken() { scriptsTaken &+= 1 }
    func dialogsRefused() { scriptsRefused &+= 1 }
    func outbox(sent: Int, failed: Int) {
        outboxSent &+= UInt64(max(0, sent))
        outboxFailures &+= UInt64(max(0, failed))
    }

    func alarmRung() { alarms &+= 1 }
    func received(_ count: Int) { bytesIn &+= UInt64(count) }
    func sent(_ count: Int) { bytesOut &+= UInt64(count) }
    func connectionAccepted() { accepted &+= 1 }
    func connectionTurnedAway() { turnedAway &+= 1 }
    func refused(_ code: ErrorCode) { refusals[code, default: 0] &+= 1 }
    func refusedInput(_ reason: String) { refusedInputs[reason, default: 0] &+= 1 }

    /// Prometheus text format 0.0.4.
    func text(_ gauges: [(name: String, help: String, value: Double)]) -> String {
        var out = ""
        func counter(_ name: String, _ help: String, _ value: UInt64) {
            out += "# HELP shouwen_\(name) \(help)\n# TYPE shouwen_\(name) counter\nshouwen_\(name) \(value)\n"
        }
        counter("turns_total", "Turns committed.", turns)
        counter("commit_groups_total", "Groups of turns committed together.", groups)
        counter("commit_failures_total", "Groups that could not be committed.", storeFailures)
        counter("safety_alarms_total", "Times that a safety alert rang an officer.", alarms)
        counter("dialogs_taken_total", "Changed versions of the dialogs that came into force.", scriptsTaken)
        counter("dialogs_refused_total", "Changed versions of the dialogs that were wrong.", scriptsRefused)
        counter("outbox_sent_total", "Reminders that left the system.", outboxSent)
        counter("outbox_failures_total", "Attempts to send a reminder that failed.", outboxFailures)
        counter("received_bytes_total", "Bytes received.", bytesIn)
        counter("sent_bytes_total", "Bytes sent.", bytesOut)
        counter("connections_total", "Connections accepted.", accepted)
        counter("connections_refused_total", "Connections turned away at a limit.", turnedAway)
        out += "# HELP shouwen_refused_total Requests refused, by error code.\n# TYPE shouwen_refused_total counter\n"
        for code in ErrorCode.allCases {
            out += "shouwen_refused_total{code=\"\(code.rawValue)\"} \(refusals[code] ?? 0)\n"
        }
        out +=
            "# HELP shouwen_input_refused_total Kiosk input past a limit.\n# TYPE shouwen_input_refused_total counter\n"
        for reason in refusedInputs.keys.sorted() {
            out += "shouwen_input_refused_total{reason=\"\(reason)\"} \(refusedInputs[reason] ?? 0)\n"
        }
        for gauge in gauges {
            out += "# HELP shouwen_\(gauge.name) \(gauge.help)\n# TYPE shouwen_\(gauge.name) gauge\n"
            out += "shouwen_\(gauge.name) \(gauge.value)\n"
        }
        return out
    }
}
