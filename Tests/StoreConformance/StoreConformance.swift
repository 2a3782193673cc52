// SPDX-License-Identifier: Apache-2.0

/// The one list of checks that every store passes.
public enum StoreConformance {
    public struct Check: Sendable, CustomStringConvertible {
        public var name: String
        public var run: @Sendable (StoreFixture) throws -> Void

        init(_ name: String, _ run: @escaping @Sendable (StoreFixture) throws -> Void) {
            self.name = name
            self.run = run
        }

        public var description: String { name }
    }

    public static let checks: [Check] =
        commitChecks + filingChecks + caseActChecks + documentChecks + secrecyChecks + legChecks + deskChecks
        + keepingChecks + clockChecks + outboxChecks + reportChecks + repeatChecks + accountChecks + auditChecks
        + attachmentChecks
}
