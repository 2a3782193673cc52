// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel

extension Office {
    /// Whom an alarm rings, in order: who is on duty now, then the rest of the roster, then the reserve.
    func dutyBadges(at now: Timestamp) -> [String] {
        let time = now.timeOfDay
        let minute = time.hour * 60 + time.minute
        let day = CivilDate(now).weekday
        let onDuty = roster.filter { $0.days.contains(day) && $0.minutes.contains(minute) }
        var badges: [String] = []
        for badge in onDuty.map(\.badge) + roster.map(\.badge) + [reserve] where !badges.contains(badge) {
            badges.append(badge)
        }
        return badges
    }

    func phone(ofUnit name: String) -> String? { unit(name)?.phone }
}
