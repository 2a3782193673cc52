// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Reads all YAML files of one folder.
public enum YAMLFolder {
    /// More files than this in one folder are a mistake (a wrong folder, an unpacked archive).
    public static let maximumFiles = 2000

    /// The roots of the `.yaml` files directly in `path`, in the order of their names; files that cannot be read give
    /// their error and are left out. Hidden files are passed over, `.yml` is answered with an error.
    ///
    /// - Parameter name: what to call the folder in diagnostics, before `/file.yaml`; the path when left out.
    public static func read(_ path: String, as name: String? = nil, _ diagnostics: Diagnostics) -> [YAMLValue] {
        let shown = name ?? path
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            diagnostics.error("YAML001", file: shown, "the folder cannot be read; check that it is there")
            return []
        }
        let files = names.filter { !$0.hasPrefix(".") }.sorted()
        guard files.count <= maximumFiles else {
            diagnostics.error(
                "YAML003", file: shown, "holds \(files.count) files; \(maximumFiles) are the most, is it the right one?"
            )
            return []
        }
        return files.compactMap { file in
            if file.hasSuffix(".yml") {
                diagnostics.error("YAML001", file: "\(shown)/\(file)", "is not read; call it \".yaml\"")
                return nil
            }
            guard file.hasSuffix(".yaml") else { return nil }
            return YAMLValue.read(path: "\(path)/\(file)", as: "\(shown)/\(file)", diagnostics)
        }
    }
}
