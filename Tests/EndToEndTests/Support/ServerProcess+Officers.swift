// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vault

extension ServerProcess {
    /// What officers of the tests choose.
    static let officerPassword = "试用的密码 2026"

    /// Orders something for an officer's account, as an admin does on the command line.
    /// - Returns: what it printed.
    @discardableResult
    func account(_ badge: String, _ order: String) throws -> String {
        let done = try ChildProcess.run(
            [Workplace.executable, "staff", "account", badge, order, "--data", data, "--dialogs", options.dialogs])
        guard done.code == 0 else {
            throw TestFailure("staff account \(badge) \(order): exit \(done.code)\n\(done.output)\n\(done.errors)")
        }
        return done.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// An officer who is logged in with a browser, on the page 今天.
    func officerBrowser(_ name: String, badge: String, roles: String) throws -> Browser {
        _ = try addOfficer(name, badge: badge, roles: roles)
        let once = try account(badge, "password")
        let browser = Browser(port: web)
        try browser.open("/desk/login")
        try browser.send("/desk/login", ["badge": badge, "password": once])
        let chosen = Self.officerPassword
        let page = try browser.send("/desk/password", ["old": once, "new": chosen, "again": chosen])
        guard page.status == 200, page.body.contains("\(badge) \(name)") else {
            throw TestFailure("\(badge) could not log in: \(page.status)\n\(page.body)")
        }
        return browser
    }
}

extension Workplace {
    /// The code of the moment of a secret as it is shown, base 32 in groups of four.
    static func totp(_ shown: String) -> String {
        var secret: [UInt8] = []
        var bits: UInt32 = 0
        var held: UInt32 = 0
        for byte in shown.utf8 where byte != UInt8(ascii: " ") {
            bits = bits << 5 | UInt32(byte < 0x41 ? byte - 0x32 + 26 : byte - 0x41)
            held += 5
            guard held >= 8 else { continue }
            held -= 8
            secret.append(UInt8(truncatingIfNeeded: bits >> held))
        }
        return OneTimeCode(secret: secret).code(step: OneTimeCode.step(at: Int64(Date().timeIntervalSince1970)))
    }
}

extension Browser.Answer {
    /// What can be read on the page.
    var words: String { body.replacingOccurrences(of: "<[^>]*>", with: "", options: .regularExpression) }
}
