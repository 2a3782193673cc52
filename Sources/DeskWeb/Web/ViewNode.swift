// SPDX-License-Identifier: Apache-2.0

import Mustache

/// A view as its template reads it: every value taken apart once. Left to itself the template engine reflects a whole
/// value again for each name that it looks up, which is most of what a page costs.
struct ViewNode: MustacheParent {
    private let fields: [String: Any]

    func child(named name: String) -> Any? { fields[name] }

    /// What stands for a value: text, numbers and truth values themselves, structures as nodes, lists of such; nil for an
    /// optional that is empty, as the engine has it.
    static func plain(_ value: Any) -> Any? {
        if let text = value as? String { return text }
        if let flag = value as? Bool { return flag }
        if let number = value as? any BinaryInteger { return number }
        if let list = value as? [Any] { return list.compactMap { plain($0) } }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { plain($0.value) }
        case .struct, .class:
            var fields: [String: Any] = [:]
            for (name, value) in mirror.children {
                if let name, let value = plain(value) { fields[name] = value }
            }
            return ViewNode(fields: fields)
        default: return value
        }
    }
}
