// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import Vault

extension StoreConformance {
    private static func account(_ badge: String) -> OfficerAccount {
        OfficerAccount(
            badge: badge,
            password: PasswordHash(
                cost: PasswordHash.Cost(rounds: 16, parallelism: 1), salt: [1, 2, 3], key: Array(0..<32)),
            mustChange: true, changedAt: Timestamp(milliseconds: 1_700_000_000_123))
    }

    static let accountChecks: [Check] = [
        Check("how an officer logs in is kept, replaced, and nobody else's") { fixture in
            try equal(try fixture.second.hasAccounts(), false)
            try fixture.store.save(
                officer: Officer(badge: "012", name: "王敏", unit: "接访科", roles: [.intake]), tokenHash: [])
            try fixture.store.save(
                officer: Officer(badge: "013", name: "李强", unit: "接访科", roles: [.cases]), tokenHash: [])
            try equal(try fixture.second.account(badge: "012"), nil)
            var account = account("012")
            try fixture.store.save(account: account)
            try equal(try fixture.second.account(badge: "012"), account)
            try equal(try fixture.second.account(badge: "013"), nil)
            try equal(try fixture.second.hasAccounts(), true)
            account.mustChange = false
            account.secret = Array(1...20)
            account.lastStep = 58_000_000
            account.views = [SavedView(name: "我的", query: "list=open&officer=012"), SavedView(name: "空", query: "")]
            try equal(account.addWrong(at: fixture.clock.now), false)
            try fixture.store.save(account: account)
            try equal(try fixture.second.account(badge: "012"), account)
            for _ in 0..<4 { _ = account.addWrong(at: fixture.clock.now) }
            try require(account.lockedUntil != nil && account.wrong == 0)
            try fixture.store.save(account: account)
            try equal(try fixture.second.account(badge: "012"), account)
            // The officer's own record may change without it.
            try fixture.store.save(
                officer: Officer(badge: "012", name: "王敏", unit: "督查科", roles: [.cases], disabled: true),
                tokenHash: [])
            try equal(try fixture.second.account(badge: "012"), account)
        },
        Check("nobody logs in who is no officer") { fixture in
            try refuses(.invalid) { try fixture.store.save(account: account("099")) }
            try equal(try fixture.second.account(badge: "099"), nil)
            try equal(try fixture.second.hasAccounts(), false)
        },
    ]
}
