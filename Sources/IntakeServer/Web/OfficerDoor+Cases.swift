// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
public import LineProtocol

/// What a case's page knows of beside the case: who else is at it, and whether it moved on.
extension OfficerDoor {
    /// The officer's page of a case is open.
    ///
    /// - Parameter number: as it is stored; of a case that the officer may see.
    /// - Returns: badges of the others who are there.
    public func look(at number: String, _ pass: OfficerPass) async -> [String] {
        await onLoop { [desk] in
            let badge = pass.officer.badge
            let isNew = desk.caseWatchers.look(number, badge, at: desk.clock.monotonic())
            let others = desk.caseWatchers.badges(number).subtracting([badge])
            if isNew { desk.officers.note(.matter(number), to: others) }
            return others.sorted()
        }
    }

    /// The version of a case, without a look at what it says.
    ///
    /// - Throws: `notFound` where the officer may not see it.
    public func version(ofCase number: String, _ pass: OfficerPass) async throws(WireError) -> Int {
        let viewer = pass.officer.viewer
        let found = try await read(pass.officer) { reading throws(StoreError) in
            try reading.store.caseRecord(number: StaffSession.canonical(number), viewer: viewer).map {
                CaseFile($0).version
            }
        }
        guard let found else { throw WireError(.notFound) }
        return found
    }
}

extension Desk {
    /// Those cases changed: whoever has one open is told.
    func tellWatchers(of numbers: [String]) {
        for number in Set(numbers) {
            let badges = caseWatchers.badges(number)
            if !badges.isEmpty { officers.note(.matter(number), to: badges) }
        }
    }

    /// Who closed a case's page some time ago is not there any more.
    func tendWatchers() {
        for (number, badges) in caseWatchers.forget(before: clock.monotonic() - limits.browsers.presence) {
            officers.note(.matter(number), to: badges)
        }
    }
}
