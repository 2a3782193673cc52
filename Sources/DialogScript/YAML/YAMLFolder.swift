// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Reads all YAML files of one folder.
public enum YAMLFolder {
    /// More files than this in one folder are a mistake (a wrong folder, an unpacked archive).
    public static let maximumFiles = 2000

    /// The roots of the `.yaml` files directly in `path`, in the order of their names; files that cannot be read give
    /// their error and are left out. Hidden files are passed over, `.yml` is answered with a warning.
    ///
    /// - Parameter name: what to call the folder in diagnostics, before `/file.yaml`; the path when left out.
    public static func read(_ path: String, as name: String? = nil, _ diagnostics: Diagnostics) -> [YAMLValue] {
        let shown = name ?? path
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            diagnostics.report(.unreadable, file: shown, "文件夹读不了；看看它在不在")
            return []
        }
        let files = names.filter { !$0.hasPrefix(".") }.sorted()
        guard files.count <= maximumFiles else {
            diagnostics.report(
                .tooLarge, file: shown, "有 \(files.count) 个文件，最多 \(maximumFiles) 个；是不是放错了文件夹？")
            return []
        }
        return files.compactMap { file in
            if file.hasSuffix(".yml") {
                diagnostics.report(.strayFile, file: "\(shown)/\(file)", "这个文件没有人读；改名成 .yaml")
                return nil
            }
            guard file.hasSuffix(".yaml") else { return nil }
            return YAMLValue.read(path: "\(path)/\(file)", as: "\(shown)/\(file)", diagnostics)
        }
    }
}
