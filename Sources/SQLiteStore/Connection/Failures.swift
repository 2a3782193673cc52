// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import IntakeModel
import IntakeStore
import Vault

/// What went wrong below, as the contract tells it.
enum Failures {
    /// - Returns: the error, and whether writing has to stop: after a failed write nothing on the connection can be
    ///   trusted to reach the disk.
    static func store(_ error: any Error) -> (error: StoreError, stops: Bool) {
        switch error {
        case let error as StoreError: (error, false)
        case let error as SQLiteFailure: sqlite(error.code, error.message)
        case let error as DatabaseError: sqlite(error.extendedResultCode.rawValue, error.message ?? "")
        case let error as VaultError: (vault(error), false)
        case let error as StoredFormatError:
            (StoreError(.damaged, "\(error); run `shouwen doctor`, restore a backup if it says so"), false)
        default: (StoreError(.io, "the database failed: \(type(of: error))"), true)
        }
    }

    static func vault(_ error: VaultError) -> StoreError {
        error.code == .sealedRecord
            ? StoreError(.damaged, error.message) : StoreError(.keysMissing, error.message)
    }

    private static func sqlite(_ code: Int32, _ message: String) -> (StoreError, Bool) {
        switch code & 0xFF {
        case SQLITE_FULL:
            (StoreError(.diskFull, "the disk is full: make room and start again; everything confirmed is kept"), true)
        case SQLITE_BUSY, SQLITE_LOCKED:
            (StoreError(.locked, "another process is writing to the database (SQLite \(code))"), false)
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            (
                StoreError(
                    .damaged,
                    "the database is damaged (SQLite \(code)): restore the last backup into a new folder and keep this one"
                ),
                true
            )
        case SQLITE_CONSTRAINT:
            (StoreError(.damaged, "the database contradicts itself (SQLite \(code)): run `shouwen doctor`"), true)
        default:
            (
                StoreError(
                    .io, "the disk or the file system failed (SQLite \(code), \(message)): writing has stopped"), true
            )
        }
    }
}
