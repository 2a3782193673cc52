// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// A scan on a list.
struct FileView: Sendable {
    var number: Int
    var address: String
    var name: String
    var kind: String
    var size: String
    var added: String
    /// Why, when and by whom it was taken away; nil while it is there.
    var removed: String?

    init(_ object: JSONObject, of place: String, today: CivilDate) {
        number = object.integer("number")
        address = "/desk/files/\(place)/\(number)"
        name = object.text("name")
        kind = object.text("kind")
        size = Self.size(object.integer("size"))
        added = "\(CaseDates.moment(object.text("at"), today: today).day)，\(object.text("by")) 号存"
        removed = object["removed"]?.object.map { removal in
            let day = CaseDates.moment(removal.text("at"), today: today).day
            return Self.removed(on: day, by: removal.text("by"), removal.text("reason"))
        }
    }

    init(_ file: Attachment, of place: String, today: CivilDate) {
        number = file.number
        address = "/desk/files/\(place)/\(file.number)"
        name = file.name
        kind = file.kind.title
        size = Self.size(file.size)
        added = "\(CaseDates.shown(CivilDate(file.at), today: today))，\(file.by) 号存"
        removed = file.removal.map { removal in
            Self.removed(
                on: CaseDates.shown(CivilDate(removal.at), today: today), by: removal.by, removal.reason)
        }
    }

    private static func removed(on day: String, by badge: String, _ reason: String) -> String {
        "\(day) \(badge) 号撤掉：\(reason)"
    }

    static func size(_ bytes: Int) -> String {
        if bytes < 1024 { return "\(bytes) 字节" }
        if bytes < 1 << 20 { return "\((bytes + 512) >> 10) KB" }
        return "\(bytes >> 20).\(((bytes & 0xFFFFF) * 10) >> 20) MB"
    }
}
