// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DialogScript

@Suite("Graph")
struct FlowGraphTests {
    private func graph(_ flow: String?, counts: [String: FlowGraph.Count] = [:]) throws -> FlowGraph {
        let script = try #require(ShippedFiles.loaded.script)
        return try #require(FlowGraph(script, flow: flow, counts: counts))
    }

    @Test("every way of every compiled step is an arrow, and nothing else is")
    func whole() throws {
        let script = try #require(ShippedFiles.loaded.script)
        let graph = try graph(nil)
        #expect(graph.panels.flatMap(\.nodes).map(\.id).sorted() == script.program.steps.map(\.id).sorted())
        let drawn = Set(graph.panels.flatMap(\.edges).map { "\($0.from) \($0.to)" })
        var ways: Set<String> = []
        for step in script.program.steps {
            for way in step.ways {
                switch way.target {
                case .step(let index): ways.insert("\(step.id) \(script.program.steps[index].id)")
                case .back: ways.insert("\(step.id) return")
                case .none: break
                }
            }
        }
        #expect(drawn == ways)
    }

    @Test("the ways of a step lead where its targets do")
    func ways() throws {
        let script = try #require(ShippedFiles.loaded.script)
        for step in script.program.steps {
            #expect(Set(step.ways.map(\.target)) == Set(step.targets), "\(step.id)")
        }
    }

    @Test("one flow, or none of that name")
    func one() throws {
        #expect(try graph("wages").panels.map(\.name) == ["wages"])
        let script = try #require(ShippedFiles.loaded.script)
        #expect(FlowGraph(script, flow: "wage") == nil)
    }

    @Test("arrows say the author's own words")
    func labels() throws {
        let edges = try graph(nil).panels.flatMap(\.edges)
        func labels(_ from: String, _ to: String) -> [String]? {
            edges.first { $0.from == from && $0.to == to }?.labels
        }
        #expect(labels("start.route", "report.care") == ["purpose: 举报"])
        #expect(labels("wages.offer", "wages.self") == ["2. 先不用，我自己去"])
        #expect(labels("progress.look", "progress.retry") == ["没有"])
        #expect(labels("progress.rate", "progress.rate_unit") == ["1. 满意", "2. 基本满意", "3. 不满意"])
        #expect(labels("wages.amount", "wages.employer") == [])
    }

    @Test("counts stand at the steps, and at the arrows as far as they are known")
    func counts() throws {
        let counts = [
            "wages.offer": FlowGraph.Count(entered: 100, left: 5, to: ["wages.amount": 80]),
            "wages.amount": FlowGraph.Count(entered: 80, left: 7),
        ]
        let dot = try graph("wages", counts: counts).dot
        #expect(dot.contains("进 100 · 走 5"))
        #expect(dot.contains("[label=\"1. 要，登记\\n80 人\"]"))
        // One way out: whoever did not leave took it.
        #expect(dot.contains("\"wages.amount\" -> \"wages.employer\" [label=\"73 人\"]"))
        #expect(dot.contains("[label=\"2. 先不用，我自己去\"]"))
        let svg = try graph("wages", counts: counts).svg
        #expect(svg.contains("进 80 · 走 7"))
        #expect(svg.contains("fill:rgb(255,165,115)"))
    }

    @Test("Mermaid: steps of other flows stand outside, marks that mean something are escaped")
    func mermaid() throws {
        let text = try graph("done").mermaid
        #expect(text.hasPrefix("flowchart TD\n  subgraph f0[\"还有别的事吗\"]\n"))
        #expect(text.contains("([\"start.fresh\"])"))
        #expect(text.contains("-->|\"1. 没有了\"|"))
        let greeting = try graph("start").mermaid
        #expect(!greeting.contains("按 # 叫"))
        #expect(!greeting.contains("{office.name}（"))
    }

    @Test("SVG: balanced tags, every step drawn once, other flows linked")
    func svg() throws {
        let graph = try graph(nil)
        let svg = graph.svg
        #expect(svg.hasPrefix("<svg "))
        #expect(svg.hasSuffix("</svg>\n"))
        for tag in ["g", "a", "text", "svg"] {
            #expect(Self.count("<\(tag) ", svg) + Self.count("<\(tag)>", svg) == Self.count("</\(tag)>", svg))
        }
        #expect(svg.contains("<a href=\"#register\">"))
        #expect(svg.contains("<g id=\"register\""))
        #expect(!svg.contains("nan") && !svg.contains("inf"))
        #expect(
            Self.count("<rect class=\"question\"", svg) == graph.panels.flatMap(\.nodes).count { $0.shape == .question }
        )
    }

    private static func count(_ needle: String, _ text: String) -> Int {
        let (hay, needle) = (Array(text.utf8), Array(needle.utf8))
        guard hay.count >= needle.count else { return 0 }
        return (0...(hay.count - needle.count)).count { hay[$0..<$0 + needle.count].elementsEqual(needle) }
    }
}

@Suite("Layered layout")
struct LayeredLayoutTests {
    private func box() -> LayeredLayout.Box { LayeredLayout.Box(width: 80, height: 40) }
    private func arrow(_ from: Int, _ to: Int) -> LayeredLayout.Arrow {
        LayeredLayout.Arrow(from: from, to: to, labelWidth: 30, labelHeight: 13)
    }

    @Test("an arrow points down, one that closes a circle goes back")
    func circle() {
        let layout = LayeredLayout(boxes: [box(), box(), box()], arrows: [arrow(0, 1), arrow(1, 2), arrow(2, 0)])
        #expect(layout.arrows.map(\.isBack) == [false, false, true])
        #expect(layout.boxes[0].y < layout.boxes[1].y)
        #expect(layout.boxes[1].y < layout.boxes[2].y)
    }

    @Test("nothing, a box alone, an arrow to itself, an arrow to nowhere")
    func edges() {
        #expect(LayeredLayout(boxes: [], arrows: [arrow(0, 1)]).height == 0)
        #expect(LayeredLayout(boxes: [box()], arrows: []).width == 80)
        #expect(LayeredLayout(boxes: [box()], arrows: [arrow(0, 0)]).arrows.map(\.isBack) == [true])
        #expect(LayeredLayout(boxes: [box()], arrows: [arrow(0, 5)]).arrows.isEmpty)
    }

    @Test("boxes never overlap, and forward arrows point down", arguments: 0..<40)
    func random(_ seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let count = 1 + next(24)
        let boxes = (0..<count).map { _ in
            LayeredLayout.Box(width: Double(20 + next(200)), height: Double(20 + next(60)))
        }
        let arrows = (0..<next(50)).map { _ in arrow(next(count), next(count)) }
        let layout = LayeredLayout(boxes: boxes, arrows: arrows)
        for (index, a) in layout.boxes.enumerated() {
            #expect(a.x - a.width / 2 >= -0.01, "seed \(seed)")
            #expect(a.x + a.width / 2 <= layout.width + 0.01, "seed \(seed)")
            #expect(a.y + a.height <= layout.height + 0.01, "seed \(seed)")
            for b in layout.boxes.dropFirst(index + 1) {
                let apartAcross = abs(a.x - b.x) >= (a.width + b.width) / 2 - 0.01
                let apartDown = a.y + a.height <= b.y || b.y + b.height <= a.y
                #expect(apartAcross || apartDown, "seed \(seed)")
            }
        }
        for arrow in layout.arrows where !arrow.isBack {
            #expect(layout.boxes[arrow.from].y < layout.boxes[arrow.to].y, "seed \(seed)")
        }
    }
}
