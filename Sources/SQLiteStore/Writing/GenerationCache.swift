// SPDX-License-Identifier: Apache-2.0

/// A bounded cache by id that forgets what was not used lately: values live in a young and an old generation; when the
/// young one is full the old one is dropped.
struct GenerationCache<Value> {
    private var young: [Int64: Value] = [:]
    private var old: [Int64: Value] = [:]
    private let generation: Int

    /// - Parameter capacity: most values held at once.
    init(capacity: Int) { generation = max(1, capacity / 2) }

    var count: Int { young.count + old.count }

    /// The value, which counts as a use.
    mutating func value(_ id: Int64) -> Value? {
        if let value = young[id] { return value }
        guard let value = old.removeValue(forKey: id) else { return nil }
        insert(value, id)
        return value
    }

    mutating func insert(_ value: Value, _ id: Int64) {
        if young.count >= generation, young[id] == nil {
            old = young
            young = [:]
        }
        young[id] = value
    }

    mutating func remove(_ id: Int64) {
        young[id] = nil
        old[id] = nil
    }

    mutating func removeAll() {
        young = [:]
        old = [:]
    }
}
