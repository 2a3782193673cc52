// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import IntakeModel

/// The files of a dialogs folder, by path within it, in order of path.
public struct ScriptFolder: Sendable, Hashable {
    public struct File: Sendable, Hashable {
        /// `flows/start.yaml`.
        public let path: String
        public let bytes: [UInt8]
    }

    public private(set) var files: [File]

    /// Reads every `.yaml` file under `directory`; `.yml` is taken along, so that the check can say that nobody reads it.
    ///
    /// - Parameter isWhole: whether conversation tests and examples are wanted, too, of which a conversation knows nothing.
    public static func read(
        _ directory: String, isWhole: Bool = true, _ diagnostics: Diagnostics
    ) -> ScriptFolder {
        var files: [File] = []
        // A link to a folder is listed as what it points to.
        let resolved = URL(fileURLWithPath: directory).resolvingSymlinksInPath().path
        guard let names = try? FileManager.default.subpathsOfDirectory(atPath: resolved) else {
            diagnostics.report(.unreadable, file: directory, "这个文件夹读不了；写话术文件夹的名字")
            return ScriptFolder(files: [])
        }
        for name in names.sorted() where name.hasSuffix(".yaml") || name.hasSuffix(".yml") || isTemplate(name) {
            if !isWhole, name.hasPrefix("tests/") || name.hasPrefix("examples/") { continue }
            if name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { continue }
            guard let data = FileManager.default.contents(atPath: resolved + "/" + name) else {
                diagnostics.report(.unreadable, file: name, "读不了；看看文件在不在、能不能读")
                continue
            }
            files.append(File(path: name, bytes: Array(data)))
        }
        return ScriptFolder(files: files)
    }

    /// The files in this folder, without those deeper in the tree when `path` names a file.
    public func files(under path: String) -> [File] {
        files.filter { $0.path == path || $0.path.hasPrefix(path + "/") }
    }

    /// Without the conversation tests, which say nothing about how a conversation goes on, and what nobody reads.
    var withoutTests: ScriptFolder {
        ScriptFolder(
            files: files.filter {
                !$0.path.hasPrefix("tests/") && ($0.path.hasSuffix(".yaml") || Self.isTemplate($0.path))
            })
    }

    /// What a conversation goes on by: without the examples, for what was learned from them is in the model, and without
    /// the templates of documents, of which always the present ones are used.
    var ofConversation: ScriptFolder {
        ScriptFolder(files: files.filter { !$0.path.hasPrefix("examples/") && !$0.path.hasPrefix("documents/") })
    }

    /// Whether it is a template of a document.
    static func isTemplate(_ path: String) -> Bool { path.hasPrefix("documents/") && path.hasSuffix(".mustache") }

    private static let formatVersion: UInt8 = 1

    /// One blob.
    func encode() -> [UInt8] {
        var writer = ByteWriter(reserving: files.reduce(16) { $0 + $1.bytes.count + $1.path.utf8.count + 8 })
        writer.byte(Self.formatVersion)
        writer.array(files) { writer, file in
            writer.string(file.path)
            writer.blob(file.bytes)
        }
        return writer.bytes
    }

    init(decoding bytes: [UInt8]) throws(StoredFormatError) {
        var reader = ByteReader(bytes)
        let version = try reader.byte()
        guard version == Self.formatVersion else { throw StoredFormatError("script sources of format \(version)") }
        files = try reader.array { (reader: inout ByteReader) throws(StoredFormatError) -> File in
            File(path: try reader.string(), bytes: try reader.blob())
        }
        guard reader.isAtEnd else { throw StoredFormatError("script sources longer than they say") }
    }

    init(files: [File]) { self.files = files }

    init(files: [String: String]) {
        self.init(files: files.sorted { $0.key < $1.key }.map { File(path: $0.key, bytes: Array($0.value.utf8)) })
    }
}
