// SPDX-License-Identifier: Apache-2.0

/// Elements in an order that is kept when one comes or goes. The order is a total one: no two elements are equal in it.
struct KeptOrder<Element: Sendable>: Sendable {
    private(set) var elements: [Element] = []
    private let isBefore: @Sendable (Element, Element) -> Bool

    init(_ isBefore: @escaping @Sendable (Element, Element) -> Bool) { self.isBefore = isBefore }

    mutating func fill(_ elements: some Sequence<Element>) { self.elements = elements.sorted(by: isBefore) }

    mutating func insert(_ element: Element) { elements.insert(element, at: place(of: element)) }

    /// Takes out what stands in the place of `element`, when it is there.
    ///
    /// - Returns: whether it was.
    @discardableResult
    mutating func remove(_ element: Element) -> Bool {
        let index = place(of: element)
        guard index < elements.count, !isBefore(element, elements[index]) else { return false }
        elements.remove(at: index)
        return true
    }

    /// The elements of this order and of another one like it, as they stand together, from a place on.
    func slice(with other: KeptOrder, skip: Int, limit: Int) -> [Element] {
        guard !other.elements.isEmpty else { return Array(elements.dropFirst(skip).prefix(limit)) }
        var (left, right) = (elements[...], other.elements[...])
        var found: [Element] = []
        var place = 0
        while found.count < limit {
            let next: Element
            switch (left.first, right.first) {
            case (let a?, let b?):
                if isBefore(a, b) {
                    next = a
                    left.removeFirst()
                } else {
                    next = b
                    right.removeFirst()
                }
            case (let a?, nil):
                next = a
                left.removeFirst()
            case (nil, let b?):
                next = b
                right.removeFirst()
            case (nil, nil): return found
            }
            place += 1
            if place > skip { found.append(next) }
        }
        return found
    }

    /// The first place whose element is not before this one.
    private func place(of element: Element) -> Int {
        var (low, high) = (0, elements.count)
        while low < high {
            let middle = low + (high - low) / 2
            if isBefore(elements[middle], element) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
