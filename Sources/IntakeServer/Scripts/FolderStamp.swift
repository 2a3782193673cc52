// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a folder of dialogs looks like from outside: names, sizes and times of its YAML files.
///
/// It is looked at every second for as long as the server runs, so it is read with the system's own calls: Foundation's
/// attributes of 400 files cost thirty milliseconds, these less than one.
struct FolderStamp: Sendable, Hashable {
    private struct File: Sendable, Hashable {
        var name: String
        var size: Int64
        /// Seconds and nanoseconds.
        var modified: [Int64]
        /// Another file of the same name, size and time is still another file.
        var number: UInt64
    }

    /// Folders within folders: deeper ones hold nothing that is read.
    private static let deepest = 8

    private let files: [File]

    /// A folder that cannot be listed looks empty; reading it will say why.
    init(of directory: String) {
        var files: [File] = []
        Self.list(directory, "", depth: 0, into: &files)
        self.files = files.sorted { $0.name < $1.name }
    }

    private static func list(_ folder: String, _ prefix: String, depth: Int, into files: inout [File]) {
        guard depth < deepest, let stream = opendir(folder) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard !name.hasPrefix(".") else { continue }
            var info = stat()
            // A link counts as what it points to, but a folder behind a link is not gone into: it may lead round.
            guard fstatat(dirfd(stream), name, &info, 0) == 0 else { continue }
            if info.st_mode & S_IFMT == S_IFDIR {
                var link = stat()
                guard fstatat(dirfd(stream), name, &link, AT_SYMLINK_NOFOLLOW) == 0, link.st_mode & S_IFMT == S_IFDIR
                else { continue }
                list("\(folder)/\(name)", "\(prefix)\(name)/", depth: depth + 1, into: &files)
            } else if name.hasSuffix(".yaml") || name.hasSuffix(".mustache") {
                #if canImport(Darwin)
                    let time = info.st_mtimespec
                #else
                    let time = info.st_mtim
                #endif
                files.append(
                    File(
                        name: prefix + name, size: Int64(info.st_size),
                        modified: [Int64(time.tv_sec), Int64(time.tv_nsec)], number: UInt64(info.st_ino)))
            }
        }
    }
}
