// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// The system's SQLite, opened at run time: for forging databases, apart from the program's own store.
enum SQLiteLibrary {
    static func execute(_ path: String, _ statements: String...) throws {
        guard let library = dlopen("libsqlite3.so.0", RTLD_NOW) else {
            throw TestFailure("there is no libsqlite3.so.0")
        }
        defer { dlclose(library) }
        typealias Open = @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<OpaquePointer?>) -> Int32
        typealias Execute =
            @convention(c) (
                OpaquePointer?, UnsafePointer<CChar>, OpaquePointer?, OpaquePointer?, OpaquePointer?
            ) -> Int32
        typealias Close = @convention(c) (OpaquePointer?) -> Int32
        guard let open = dlsym(library, "sqlite3_open"), let execute = dlsym(library, "sqlite3_exec"),
            let close = dlsym(library, "sqlite3_close")
        else { throw TestFailure("libsqlite3.so.0 lacks its functions") }
        var database: OpaquePointer?
        guard unsafeBitCast(open, to: Open.self)(path, &database) == 0 else {
            throw TestFailure("\(path) does not open")
        }
        defer { _ = unsafeBitCast(close, to: Close.self)(database) }
        for statement in statements {
            let result = unsafeBitCast(execute, to: Execute.self)(database, statement, nil, nil, nil)
            guard result == 0 else { throw TestFailure("\(statement): SQLite error \(result)") }
        }
    }
}
