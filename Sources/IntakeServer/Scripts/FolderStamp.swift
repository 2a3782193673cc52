// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a folder of dialogs looks like from outside: names, sizes and times of its YAML files.
struct FolderStamp: Sendable, Hashable {
    private struct File: Sendable, Hashable {
        var name: String
        var size: Int
        var modified: Date
        /// Another file of the same name, size and time is still another file.
        var number: Int
    }

    private let files: [File]

    /// A folder that cannot be listed looks empty; reading it will say why.
    init(of directory: String) {
        let folder = URL(fileURLWithPath: directory).resolvingSymlinksInPath().path
        let manager = FileManager.default
        var files: [File] = []
        for name in (try? manager.subpathsOfDirectory(atPath: folder)) ?? [] where name.hasSuffix(".yaml") {
            guard let attributes = try? manager.attributesOfItem(atPath: "\(folder)/\(name)") else { continue }
            files.append(
                File(
                    name: name, size: attributes[.size] as? Int ?? 0,
                    modified: attributes[.modificationDate] as? Date ?? .distantPast,
                    number: attributes[.systemFileNumber] as? Int ?? 0))
        }
        self.files = files.sorted { $0.name < $1.name }
    }
}
