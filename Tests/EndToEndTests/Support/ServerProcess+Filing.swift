// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension ServerProcess {
    /// Number of a case that a petitioner files through a relay.
    func fileCase(_ petitioner: Petitioner = Petitioner()) throws -> String {
        let relay = try relayClient()
        var client = GenericClient(petitioner)
        let talk = "w\(UUID().uuidString.prefix(8))"
        try client.run("小区暖气不热 找物业没人管") { try relay.say(talk, $0) }
        return try #require(client.receipts.first?["number"]?.string, "\(client.transcript)")
    }
}
