// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import LineProtocol
import Vault

/// Somebody whose cases an officer looks for, with a reason. There is no index of names: what is sealed is opened for the
/// comparison, one case after another, off the loop, and kept nowhere. (The blind index of telephones knows open cases of
/// the general lane alone.)
struct SoughtPerson: Sendable {
    /// Cases that are told.
    static let most = 50

    private enum Wanted: Sendable {
        case phone(key: Int64)
        case name(String)
    }

    private let wanted: Wanted
    private let vault: Vault
    /// What was looked for, for the audit trail; never whom.
    let kind: String

    /// nil when it stands for nobody.
    init?(_ person: StaffFrame.Person, _ vault: Vault) {
        self.vault = vault
        switch person {
        case .phone(let text):
            guard let key = vault.personKey(.phone, text) else { return nil }
            wanted = .phone(key: key)
            kind = "电话"
        case .name(let text):
            let name = Self.plain(text)
            guard name.unicodeScalars.count >= 2 else { return nil }
            wanted = .name(name)
            kind = "姓名"
        }
    }

    /// Names are compared without blanks and dots between their parts.
    private static func plain(_ name: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in name.unicodeScalars where !scalar.properties.isWhitespace && scalar != "·" && scalar != "•" {
            kept.append(scalar)
        }
        return String(kept)
    }

    /// The cases among these that are that person's, in their order; one more than ``most`` at most.
    func find(
        among cases: [(number: String, conversation: ConversationID, lane: Lane)], in store: any IntakeStore,
        viewer: Viewer
    ) throws(StoreError) -> [CaseRecord] {
        var found: [CaseRecord] = []
        for one in cases {
            guard try isTheirs(one.conversation, store, viewer) else { continue }
            guard let record = try store.caseRecord(number: one.number, viewer: viewer) else { continue }
            found.append(record)
            guard found.count <= Self.most else { break }
        }
        return found
    }

    private func isTheirs(
        _ conversation: ConversationID, _ store: any IntakeStore, _ viewer: Viewer
    ) throws(StoreError) -> Bool {
        switch wanted {
        case .phone(let key):
            guard let phone = try store.identity(conversation, .phone, viewer: viewer) else { return false }
            return vault.personKey(.phone, phone) == key
        case .name(let name):
            if let own = try store.identity(conversation, .name, viewer: viewer), Self.plain(own).hasPrefix(name) {
                return true
            }
            // Those who came together stand a name a line.
            guard let others = try store.identity(conversation, .companions, viewer: viewer) else { return false }
            return others.split(separator: "\n").contains { Self.plain(String($0)).hasPrefix(name) }
        }
    }
}
