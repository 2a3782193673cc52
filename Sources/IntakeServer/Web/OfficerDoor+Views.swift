// SPDX-License-Identifier: Apache-2.0

import IntakeModel
public import IntakeStore
public import LineProtocol

/// Lists that an officer keeps: with their account, so that they are there in every browser.
extension OfficerDoor {
    public func views(of pass: OfficerPass) async -> [SavedView] {
        await onLoop { [desk] in desk.officers.find(id: pass.id)?.views ?? [] }
    }

    /// Keeps a view in the place of the one of the same name.
    ///
    /// - Throws: `badRequest` with what is wrong with it.
    public func keep(view: SavedView, _ pass: OfficerPass) async throws(WireError) {
        guard SavedView.nameLength.contains(view.name.unicodeScalars.count) else {
            throw WireError(.badRequest, "给清单起个名字，最多 \(SavedView.nameLength.upperBound) 个字。")
        }
        guard view.query.utf8.count <= SavedView.queryBytes else { throw WireError(.badRequest) }
        try await change(pass) { views in
            if let index = views.firstIndex(where: { $0.name == view.name }) {
                views[index] = view
                return true
            }
            guard views.count < SavedView.most else { return false }
            views.append(view)
            return true
        }
    }

    /// Forgets a view; one that is not there is forgotten already.
    public func drop(view name: String, _ pass: OfficerPass) async throws(WireError) {
        try await change(pass) { views in
            views.removeAll { $0.name == name }
            return true
        }
    }

    /// - Parameter body: false: there are too many.
    private func change(
        _ pass: OfficerPass, _ body: @escaping @Sendable (inout [SavedView]) -> Bool
    ) async throws(WireError) {
        let badge = pass.officer.badge
        let views = try await write { store throws(StoreError) -> [SavedView]? in
            guard var account = try store.account(badge: badge) else { return [] }
            guard body(&account.views) else { return nil }
            try store.save(account: account)
            return account.views
        }
        guard let views else { throw WireError(.badRequest, "最多存 \(SavedView.most) 张清单，先删一张。") }
        await onLoop { [desk] in
            for session in desk.officers.all where session.officer.badge == badge { session.views = views }
        }
    }
}
