// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

extension ServerFrame {
    /// Writes what a file is, never what is in it, as an object.
    public static func attachment(_ file: Attachment, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("number", Int64(file.number))
            writer.member("name", file.name)
            writer.member("kind", file.kind.title)
            writer.member("media", file.kind.mediaType)
            writer.member("size", Int64(file.size))
            writer.member("at", file.at.iso8601)
            writer.member("by", file.by)
            guard let removal = file.removal else { return }
            writer.key("removed")
            writer.object { writer in
                writer.member("at", removal.at.iso8601)
                writer.member("by", removal.by)
                writer.member("reason", removal.reason)
            }
        }
    }
}
