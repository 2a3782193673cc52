// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogEngine
import DialogScript
import Foundation
import IntakeModel
import LineProtocol
import SQLiteStore

struct Graph: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case dot, mermaid, svg }

    static let configuration = CommandConfiguration(
        abstract: "Draw the dialogs: the very steps that run.",
        discussion: """
            Examples:
              shouwen graph | dot -Tsvg > flows.svg
              shouwen graph --flow wages --format svg > wages.svg
              shouwen graph --format svg --data data > flows.svg       how many went each way, and where they left
              shouwen graph --format svg --counts counts.json > flows.svg
            counts.json: {"wages.offer": {"entered": 120, "left": 5, "to": {"wages.amount": 90}}}; "to" may be left out.
            """)

    @Argument(help: "Folder.") var directory = "dialogs"
    @Option(help: "Only this flow.") var flow: String?
    @Option(help: "dot, mermaid or svg.") var format: Format = .dot
    @Option(help: "How many came to each step and left there, as JSON.") var counts: String?
    @Option(help: "The same from this folder of database and keys, sealed talks left out; beside a server or not.")
    var data: String?

    func validate() throws {
        guard counts == nil || data == nil else { throw ValidationError("give --counts or --data, not both") }
    }

    func run() throws {
        let script = try loadScript(directory)
        let counts = try self.counts.map(Self.read) ?? data.map { try Self.count(script, $0) } ?? [:]
        guard let graph = FlowGraph(script, flow: flow, counts: counts) else {
            let name = flow ?? ""
            let near = Suggestion.nearest(to: name, among: script.flowNames).map { "；是不是想写「\($0)」？" } ?? ""
            throw Failure("没有流程「\(name)」\(near)")
        }
        switch format {
        case .dot: print(graph.dot, terminator: "")
        case .mermaid: print(graph.mermaid, terminator: "")
        case .svg: print(graph.svg, terminator: "")
        }
    }

    private static func count(_ script: Script, _ folder: String) throws -> [String: FlowGraph.Count] {
        let store = try openStore(reading: folder, script)
        var counts = StepCounts(script)
        try store.forEachConversation(viewer: .officer(badge: "", unit: "", roles: [.cases])) { states, ended in
            counts.add(states: states, ended: ended)
        }
        warn("\(counts.conversations) conversations counted")
        return counts.counts
    }

    private static func read(_ path: String) throws -> [String: FlowGraph.Count] {
        let value: JSONValue
        do {
            value = try JSONReader.read(Array(try Data(contentsOf: URL(fileURLWithPath: path))))
        } catch let error as JSONParseError {
            throw Failure("\(path): this is no JSON: \(error)")
        } catch {
            throw Failure("\(path): cannot be read: \(error.localizedDescription)")
        }
        guard let object = value.object else { throw Failure("\(path): an object is wanted, \"flow.step\" by step") }
        var counts: [String: FlowGraph.Count] = [:]
        for member in object.members {
            guard let entered = member.value["entered"]?.integer, let left = member.value["left"]?.integer else {
                throw Failure("\(path): “\(member.key)” needs entered and left, whole numbers")
            }
            var to: [String: Int] = [:]
            for way in member.value["to"]?.object?.members ?? [] {
                to[way.key] = way.value.integer.map { Int(clamping: $0) }
            }
            counts[member.key] = FlowGraph.Count(entered: Int(clamping: entered), left: Int(clamping: left), to: to)
        }
        return counts
    }
}
