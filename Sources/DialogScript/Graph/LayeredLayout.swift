// SPDX-License-Identifier: Apache-2.0

/// Puts boxes into layers from top to bottom so that arrows mostly point down and seldom cross (Sugiyama's method in
/// short: break cycles, layer by longest path, order by barycentre, place by isotonic regression). Deterministic.
struct LayeredLayout {
    struct Box {
        var width: Double
        var height: Double
        /// Of the middle of the top edge.
        var x = 0.0
        var y = 0.0
        fileprivate(set) var layer = 0
    }

    struct Arrow {
        var from: Int
        var to: Int
        /// Room that its words take above the box it comes to.
        var labelWidth: Double
        var labelHeight: Double
        /// Against the direction of the layers; drawn round the side.
        fileprivate(set) var isBack = false
        /// Where it passes layers that it does not end in: straight down from the top of the layer to its bottom.
        fileprivate(set) var passes: [(x: Double, top: Double, bottom: Double)] = []
    }

    private(set) var boxes: [Box]
    private(set) var arrows: [Arrow]
    private(set) var width = 0.0
    private(set) var height = 0.0

    private static let gapAcross = 26.0
    private static let gapDown = 30.0

    /// A box, or the place where an arrow passes a layer.
    private struct Place {
        var box: Int?
        var width: Double
        var x = 0.0
        var above: [Int] = []
        var below: [Int] = []
    }

    private var places: [Place] = []
    private var layers: [[Int]] = []
    /// The places of every arrow, from its source to its end.
    private var routes: [[Int]] = []

    /// - Parameters:
    ///   - boxes: the first is where it begins.
    ///   - arrows: between positions of `boxes`; one from a box to itself is drawn as going back.
    init(boxes: [Box], arrows: [Arrow]) {
        self.boxes = boxes
        self.arrows = arrows.filter { boxes.indices.contains($0.from) && boxes.indices.contains($0.to) }
        guard !boxes.isEmpty else { return }
        breakCycles()
        layer()
        makePlaces()
        order()
        placeAcross()
        placeDown()
    }

