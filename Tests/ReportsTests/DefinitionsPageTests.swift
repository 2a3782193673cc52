// SPDX-License-Identifier: Apache-2.0

import Foundation
import Reports
import Testing

@Test("docs/reports.md is the page of this code") func definitionsPage() throws {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)
    let page = try String(contentsOfFile: parts.joined(separator: "/") + "/docs/reports.md", encoding: .utf8)
    #expect(page == ReportBuilder.definitions, "shouwen report definitions > docs/reports.md")
}
