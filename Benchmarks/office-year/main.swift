// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Foundation
import IntakeModel
import IntakeStore
import OfficeYear
import Reports
import SQLiteStore

/// One run of a simulated year; scripts/simulate starts it, kills it and starts it again. The day that is being lived stands
/// in DATA/day, so that a new run goes on with it.
func fail(_ text: String) -> Never {
    FileHandle.standardError.write(Data("office-year: \(text)\n".utf8))
    exit(1)
}

var options = ["seed": "1", "cases": "20000", "data": "", "dialogs": "dialogs"]
var arguments = CommandLine.arguments.dropFirst()
while let name = arguments.popFirst() {
    guard name.hasPrefix("--"), options[String(name.dropFirst(2))] != nil, let value = arguments.popFirst() else {
        fail("unknown option \(name): there are --seed N --cases N --data DIR --dialogs DIR")
    }
    options[String(name.dropFirst(2))] = value
}
guard let data = options["data"], !data.isEmpty, let seed = options["seed"].flatMap({ UInt64($0) }),
    let cases = options["cases"].flatMap({ Int($0) }), let first = CivilDate(year: 2025, month: 1, day: 1)
else { fail("--data DIR is wanted, --seed and --cases are numbers") }
guard let script = Script.load(options["dialogs"] ?? "dialogs").script else { fail("the dialogs cannot be used") }

do {
    let clock = OfficeYear.Clock()
    clock.now = Timestamp(startOf: first)
    let office = script.office
    let policy = FilingPolicy(
        place: { claim, _ in .init(unit: claim.unit ?? office.name, officer: "", firstContact: "012") },
        clocks: { claim, day in
            CaseClocks.atFiling(claim, on: day, office: office.kind, rules: script.rules, calendar: script.calendar)
        }, now: { clock.now }, monotonic: { clock.monotonic })
    let store = try SQLiteStore.open(folder: data, mode: .serve, policy: policy)
    // As the server's pass over due clocks does, with more at once: no turns wait here.
    let watch = ClockWatch(
        office: office.kind, rules: script.rules, calendar: script.calendar, plan: office.reminders)
    let year = OfficeYear(.init(seed: seed, cases: cases, first: first), store: store, clock: clock) { store, now in
        try store.tendClocks(basis: watch.basis, limit: 500) { watch.review($0, $1, now: now) }.more
    }
    let marker = data + "/day"
    let start = (try? String(contentsOfFile: marker, encoding: .utf8)).flatMap { Int($0) } ?? 0
    let began = ContinuousClock.now
    _ = try year.live(from: start) { day in
        try "\(day)".write(toFile: marker, atomically: true, encoding: .utf8)
    }
    let lived = ContinuousClock.now
    let findings = try year.check(
        ReportBasis(
            office: office.kind, officeName: office.name, rules: script.rules, calendar: script.calendar,
            includesSealed: true))
    for line in findings.seen { print(line) }
    print(
        "lived \(start == 0 ? "from the first day" : "from day \(start)"): \(year.acts) filings and acts in \(lived - began), looked over in \(ContinuousClock.now - lived)"
    )
    for line in findings.failures { print("FAILED: \(line)") }
    try store.close()
    exit(findings.failures.isEmpty ? 0 : 1)
} catch {
    fail("\(error)")
}
