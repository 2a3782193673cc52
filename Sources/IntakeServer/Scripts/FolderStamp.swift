// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a folder of dialogs looks like from outside: names, sizes and times of what is read of it, as one sum.
///
/// It is looked at again and again for as long as the server runs, so it is read with the system's own calls, and nothing
/// is kept of a file but its share of the sum: ten thousand files cost some ten milliseconds.
struct FolderStamp: Sendable, Hashable {
    /// Folders within folders: deeper ones hold nothing that is read.
    private static let deepest = 8

    private var files = 0
    /// The order in which a folder lists its files does not count.
    private var sum: UInt64 = 0

    /// A folder that cannot be listed looks empty; reading it will say why.
    init(of directory: String) {
        list(directory, Mix(), depth: 0)
    }

    private mutating func list(_ folder: String, _ above: Mix, depth: Int) {
        guard depth < Self.deepest, let stream = opendir(folder) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            withUnsafeBytes(of: &entry.pointee.d_name) { field in
                let name = field.prefix { $0 != 0 }
                guard name.first != UInt8(ascii: "."), let start = field.bindMemory(to: CChar.self).baseAddress else {
                    return
                }
                var info = stat()
                // A link counts as what it points to, but a folder behind a link is not gone into: it may lead round.
                guard fstatat(dirfd(stream), start, &info, 0) == 0 else { return }
                if info.st_mode & S_IFMT == S_IFDIR {
                    var link = stat()
                    guard fstatat(dirfd(stream), start, &link, AT_SYMLINK_NOFOLLOW) == 0,
                        link.st_mode & S_IFMT == S_IFDIR
                    else { return }
                    list("\(folder)/\(String(decoding: name, as: UTF8.self))", above.with(name), depth: depth + 1)
                } else if Self.isRead(name) {
                    add(above.with(name), info)
                }
            }
        }
    }

    private static func isRead(_ name: Slice<UnsafeRawBufferPointer>) -> Bool {
        name.suffix(5).elementsEqual(".yaml".utf8) || name.suffix(9).elementsEqual(".mustache".utf8)
    }

    private mutating func add(_ path: Mix, _ info: stat) {
        #if canImport(Darwin)
            let time = info.st_mtimespec
        #else
            let time = info.st_mtim
        #endif
        files += 1
        // Another file of the same name, size and time is still another file.
        sum &+= path.with(info.st_size).with(time.tv_sec).with(time.tv_nsec).with(info.st_ino).value
    }

    /// A hash that is the same in every process: SplitMix64 over words.
    private struct Mix {
        var value: UInt64 = 0

        func with(_ word: some BinaryInteger) -> Mix {
            var z = value &+ UInt64(truncatingIfNeeded: word) &+ 0x9E37_79B9_7F4A_7C15
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return Mix(value: z ^ (z >> 31))
        }

        /// The name of a folder or file within the one before.
        func with(_ name: Slice<UnsafeRawBufferPointer>) -> Mix {
            name.reduce(with(name.count)) { $0.with($1) }
        }
    }
}
