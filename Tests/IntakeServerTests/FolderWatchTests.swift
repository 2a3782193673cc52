// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import IntakeServer

@Suite("Watching a folder of dialogs")
struct FolderWatchTests {
    /// A folder whose one file says `text`; its stamp.
    private func stamp(_ folder: URL, _ text: String) throws -> FolderStamp {
        try Data(text.utf8).write(to: folder.appendingPathComponent("a.yaml"))
        return FolderStamp(of: folder.path)
    }

    @Test("It is read once it has changed and stands still")
    func transitions() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("watch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (one, two, three) = (try stamp(folder, "1"), try stamp(folder, "22"), try stamp(folder, "333"))
        #expect(one != two && two != three)
        var watch = FolderWatch(one)
        // event → action
        let looks: [(FolderStamp, Bool)] = [
            (one, false), (one, false),  // nothing changed
            (two, false), (three, false),  // somebody is saving
            (three, true), (three, false),  // stands still: read once
            (one, false), (three, false),  // changed and back before it stood still
            (three, false),  // is what was read
            (one, false), (one, true),  // the old content again is a change, too
        ]
        for (index, (stamp, reads)) in looks.enumerated() {
            #expect(watch.look(stamp) == reads, "look \(index)")
        }
    }

    @Test("Other files than YAML, and a folder that is not there, are no change")
    func otherFiles() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("watch-\(UUID().uuidString)")
        #expect(FolderStamp(of: folder.path) == FolderStamp(of: "/nonexistent"))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let before = try stamp(folder, "1")
        try Data("x".utf8).write(to: folder.appendingPathComponent("a.yaml~"))
        #expect(FolderStamp(of: folder.path) == before)
    }

    @Test("Files deeper in the tree count, hidden ones and those behind a link to a folder do not")
    func tree() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("watch-\(UUID().uuidString)")
        let inner = folder.appendingPathComponent("flows/甲")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let before = try stamp(folder, "1")
        try Data("x".utf8).write(to: folder.appendingPathComponent("flows/.a.yaml"))
        try FileManager.default.createSymbolicLink(
            at: folder.appendingPathComponent("round"), withDestinationURL: folder)
        #expect(FolderStamp(of: folder.path) == before)
        try Data("x".utf8).write(to: inner.appendingPathComponent("b.yaml"))
        let after = FolderStamp(of: folder.path)
        #expect(after != before)
        // The same size at another time.
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_000_000)],
            ofItemAtPath: inner.appendingPathComponent("b.yaml").path)
        #expect(FolderStamp(of: folder.path) != after)
        // A folder that is itself a link is looked into.
        let link = folder.appendingPathExtension("link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder)
        defer { try? FileManager.default.removeItem(at: link) }
        #expect(FolderStamp(of: link.path) == FolderStamp(of: folder.path))
    }
}
