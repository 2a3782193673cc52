// SPDX-License-Identifier: Apache-2.0

/// Elements in an order that is kept when one comes or goes. The order is a total one: no two elements are equal in it.
struct KeptOrder<Element> {
    private(set) var elements: [Element] = []
    private let isBefore: (Element, Element) -> Bool

    init(_ isBefore: @escaping (Element, Element) -> Bool) { self.isBefore = isBefore }

    mutating func fill(_ elements: some Sequence<Element>) { self.elements = elements.sorted(by: isBefore) }

    mutating func insert(_ element: Element) { elements.insert(element, at: place(of: element)) }

    /// Takes out what stands in the place of `element`, when it is there.
    mutating func remove(_ element: Element) {
        let index = place(of: element)
        guard index < elements.count, !isBefore(element, elements[index]) else { return }
        elements.remove(at: index)
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
