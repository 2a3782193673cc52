// SPDX-License-Identifier: Apache-2.0

import Crypto
import NIOConcurrencyHelpers

/// What was in forms that were sent lately, by their `once`: sent again with other words they are another thing, though the
/// desk takes them for the same command.
final class SentForms: Sendable {
    /// Forms that are remembered; past it all are forgotten, and a form sent again is the same command again.
    private static let most = 4_096

    private let sent = NIOLockedValueBox<[String: String]>([:])

    /// Whether the form is new, or has the words that it had the first time.
    func takes(_ once: String, _ words: [String]) -> Bool {
        let digest = Self.digest(words)
        return sent.withLockedValue { sent in
            if sent.count >= Self.most { sent.removeAll() }
            if let first = sent[once] { return first == digest }
            sent[once] = digest
            return true
        }
    }

    /// It was refused: the next one with this mark is the first again.
    func forget(_ once: String) { sent.withLockedValue { $0[once] = nil } }

    /// Twenty hexadecimal digits that tell lists of words apart.
    static func digest(_ words: [String]) -> String {
        let bytes = words.flatMap { Array("\($0.utf8.count):\($0),".utf8) }
        return Hex.text(Array(SHA256.hash(data: bytes)).prefix(10))
    }
}

extension OfficerContext {
    /// The command's id of a form that can be sent with other words than before: then it is another command, which is
    /// decided on the version that it carries.
    func once(_ name: String, _ words: [String]) -> String? {
        once(name).map { "\($0)-\(SentForms.digest(words))" }
    }
}
