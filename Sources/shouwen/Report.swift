// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript
import Foundation
import IntakeModel
import IntakeServer
import IntakeStore
import LineProtocol
import Reports
import SQLiteStore

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Monthly figures, quarterly analysis, samples for checking and notices, as of any day.",
        discussion: """
            Example: shouwen report month --as-of 2026-11-30 --format html --out 11月.html
            What each figure counts: shouwen report definitions
            """,
        subcommands: [Month.self, Quarter.self, Sample.self, Notice.self, Hot.self, Definitions.self])

    enum Span: String, ExpressibleByArgument, CaseIterable { case month, quarter, half, year }

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, csv, html }

    struct Options: ParsableArguments {
        @OptionGroup var data: DataOptions
        @Option(help: "Last day that counts, as 2026-11-30; it decides the period. (default: today)") var asOf: String?
        @Option(help: "By what groups are told: unit,topic,channel,region,purpose, some of them or none.")
        var by = ReportDimension.allCases.map(\.rawValue).joined(separator: ",")
        @Option(help: "text, csv or html.") var format = Format.text
        @Option(help: "File to write. (default: standard output)") var out: String?
        @Flag(help: "CSV without the byte order mark by which table programs tell UTF-8.") var plain = false
        @Option(help: "From how many cases on a rate is drawn.") var fewest = 10
        @Flag(help: "Count sealed (举报) cases in all tables; for officers with the role sealed.") var sealed = false

        func validate() throws {
            guard (1...1000).contains(fewest) else { throw ValidationError("--fewest is 1 to 1000") }
            _ = try dimensions()
        }

        func dimensions() throws -> [ReportDimension] {
            try by.split(separator: ",").map { name in
                guard let dimension = ReportDimension(rawValue: String(name)) else {
                    let known = ReportDimension.allCases.map(\.rawValue).joined(separator: ",")
                    throw ValidationError("--by: there is no “\(name)”; there are \(known)")
                }
                return dimension
            }
        }

        func day() throws -> CivilDate {
            guard let asOf else { return today() }
            do { return try CivilDate(iso8601: asOf) } catch { throw Failure("“\(asOf)”: \(error)") }
        }

        /// Reads the store and writes what `make` draws of it.
        func run(
            _ kind: ReportPeriod.Kind, by dimensions: [ReportDimension], sample: ((ReportWindow) -> CaseSample)? = nil,
            _ make: (ReportBuilder) -> ReportDocument
        ) throws {
            let day = try day()
            let script = try loadScript(data.dialogs)
            let store = try data.openReading(script)
            let viewer = try data.viewer(store)
            guard !sealed || viewer.sees(.sealed) else {
                throw Failure("--sealed wants --token of an officer with the role sealed")
            }
            let basis = ReportBasis(script, minimum: fewest, includesSealed: sealed)
            let window = ReportWindow(kind, asOf: day)
            let reading = ReportReading(store, viewer: viewer)
            var collector = ReportCollector(basis, window, by: dimensions, sample: sample?(window))
            try reading.read(into: &collector)
            let document = make(ReportBuilder(collector, try reading.extras(window, basis), by: dimensions))
            let text =
                switch format {
                case .text: document.text(width: DisplayWidth.of)
                case .csv: document.csv(marked: !plain)
                case .html: document.html
                }
            guard let out else { return print(text, terminator: "") }
            do {
                try text.write(toFile: out, atomically: true, encoding: .utf8)
            } catch { throw Failure("\(out) could not be written") }
        }
    }

    struct Month: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "月统计.", discussion: "Example: shouwen report month --as-of 2026-11-30 --by unit,topic")
        @OptionGroup var options: Options

        func run() throws { try options.run(.month, by: try options.dimensions()) { $0.month() } }
    }

    struct Quarter: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "季分析: the figures of the quarter and what moved most in them.",
            discussion: "Example: shouwen report quarter --as-of 2026-12-31 --format html --out 四季度.html")
        @OptionGroup var options: Options

        func run() throws { try options.run(.quarter, by: try options.dimensions()) { $0.quarter() } }
    }

    struct Sample: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "半年抽查: a random sample of closed cases, in shares by unit; the same seed draws the same.",
            discussion: "Example: shouwen report sample --as-of 2026-12-31 --seed 20263 --size 30")
        @OptionGroup var options: Options
        @Option(help: "Decides what is drawn; it is printed. (default: the as-of day, which anybody can foresee)")
        var seed: UInt64?
        @Option(help: "How many to draw, 1 to 10000.") var size = 30

        func validate() throws {
            guard (1...10_000).contains(size) else { throw ValidationError("--size is 1 to 10000") }
        }

        func run() throws {
            let day = try options.day()
            let seed = seed ?? UInt64(day.year * 10_000 + day.month * 100 + day.day)
            let sample: (ReportWindow) -> CaseSample = { CaseSample($0, seed: seed, size: size) }
            try options.run(.half, by: [], sample: sample) { $0.sampled() }
        }
    }

    struct Notice: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "通报: a draft on how matters are handled, by unit, with what is overdue.",
            discussion: "Example: shouwen report notice --as-of 2026-11-30 --period quarter")
        @OptionGroup var options: Options
        @Option(help: "month, quarter, half or year.") var period = Span.month

        func run() throws {
            let kind = ReportPeriod.Kind(rawValue: period.rawValue) ?? .month
            try options.run(kind, by: [.unit]) { $0.notice() }
        }
    }

    struct Hot: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Topics above their usual level, and what officers said of them; or say it, while no server runs.",
            discussion: """
                Example: shouwen report hot --as-of 2026-11-30
                         shouwen report hot --as-of 2026-11-30 --confirm 城乡建设_供热 --note 东街换热站停了 --token …
                It stands in the audit trail, and in the reports of that week. While a server runs: on the page of the report.
                """)
        @OptionGroup var data: DataOptions
        @Option(help: "Last of the seven days, as 2026-11-30. (default: today)") var asOf: String?
        @Option(help: "A topic behind which there is something.") var confirm: String?
        @Option(help: "A topic behind which there is nothing.") var dismiss: String?
        @Option(help: "Why, on one line; nothing of a person.") var note: String?

        func validate() throws {
            guard confirm == nil || dismiss == nil else { throw ValidationError("--confirm or --dismiss") }
            guard (confirm ?? dismiss == nil) || note != nil else { throw ValidationError("--note is wanted") }
        }

        func run() throws {
            let script = try loadScript(data.dialogs)
            let day: CivilDate
            do { day = try asOf.map { try CivilDate(iso8601: $0) } ?? today() } catch { throw Failure("\(error)") }
            if let topic = confirm ?? dismiss { try say(topic, day, script) }
            let store = try data.openReading(script)
            let basis = ReportBasis(script, minimum: 1, includesSealed: false)
            let reading = ReportReading(store, viewer: try data.viewer(store))
            var collector = ReportCollector(basis, ReportWindow(.month, asOf: day), by: [])
            try reading.read(into: &collector)
            let extras = try reading.extras(collector.now.window, basis)
            print(ReportBuilder(collector, extras, by: []).hotTopics().text(width: DisplayWidth.of), terminator: "")
        }

        private func say(_ topic: String, _ day: CivilDate, _ script: Script) throws {
            let administration = Administration(data: data.data, dialogs: data.dialogs, token: data.token)
            guard let store = try administration.openUnlessServed(script) else {
                throw Failure("a server runs on this folder: say it on the page of the report")
            }
            let officer = try administration.officer(.cases, of: store, "role cases")
            let rising = try ReportReading(store, viewer: officer.viewer).hotTopics(
                asOf: day, ReportBasis(script, minimum: 1, includesSealed: false)
            ).rises.map(\.topic)
            guard rising.contains(topic) else {
                throw Failure("“\(topic)” is not above its usual level; these are: \(rising.joined(separator: " "))")
            }
            guard
                let decision = HotDecision(
                    topic: topic, asOf: day, verdict: confirm == nil ? .dismissed : .confirmed, note: note ?? "",
                    badge: officer.badge, on: today())
            else { throw Failure("--note is one line of 1 to \(HotDecision.longestNote) characters") }
            try store.audit(
                badge: officer.badge, act: HotDecision.act, subject: decision.subject, reason: decision.reason)
            try store.close()
        }
    }

    struct Definitions: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What every figure counts, as a page.",
            discussion: "Example: shouwen report definitions > docs/reports.md")

        func run() throws { print(ReportBuilder.definitions, terminator: "") }
    }
}
