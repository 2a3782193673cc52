// SPDX-License-Identifier: Apache-2.0

/// Tells when a folder of dialogs has changed and stands still again: an editor that is still saving is not read.
struct FolderWatch {
    /// What the folder looked like when its content was last read.
    private var read: FolderStamp
    private var last: FolderStamp

    init(_ stamp: FolderStamp) {
        read = stamp
        last = stamp
    }

    /// Notes a look at the folder.
    ///
    /// - Returns: whether it is to be read now: it differs from what was read, and from the look before it does not.
    mutating func look(_ stamp: FolderStamp) -> Bool {
        defer { last = stamp }
        guard stamp != read, stamp == last else { return false }
        read = stamp
        return true
    }
}
