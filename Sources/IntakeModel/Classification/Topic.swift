// SPDX-License-Identifier: Apache-2.0

/// A class of the content tree (内容分类): a first level and, where it is known, a second.
///
/// The names are data (`dialogs/cues/topic.yaml`), because they date from before the reform of 2018 and will change;
/// the written form is `城乡建设` or `城乡建设_住房保障与房地产`.
public struct Topic: RawRepresentable, Sendable, Hashable {
    /// The name of the first level, one of 17 in the shipped tree; never empty.
    public let level1: String
    /// The name of the second level, or nil when only the first is known.
    public let level2: String?

    /// A topic of the given levels; an empty second level counts as none.
    public init(level1: String, level2: String? = nil) {
        self.level1 = level1
        self.level2 = level2 == "" ? nil : level2
    }

    /// Reads the written form: `一级` or `一级_二级`; what follows a second underscore is dropped. Nil if the first
    /// level is empty.
    public init?(rawValue: String) {
        let parts = rawValue.split(separator: "_", omittingEmptySubsequences: false)
        guard let first = parts.first, !first.isEmpty else { return nil }
        self.init(level1: String(first), level2: parts.count > 1 ? String(parts[1]) : nil)
    }

    public var rawValue: String {
        guard let level2 else { return level1 }
        return level1 + "_" + level2
    }

    /// The same topic without its second level.
    public var top: Topic { Topic(level1: level1) }

    /// 其他: where nothing speaks for any class.
    public static let other = Topic(level1: "其他")
}

extension Topic: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let topic = Topic(rawValue: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a topic must not be empty")
        }
        self = topic
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
