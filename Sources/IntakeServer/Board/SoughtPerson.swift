// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import LineProtocol
import Vault

/// Somebody whose cases an officer looks for, with a reason. They are found by a blind index of telephones and of the
/// beginnings of names; who filed what it leads to is opened for the comparison, off the loop, and kept nowhere. The index
/// knows nothing of sealed cases: those are opened one after another, for whoever may see them.
struct SoughtPerson: Sendable {
    /// Cases that are told.
    static let most = 50
    /// Cases under one key that are opened, the newest first: the two characters that a name begins with may be those of many.
    static let mostOpened = 2_000

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

    /// Names of who filed a case and of those who came together, as they are compared.
    static func names(_ identity: [IdentityField: String]) -> [String] {
        let all =
            [identity[.name]].compactMap { $0 } + (identity[.companions] ?? "").split(separator: "\n").map(String.init)
        return all.map(plain).filter { !$0.isEmpty }
    }

    /// Names are compared without blanks and dots between their parts.
    private static func plain(_ name: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in name.unicodeScalars where !scalar.properties.isWhitespace && scalar != "·" && scalar != "•" {
            kept.append(scalar)
        }
        return String(kept)
    }

    private var key: Int64? {
        switch wanted {
        case .phone(let key): key
        case .name(let name): vault.nameKey(beginning: name)
        }
    }

    /// The cases that are that person's, the newest first; one more than ``most`` at most.
    func find(in store: any IntakeStore, viewer: Viewer) throws(StoreError) -> [CaseRecord] {
        guard let key else { return [] }
        let places = try store.personCases(under: key, limit: Self.mostOpened, viewer: viewer)
        var found: [CaseRecord] = []
        for one in places.sorted(by: { $0.number > $1.number }) {
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
            var identity: [IdentityField: String] = [:]
            for field in [IdentityField.name, .companions] {
                identity[field] = try store.identity(conversation, field, viewer: viewer)
            }
            return Self.names(identity).contains { $0.hasPrefix(name) }
        }
    }
}
