// SPDX-License-Identifier: Apache-2.0

/// The flows as they are written, by name: what an author sees of a step that the compiled one no longer holds (the
/// line of an option, the words of a condition).
package struct FlowSources: Sendable {
    package struct Flow: Sendable, Hashable {
        package var name: String
        package var title: String
        package var file: String
        package var line: Int
        /// `flow.step` in the order of the file.
        package var steps: [String]
    }

    package struct Step: Sendable {
        /// `flow.step`.
        package var id: String
        package var flow: String
        package var file: String
        package var line: Int
        /// The key that says what the step does; empty when there is none.
        package var kind: String
        package var source: SourceNode

        package var options: [SourceNode] { source["options"]?.items ?? [] }
        package var branches: [SourceNode] { source["go"]?.items ?? [] }

        /// The first wording of what it says or asks, else what it does.
        package var words: String {
            let said = source[kind]
            switch kind {
            case "say", "ask", "classify", "pick", "end", "erase": return said?.firstText ?? kind
            case "review": return source["text"]?.firstText ?? kind
            case "call", "handoff", "act": return "\(kind) \(said?.text ?? "")"
            case "set": return said.map(\.words) ?? kind
            default: return kind
            }
        }

        /// The line of a way out, counted from 1; that of the step where the way has none of its own.
        package func line(of way: StepWay.Kind) -> Int {
            switch way {
            case .option(let index): options.indices.contains(index) ? options[index].line : line
            case .branch(let index): branches.indices.contains(index) ? branches[index].line : line
            case .found: source["found"]?.line ?? line
            case .notFound: (source["none"] ?? source["unknown"])?.line ?? line
            case .words: source["free"]?.line ?? line
            case .skipped: source["if"]?.line ?? line
            case .wayOut: source["way_out"]?.line ?? line
            case .next, .called: source["next"]?.line ?? line
            }
        }

        /// What a way out is called: `2. 先不用，我自己去`, `purpose: 举报`, `found`; empty for the only one.
        package func label(of way: StepWay.Kind) -> String {
            switch way {
            case .option(let index):
                let text = options.indices.contains(index) ? options[index]["text"]?.words : nil
                return "\(index + 1). \(text ?? "")"
            case .branch(let index):
                guard branches.indices.contains(index) else { return "\(index + 1)" }
                return branches[index]["if"]?.words ?? "其余"
            case .found: return "有"
            case .notFound: return "没有"
            case .words: return "别的话"
            case .skipped: return "跳过，除非 " + (source["if"]?.words ?? "")
            case .called: return "去"
            case .wayOut: return "怎么问都答不上"
            case .next: return kind == "call" ? "回来" : ""
            }
        }
    }

    package private(set) var flows: [Flow] = []
    package private(set) var steps: [String: Step] = [:]
    /// Slots by name, with the file they stand in.
    package private(set) var slots: [String: (file: String, source: SourceNode)] = [:]

    /// Reads what stands under `flows/`; what is no flow is passed over, the check tells of it.
    package init(_ folder: ScriptFolder) {
        let diagnostics = Diagnostics()
        for file in folder.files(under: "flows") {
            guard let value = YAMLValue.parse(file.bytes, file: file.path, diagnostics) else { continue }
            let root = SourceNode(value)
            guard let name = root["flow"]?.text else { continue }
            var flow = Flow(
                name: name, title: root["title"]?.text ?? name, file: file.path, line: root["flow"]?.line ?? 1,
                steps: [])
            for entry in root["slots"]?.entries ?? [] { slots[entry.key] = (file.path, entry.value) }
            for item in root["steps"]?.items ?? [] {
                guard let id = item["id"]?.text else { continue }
                let full = "\(name).\(id)"
                guard steps[full] == nil else { continue }
                let kind = YAMLShape.step.oneOf.first { item[$0] != nil } ?? ""
                steps[full] = Step(id: full, flow: name, file: file.path, line: item.line, kind: kind, source: item)
                flow.steps.append(full)
            }
            flows.append(flow)
        }
    }
}

extension Script {
    /// The flows as they are written in the very sources that this script was built from.
    package var flowSources: FlowSources {
        FlowSources((try? ScriptFolder(decoding: sources)) ?? ScriptFolder(files: []))
    }
}
