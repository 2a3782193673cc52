// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension FlowGraph {
    /// SVG, one flow below the other; an arrow into another flow ends in a small box that links to it there.
    public var svg: String {
        let margin = 24.0
        var y = margin
        var width = 0.0
        var body = ""
        for panel in panels {
            let drawn = PanelDrawing(panel, self)
            body += "<g id=\"\(Markup.text(panel.name))\" transform=\"translate(\(Int(margin)) \(Int(y)))\">\n"
            body += drawn.body
            body += "</g>\n"
            y += drawn.height + margin
            width = max(width, drawn.width)
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Int(width + 2 * margin))" height="\(Int(y))" \
            viewBox="0 0 \(Int(width + 2 * margin)) \(Int(y))" font-family="sans-serif" font-size="12">
            <style>
            rect, path, polygon { stroke: #555; fill: #fff; stroke-width: 1 }
            .panel { fill: #f6f7f9; stroke: #ccd }
            .question { fill: #e8f1ff } .filing { fill: #e6f6e8; stroke-width: 2 } .end { fill: #eee }
            .decision { fill: #fff6dd } .stub { fill: #fff; stroke-dasharray: 3 2 }
            .arrow { fill: none } .back { fill: none; stroke-dasharray: 4 3; stroke: #999 }
            .head { fill: #555; stroke: none } .id { font-weight: bold } .label { fill: #345; font-size: 11px; paint-order: stroke; stroke: #f6f7f9; stroke-width: 4 }
            .count { fill: #a03030; font-size: 11px } .title { font-size: 16px; font-weight: bold }
            </style>
            <rect width="100%" height="100%" style="fill:#fff;stroke:none"/>
            \(body)</svg>

            """
    }
}

/// Text in SVG.
enum SVGText {
    /// About how wide a text is drawn.
    static func width(_ text: String, size: Double = 12) -> Double {
        text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x80 ? 0.6 : 1.02) * size }
    }

    /// Lines of so many columns.
    static func wrapped(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var width = 0
        for scalar in text.unicodeScalars {
            let columnsOfIt = scalar.value < 0x80 ? 1 : 2
            if width + columnsOfIt > columns {
                lines.append(line)
                line = ""
                width = 0
            }
            line.unicodeScalars.append(scalar)
            width += columnsOfIt
        }
        return line.isEmpty ? lines : lines + [line]
    }
}

/// One flow, drawn.
private struct PanelDrawing {
    private(set) var body = ""
    /// Words stand above all lines.
    private var labels = ""
    private(set) var width = 0.0
    private(set) var height = 0.0

    private static let lineHeight = 15.0
    private static let labelLine = 13.0
    private static let padding = 16.0
    private static let titleHeight = 34.0

    /// A step, or a small box for one of another flow.
    private struct Item {
        var id: String
        var node: FlowGraph.Node?
        var lines: [(text: String, css: String)]
        var heat: Double?
    }

    init(_ panel: FlowGraph.Panel, _ graph: FlowGraph) {
        var items = panel.nodes.map { Self.item($0, graph) }
        var index = Dictionary(items.enumerated().map { ($0.element.id, $0.offset) }) { first, _ in first }
        var arrows: [(arrow: LayeredLayout.Arrow, lines: [String])] = []
        for edge in panel.edges {
            guard let from = index[edge.from] else { continue }
            let to: Int
            if let known = index[edge.to] {
                to = known
            } else {
                // One small box for each flow that is left to, so that arrows stay short where there are few.
                to = items.count
                index[edge.to] = to
                items.append(Self.stub(edge.to, graph))
            }
            let lines = graph.words(edge, panel.edges).flatMap { SVGText.wrapped($0, columns: 22) }
            arrows.append(
                (
                    LayeredLayout.Arrow(
                        from: from, to: to, labelWidth: (lines.map { SVGText.width($0, size: 11) }.max() ?? 0) + 12,
                        labelHeight: Double(lines.count) * Self.labelLine), lines
                ))
        }
        let boxes = items.map { item in
            LayeredLayout.Box(
                width: (item.lines.map { SVGText.width($0.text) }.max() ?? 0) + 20,
                height: Double(item.lines.count) * Self.lineHeight + 10)
        }
        let layout = LayeredLayout(boxes: boxes, arrows: arrows.map(\.arrow))
        let backs = layout.arrows.count(where: \.isBack)
        let backLabels =
            zip(layout.arrows, arrows).filter { $0.0.isBack }
            .flatMap { $0.1.lines.map { SVGText.width($0, size: 11) } }.max() ?? 0
        let lane = backs == 0 ? 0 : 20 + 10 * Double(backs) + backLabels
        let title = "\(panel.title)（\(panel.name)）"
        width = max(layout.width + lane, SVGText.width(title, size: 16)) + 2 * Self.padding
        height = layout.height + Self.titleHeight + 2 * Self.padding
        body += "<rect class=\"panel\" width=\"\(Int(width))\" height=\"\(Int(height))\" rx=\"6\"/>\n"
        body += "<text class=\"title\" x=\"\(Int(Self.padding))\" y=\"26\">\(Markup.text(title))</text>\n"
        body += "<g transform=\"translate(\(Int(Self.padding)) \(Int(Self.titleHeight + Self.padding)))\">\n"
        draw(layout, arrows.map(\.lines))
        for (item, box) in zip(items, layout.boxes) { draw(item, box) }
        body += "</g>\n"
    }

    private static func item(_ node: FlowGraph.Node, _ graph: FlowGraph) -> Item {
        let local = node.id.split(separator: ".").dropFirst().joined(separator: ".")
        var lines = [(local.isEmpty ? node.id : local, "id")]
        lines += SVGText.wrapped(node.words, columns: 30).prefix(2).map { ($0, "words") }
        if let count = graph.countWords(node.id) { lines.append((count, "count")) }
        let most = graph.counts.values.map(\.entered).max() ?? 0
        let heat = graph.counts[node.id].map { most == 0 ? 0 : Double($0.entered) / Double(most) }
        return Item(id: node.id, node: node, lines: lines, heat: heat)
    }

    private static func stub(_ id: String, _ graph: FlowGraph) -> Item {
        if id == FlowGraph.goesBack { return Item(id: id, node: nil, lines: [("回到叫它的地方", "words")]) }
        let flow = id.split(separator: ".").first.map(String.init) ?? id
        return Item(id: id, node: nil, lines: [(id, "id"), (graph.titles[flow] ?? "", "words")])
    }

    // MARK: Drawing

    private mutating func draw(_ item: Item, _ box: LayeredLayout.Box) {
        let css: String =
            switch item.node?.shape {
            case .question: "question"
            case .statement: "statement"
            case .decision: "decision"
            case .filing: "filing"
            case .end: "end"
            case nil: "stub"
            }
        let rounding = css == "question" || css == "stub" ? 10 : css == "end" ? Int(box.height / 2) : 2
        let flow = item.id.split(separator: ".").first.map(String.init) ?? ""
        let links = item.node == nil && item.id != FlowGraph.goesBack
        if links { body += "<a href=\"#\(Markup.text(flow))\">" }
        // The more people came, the warmer.
        let heat = item.heat.map { " style=\"fill:rgb(255,\(255 - Int($0 * 90)),\(255 - Int($0 * 140)))\"" } ?? ""
        body += "<rect class=\"\(css)\" x=\"\(Int(box.x - box.width / 2))\" y=\"\(Int(box.y))\" "
        body += "width=\"\(Int(box.width))\" height=\"\(Int(box.height))\" rx=\"\(rounding)\"\(heat)/>"
        for (index, line) in item.lines.enumerated() {
            body += "<text class=\"\(line.css)\" text-anchor=\"middle\" x=\"\(Int(box.x))\" "
            body += "y=\"\(Int(box.y + Double(index + 1) * Self.lineHeight + 2))\">\(Markup.text(line.text))</text>"
        }
        body += links ? "</a>\n" : "\n"
    }

    private mutating func draw(_ layout: LayeredLayout, _ words: [[String]]) {
        var stacked: [String: Double] = [:]
        var lane = layout.width + 14
        for (arrow, lines) in zip(layout.arrows, words) {
            let from = layout.boxes[arrow.from]
            let to = layout.boxes[arrow.to]
            if arrow.isBack {
                let start = (x: from.x + from.width / 2, y: from.y + from.height / 2 + 4)
                let end = (x: to.x + to.width / 2, y: to.y + to.height / 2 - 4)
                body += "<path class=\"back\" d=\"M\(Int(start.x)) \(Int(start.y)) H\(Int(lane)) V\(Int(end.y)) "
                body += "H\(Int(end.x + 6))\"/>"
                head(end.x, end.y, pointing: .left)
                for (index, line) in lines.enumerated() {
                    label(line, lane + 4, start.y - Double(lines.count - 1 - index) * Self.labelLine - 3, "start")
                }
                lane += 10
                continue
            }
            var path = "M\(Int(from.x)) \(Int(from.y + from.height))"
            var last = (x: from.x, y: from.y + from.height)
            for point in arrow.passes + [(x: to.x, top: to.y - 7, bottom: to.y - 7)] {
                let middle = Int((last.y + point.top) / 2)
                path += " C\(Int(last.x)) \(middle) \(Int(point.x)) \(middle) \(Int(point.x)) \(Int(point.top))"
                if point.bottom > point.top { path += " V\(Int(point.bottom))" }
                last = (point.x, point.bottom)
            }
            body += "<path class=\"arrow\" d=\"\(path)\"/>"
            head(to.x, to.y, pointing: .down)
            // Words stand where the arrow first comes to a layer; those of several arrows one over the other.
            let at = arrow.passes.first.map { (x: $0.x, y: $0.top) } ?? (x: to.x, y: to.y)
            let place = "\(Int(at.x)) \(Int(at.y))"
            var y = at.y - 10 - (stacked[place] ?? 0)
            for line in lines.reversed() {
                label(line, at.x + 5, y, "start")
                y -= Self.labelLine
            }
            stacked[place, default: 0] += Double(lines.count) * Self.labelLine
        }
        body += "\n"
        body += labels + "\n"
    }

    private enum Direction { case down, left }

    private mutating func head(_ x: Double, _ y: Double, pointing: Direction) {
        let (a, b) = (Int(x), Int(y))
        let points =
            switch pointing {
            case .down: "\(a),\(b) \(a - 4),\(b - 8) \(a + 4),\(b - 8)"
            case .left: "\(a),\(b) \(a + 8),\(b - 4) \(a + 8),\(b + 4)"
            }
        body += "<polygon class=\"head\" points=\"\(points)\"/>"
    }

    private mutating func label(_ text: String, _ x: Double, _ y: Double, _ anchor: String) {
        labels += "<text class=\"label\" text-anchor=\"\(anchor)\" x=\"\(Int(x))\" y=\"\(Int(y))\">"
        labels += "\(Markup.text(text))</text>"
    }
}