    /// Marks the arrows that lead back to a box that is on the way to where they begin.
    private mutating func breakCycles() {
        var out = [[Int]](repeating: [], count: boxes.count)
        for (index, arrow) in arrows.enumerated() { out[arrow.from].append(index) }
        // 0 not seen, 1 on the way, 2 done.
        var state = [Int](repeating: 0, count: boxes.count)
        for root in boxes.indices where state[root] == 0 {
            var stack: [(box: Int, next: Int)] = [(root, 0)]
            state[root] = 1
            while let (box, next) = stack.last {
                guard next < out[box].count else {
                    state[box] = 2
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let arrow = out[box][next]
                let to = arrows[arrow].to
                if state[to] == 1 {
                    arrows[arrow].isBack = true
                } else if state[to] == 0 {
                    state[to] = 1
                    stack.append((to, 0))
                }
            }
        }
    }

    private mutating func layer() {
        // At most as many rounds as there are boxes: what is left has no cycle.
        for _ in boxes.indices {
            var changed = false
            for arrow in arrows where !arrow.isBack && boxes[arrow.to].layer <= boxes[arrow.from].layer {
                boxes[arrow.to].layer = boxes[arrow.from].layer + 1
                changed = true
            }
            if !changed { break }
        }
    }

    private mutating func makePlaces() {
        layers = Array(repeating: [], count: (boxes.map(\.layer).max() ?? 0) + 1)
        for (index, box) in boxes.enumerated() {
            layers[box.layer].append(places.count)
            let labels = arrows.filter { $0.to == index && !$0.isBack }.map(\.labelWidth).max() ?? 0
            // Words begin in the middle.
            places.append(Place(box: index, width: max(box.width, labels * 1.5)))
        }
        for arrow in arrows {
            guard !arrow.isBack else {
                routes.append([])
                continue
            }
            var route = [arrow.from]
            for layer in (boxes[arrow.from].layer + 1)..<max(boxes[arrow.to].layer, boxes[arrow.from].layer + 1) {
                layers[layer].append(places.count)
                route.append(places.count)
                places.append(Place(box: nil, width: route.count == 2 ? max(12, arrow.labelWidth * 1.5) : 12))
            }
            route.append(arrow.to)
            for (above, below) in zip(route, route.dropFirst()) {
                places[above].below.append(below)
                places[below].above.append(above)
            }
            routes.append(route)
        }
    }

    /// Turns each layer so that every place stands near the middle of its neighbours.
    private mutating func order() {
        var position = [Int](repeating: 0, count: places.count)
        func note(_ layer: [Int]) { for (index, place) in layer.enumerated() { position[place] = index } }
        for layer in layers { note(layer) }
        for round in 0..<12 {
            let down = round % 2 == 0
            for index in down ? Array(layers.indices) : layers.indices.reversed() {
                let keys = layers[index].map { place -> Double in
                    let near = down ? places[place].above : places[place].below
                    if near.isEmpty { return Double(position[place]) }
                    return Double(near.reduce(0) { $0 + position[$1] }) / Double(near.count)
                }
                let sorted = layers[index].indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
                layers[index] = sorted.map { layers[index][$0] }
                note(layers[index])
            }
        }
    }

    /// Every place as near to the middle of its neighbours as the others of its layer let it.
    private mutating func placeAcross() {
        for layer in layers {
            var x = 0.0
            for place in layer {
                places[place].x = x + places[place].width / 2
                x += places[place].width + Self.gapAcross
            }
        }
        for round in 0..<16 {
            for index in round % 2 == 0 ? Array(layers.indices) : layers.indices.reversed() {
                let layer = layers[index]
                let wanted = layer.map { place -> Double in
                    var near = round % 2 == 0 ? places[place].above : places[place].below
                    if near.isEmpty { near = places[place].above + places[place].below }
                    return near.isEmpty
                        ? places[place].x : near.reduce(0) { $0 + places[$1].x } / Double(near.count)
                }
                settle(layer, wanted)
            }
        }
        let left = places.map { $0.x - $0.width / 2 }.min() ?? 0
        for index in places.indices { places[index].x -= left }
        width = places.map { $0.x + $0.width / 2 }.max() ?? 0
    }

    /// The places nearest to those wanted that keep order and distance (pool adjacent violators).
    private mutating func settle(_ layer: [Int], _ wanted: [Double]) {
        var offsets: [Double] = []
        var offset = 0.0
        for (index, place) in layer.enumerated() {
            if index > 0 { offset += (places[layer[index - 1]].width + places[place].width) / 2 + Self.gapAcross }
            offsets.append(offset)
        }
        var pools: [(sum: Double, count: Int)] = []
        for (index, want) in wanted.enumerated() {
            pools.append((want - offsets[index], 1))
            while pools.count > 1, let last = pools.last {
                let before = pools[pools.count - 2]
                guard before.sum / Double(before.count) > last.sum / Double(last.count) else { break }
                pools.removeLast()
                pools[pools.count - 1] = (before.sum + last.sum, before.count + last.count)
            }
        }
        var index = 0
        for pool in pools {
            for _ in 0..<pool.count {
                places[layer[index]].x = pool.sum / Double(pool.count) + offsets[index]
                index += 1
            }
        }
    }

    private mutating func placeDown() {
        var y = 0.0
        for (index, layer) in layers.enumerated() {
            // Words stand above the box, one arrow's over another's.
            let words = layer.map { place in
                routes.indices.filter { routes[$0].count > 1 && routes[$0][1] == place }
                    .reduce(0) { $0 + arrows[$1].labelHeight }
            }
            if index > 0 { y += Self.gapDown + (words.max() ?? 0) }
            for place in layer {
                guard let box = places[place].box else { continue }
                boxes[box].x = places[place].x
                boxes[box].y = y
            }
            let bottom = y + (layer.compactMap { places[$0].box.map { boxes[$0].height } }.max() ?? 0)
            for arrow in arrows.indices {
                for place in routes[arrow].dropFirst().dropLast() where layer.contains(place) {
                    arrows[arrow].passes.append((places[place].x, y, bottom))
                }
            }
            y = bottom
        }
        height = y
    }
}
