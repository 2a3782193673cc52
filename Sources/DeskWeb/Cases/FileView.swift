// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// A scan on a list.
struct FileView: Sendable {
    var address: String
    var name: String
    var kind: String
    var size: String
    var added: String

    init(_ object: JSONObject, of place: String, today: CivilDate) {
        address = "/desk/files/\(place)/\(object.integer("number"))"
        name = object.text("name")
        kind = object.text("kind")
        size = Self.size(object.integer("size"))
        added = "\(CaseDates.moment(object.text("at"), today: today).day)，\(object.text("by")) 号存"
    }

    init(_ file: Attachment, of place: String, today: CivilDate) {
        address = "/desk/files/\(place)/\(file.number)"
        name = file.name
        kind = file.kind.title
        size = Self.size(file.size)
        added = "\(CaseDates.shown(CivilDate(file.at), today: today))，\(file.by) 号存"
    }

    static func size(_ bytes: Int) -> String {
        if bytes < 1024 { return "\(bytes) 字节" }
        if bytes < 1 << 20 { return "\((bytes + 512) >> 10) KB" }
        return "\(bytes >> 20).\(((bytes & 0xFFFFF) * 10) >> 20) MB"
    }
}
