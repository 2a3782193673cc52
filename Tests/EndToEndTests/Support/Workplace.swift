// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where the built program and the dialogs are, and folders to work in.
enum Workplace {
    /// The built program: beside the test bundle, or what the environment variable `E2E_EXECUTABLE` names.
    static let executable: String = {
        if let named = ProcessInfo.processInfo.environment["E2E_EXECUTABLE"], !named.isEmpty { return named }
        var places = [Bundle.main.bundleURL, Bundle.main.executableURL?.deletingLastPathComponent()].compactMap(\.self)
        for argument in CommandLine.arguments {
            var url = URL(fileURLWithPath: argument).standardizedFileURL
            while url.path != "/", url.pathExtension != "xctest" { url.deleteLastPathComponent() }
            if url.pathExtension == "xctest" { places.append(url.deletingLastPathComponent()) }
        }
        for place in places {
            for folder in [place, place.deletingLastPathComponent()] {
                let path = folder.appendingPathComponent("shouwen").path
                if FileManager.default.isExecutableFile(atPath: path), !isFolder(path) { return path }
            }
        }
        return "shouwen"
    }()

    /// The checkout that the tests were compiled from.
    static let root: String = {
        var url = URL(fileURLWithPath: #filePath)
        while url.path != "/" {
            url.deleteLastPathComponent()
            if isFolder(url.appendingPathComponent("dialogs").path) { return url.path }
        }
        return FileManager.default.currentDirectoryPath
    }()

    static var dialogs: String { "\(root)/dialogs" }

    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// Runs `body` in a fresh folder that is gone afterwards.
    static func withFolder<T>(_ body: (String) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shouwen-e2e-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }

    /// Whether a program of that name is on the path.
    static func has(_ program: String) -> Bool { path(of: program) != nil }

    static func path(of program: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) && !isFolder($0) }
    }
}

/// What a test waited for did not come, or something else came.
struct TestFailure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
