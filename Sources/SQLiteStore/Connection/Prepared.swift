// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// A prepared statement used without GRDB's argument checks and rows: binding and stepping are what a turn's cost is
/// made of. Every use binds all parameters anew and ends with `reset`.
struct Prepared {
    /// Keeps the handle alive.
    private let statement: Statement
    private let handle: OpaquePointer

    init(_ statement: Statement) {
        self.statement = statement
        handle = statement.sqliteStatement
    }

    /// A statement kept by the connection under its text.
    init(_ db: Database, _ sql: String) throws {
        self.init(try db.cachedStatement(sql: sql))
    }

    // SQLite copies what is bound with this destructor, so that nothing has to outlive the call.
    private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(handle, index, value) }

    func bind(_ index: Int32, _ value: Int64?) {
        if let value { bind(index, value) } else { sqlite3_bind_null(handle, index) }
    }

    func bind(_ index: Int32, _ value: Bool) { bind(index, value ? 1 : 0 as Int64) }

    func bind(_ index: Int32, _ value: String?) {
        guard var value else {
            sqlite3_bind_null(handle, index)
            return
        }
        value.withUTF8 { utf8 in
            // An empty text has no address, and a null address would bind NULL.
            if let base = utf8.baseAddress {
                base.withMemoryRebound(to: CChar.self, capacity: utf8.count) {
                    _ = sqlite3_bind_text(handle, index, $0, Int32(utf8.count), Self.transient)
                }
            } else {
                sqlite3_bind_text(handle, index, "", 0, Self.transient)
            }
        }
    }

    func bind(_ index: Int32, _ value: [UInt8]?) {
        guard let value else {
            sqlite3_bind_null(handle, index)
            return
        }
        value.withUnsafeBytes { bytes in
            if bytes.isEmpty {
                _ = sqlite3_bind_zeroblob(handle, index, 0)
            } else {
                _ = sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), Self.transient)
            }
        }
    }

    /// Binds the bytes without copying them and runs the statement while they stand still.
    func run(binding value: [UInt8], at index: Int32) throws(SQLiteFailure) {
        let code = value.withUnsafeBytes { bytes in
            sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), nil)
            let code = sqlite3_step(handle)
            sqlite3_reset(handle)
            // What was bound is gone when this returns.
            sqlite3_bind_null(handle, index)
            return code
        }
        guard code == SQLITE_DONE else { throw failure(code) }
    }

    /// Runs a statement that returns no rows.
    func run() throws(SQLiteFailure) {
        let code = sqlite3_step(handle)
        sqlite3_reset(handle)
        guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure(code) }
    }

    /// Goes to the next row; false after the last one, and then the statement is reset.
    func next() throws(SQLiteFailure) -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        sqlite3_reset(handle)
        guard code == SQLITE_DONE else { throw failure(code) }
        return false
    }

    /// Ends a statement before its last row.
    func reset() { sqlite3_reset(handle) }

    /// All rows, each through `read`.
    func all<T>(_ read: (Prepared) throws -> T) throws -> [T] {
        defer { reset() }
        var rows: [T] = []
        while try next() { rows.append(try read(self)) }
        return rows
    }

    /// The first row through `read`; nil when there is none.
    func first<T>(_ read: (Prepared) throws -> T) throws -> T? {
        defer { reset() }
        return try next() ? try read(self) : nil
    }

    private func failure(_ code: Int32) -> SQLiteFailure {
        let connection = sqlite3_db_handle(handle)
        return SQLiteFailure(code: code, message: String(cString: sqlite3_errmsg(connection)))
    }

    // MARK: Columns

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func optionalInt(_ column: Int32) -> Int64? { isNull(column) ? nil : int(column) }

    func bool(_ column: Int32) -> Bool { int(column) != 0 }

    func optionalText(_ column: Int32) -> String? {
        guard let text = sqlite3_column_text(handle, column) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    func text(_ column: Int32) -> String { optionalText(column) ?? "" }

    func blob(_ column: Int32) -> [UInt8] {
        guard let bytes = sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, column))
        return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
    }
}

/// What SQLite answered instead of doing what it was told.
struct SQLiteFailure: Error {
    var code: Int32
    var message: String
}
