// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension ReportChart {
    private static let ink = "#333"
    private static let width = 640

    /// The chart drawn, with a title and every value written out: it can be read without colour, and aloud.
    public var svg: String {
        let drawn =
            switch shape {
            case .bars: bars
            case .lines: lines
            }
        let told = series.map { one in
            one.title + "：" + zip(labels, one.values).map { "\($0) \($1)" }.joined(separator: "，")
        }.joined(separator: "。")
        return """
            <figure>
            <figcaption>\(Markup.text(title))（\(Markup.text(unit))）</figcaption>
            <svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 \(Self.width) \(drawn.height)" \
            width="\(Self.width)" height="\(drawn.height)" font-size="12" fill="#000">
            <title>\(Markup.text(title))</title>
            <desc>\(Markup.text(told))</desc>
            \(drawn.shapes.joined(separator: "\n"))
            </svg>
            </figure>

            """
    }

    private var most: Int { max(1, series.flatMap(\.values).max() ?? 0) }

    private func text(_ text: String, _ x: Int, _ y: Int, _ anchor: String = "start") -> String {
        "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\">\(Markup.text(text))</text>"
    }

    private func line(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int, _ extra: String = "") -> String {
        "<line x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\" stroke=\"\(Self.ink)\"\(extra)/>"
    }

    private var bars: (shapes: [String], height: Int) {
        let (left, right, step) = (170, 60, 22)
        let room = Self.width - left - right
        var shapes: [String] = []
        let values = series.first?.values ?? []
        for (index, (label, value)) in zip(labels, values).enumerated() {
            let y = 8 + index * step
            let length = value * room / most
            shapes.append(text(label, left - 8, y + 13, "end"))
            shapes.append(
                "<rect x=\"\(left)\" y=\"\(y)\" width=\"\(length)\" height=\"16\" fill=\"#bbb\" stroke=\"\(Self.ink)\"/>"
            )
            shapes.append(text("\(value)", left + length + 6, y + 13))
        }
        let height = 16 + values.count * step
        shapes.append(line(left, 4, left, height - 4))
        return (shapes, height)
    }

    private var lines: (shapes: [String], height: Int) {
        let (left, right, top, bottom, height) = (50, 20, 34, 214, 260)
        let room = Self.width - left - right
        var shapes = [line(left, bottom, Self.width - right, bottom), line(left, top, left, bottom)]
        for quarter in 0...4 {
            let y = bottom - quarter * (bottom - top) / 4
            shapes.append(text("\(most * quarter / 4)", left - 6, y + 4, "end"))
            if quarter > 0 {
                shapes.append(line(left, y, Self.width - right, y, " stroke-width=\"0.3\" stroke-dasharray=\"1 3\""))
            }
        }
        func x(_ index: Int) -> Int { left + 12 + index * (room - 24) / max(1, labels.count - 1) }
        func y(_ value: Int) -> Int { bottom - value * (bottom - top) / most }
        let every = max(1, (labels.count + 11) / 12)
        for (index, label) in labels.enumerated() where index % every == 0 {
            shapes.append(text(label, x(index), bottom + 18, "middle"))
        }
        for (which, one) in series.prefix(2).enumerated() {
            let points = one.values.indices.map { "\(x($0)),\(y(one.values[$0]))" }
            let dash = which == 0 ? "" : " stroke-dasharray=\"6 4\""
            shapes.append(
                "<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" stroke=\"\(Self.ink)\" stroke-width=\"1.6\"\(dash)/>"
            )
            for index in one.values.indices {
                let (x, y) = (x(index), y(one.values[index]))
                shapes.append(mark(which, x, y))
                guard labels.count <= 12, one.values[index] != 0 else { continue }
                // That of the second series below its point, where there is room above the axis.
                let isBelow = which > 0 && y + 18 < bottom
                shapes.append(text("\(one.values[index])", x, isBelow ? y + 16 : y - 7, "middle"))
            }
            let at = left + 10 + which * 160
            shapes.append(line(at, 12, at + 30, 12, dash))
            shapes.append(mark(which, at + 15, 12))
            shapes.append(text(one.title, at + 36, 16))
        }
        return (shapes, height)
    }

    /// A full circle, or an empty square.
    private func mark(_ series: Int, _ x: Int, _ y: Int) -> String {
        series == 0
            ? "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"3\" fill=\"\(Self.ink)\"/>"
            : "<rect x=\"\(x - 3)\" y=\"\(y - 3)\" width=\"6\" height=\"6\" fill=\"#fff\" stroke=\"\(Self.ink)\"/>"
    }
}
