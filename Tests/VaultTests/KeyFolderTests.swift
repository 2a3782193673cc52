// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Vault

@Suite struct KeyFolderTests {
    /// A folder of its own that goes with the test.
    private final class Scratch {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("vault-\(UUID().uuidString)").path
        var keys: String { "\(path)/keys" }

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func mode(_ path: String) throws -> Int {
            try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
        }

        func set(_ mode: Int, _ path: String) throws {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }
    }

    private static let names = ["general", "sealed", "code", "token"]

    @Test func keysAreMadeOnceForTheOwnerOnly() throws {
        let scratch = try Scratch()
        let made = try Vault.open(folder: scratch.keys, create: true)
        #expect(try scratch.mode(scratch.keys) == 0o700)
        let files = try FileManager.default.contentsOfDirectory(atPath: scratch.keys)
        #expect(Set(files) == Set(Self.names.map { "\($0).key" }))
        for file in files { #expect(try scratch.mode("\(scratch.keys)/\(file)") == 0o600) }
        #expect(try Vault.open(folder: scratch.keys, create: true).fingerprint == made.fingerprint)
        #expect(try Vault.open(folder: scratch.keys, create: false).fingerprint == made.fingerprint)
    }

    @Test func withoutLeaveNoKeyIsMade() throws {
        let scratch = try Scratch()
        let error = #expect(throws: VaultError.self) { try Vault.open(folder: scratch.keys, create: false) }
        #expect(error?.code == .missing)
        #expect(!FileManager.default.fileExists(atPath: scratch.keys))
    }

    @Test(arguments: names) func aMissingKeyIsNotMadeAnew(_ name: String) throws {
        let scratch = try Scratch()
        _ = try Vault.open(folder: scratch.keys, create: true)
        let file = "\(scratch.keys)/\(name).key"
        try FileManager.default.removeItem(atPath: file)
        let error = #expect(throws: VaultError.self) { try Vault.open(folder: scratch.keys, create: false) }
        #expect(error?.code == .missing)
        #expect(error?.message.contains(file) == true)
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test func aKeyThatOthersCanReadIsRefusedWithTheCure() throws {
        let scratch = try Scratch()
        _ = try Vault.open(folder: scratch.keys, create: true)
        let file = "\(scratch.keys)/code.key"
        try scratch.set(0o640, file)
        let open = #expect(throws: VaultError.self) { try Vault.open(folder: scratch.keys, create: false) }
        #expect(open?.code == .permissions)
        #expect(open?.message.contains("chmod 600 \(file)") == true)
        try scratch.set(0o600, file)
        try scratch.set(0o750, scratch.keys)
        let folder = #expect(throws: VaultError.self) { try Vault.open(folder: scratch.keys, create: false) }
        #expect(folder?.message.contains("chmod 700 \(scratch.keys)") == true)
        try scratch.set(0o700, scratch.keys)
    }

    @Test func aCutKeyIsToldFromAWholeOne() throws {
        let scratch = try Scratch()
        _ = try Vault.open(folder: scratch.keys, create: true)
        let file = "\(scratch.keys)/sealed.key"
        let whole = try Data(contentsOf: URL(fileURLWithPath: file))
        for length in 0..<whole.count - 1 {
            try whole.prefix(length).write(to: URL(fileURLWithPath: file))
            try scratch.set(0o600, file)
            let error = #expect(throws: VaultError.self) { try Vault.open(folder: scratch.keys, create: true) }
            #expect(error?.code == .malformed)
        }
    }

    @Test func mixedUpKeysAreNoticed() throws {
        let scratch = try Scratch()
        _ = try Vault.open(folder: scratch.keys, create: true)
        let general = "\(scratch.keys)/general.key"
        let sealed = "\(scratch.keys)/sealed.key"
        try FileManager.default.removeItem(atPath: sealed)
        try FileManager.default.copyItem(atPath: general, toPath: sealed)
        let error = #expect(throws: VaultError.self) { try Vault.open(folder: scratch.keys, create: false) }
        #expect(error?.code == .malformed)
        #expect(error?.message.contains("mixed up") == true)
    }
}
