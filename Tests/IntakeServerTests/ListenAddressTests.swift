// SPDX-License-Identifier: Apache-2.0

import LineProtocol
import Testing

@testable import IntakeServer

@Suite struct ListenAddressTests {
    @Test func readsHostPortAndOptions() throws {
        let address = try ListenAddress("127.0.0.1:2324,encoding=gb18030,label=2号机", allowed: ["encoding", "label"])
        #expect(address.host == "127.0.0.1")
        #expect(address.port == 2324)
        #expect(address.options == ["encoding": "gb18030", "label": "2号机"])
        #expect(address.encoding == .gb18030)
        #expect(address.isLoopback)
    }

    @Test func readsIPv6() throws {
        let address = try ListenAddress("[::1]:0")
        #expect(address.host == "::1")
        #expect(address.description == "[::1]:0")
        #expect(address.isLoopback)
    }

    @Test(arguments: [
        "", "2323", "host", ":2323", "127.0.0.1:70000", "127.0.0.1:x", "127.0.0.1:1,label", "h:1,colour=red",
    ])
    func refusesWithAWordOnHowToMendIt(_ text: String) {
        #expect(throws: ConfigurationError.self) { try ListenAddress(text, allowed: ["label"]) }
    }

    @Test func plainTextBeyondThisMachineNeedsAWord() throws {
        var configuration = ServerConfiguration()
        configuration.kiosks = [ListenAddress(host: "0.0.0.0", port: 2323)]
        #expect(throws: ConfigurationError.self) { try configuration.validate() }
        configuration.allowPlaintextBeyondLoopback = true
        try configuration.validate()
    }

    @Test func certificateAndKeyComeTogether() {
        var configuration = ServerConfiguration()
        configuration.certificate = "chain.pem"
        #expect(throws: ConfigurationError.self) { try configuration.validate() }
    }

    @Test func unknownEncodingIsRefused() {
        var configuration = ServerConfiguration()
        configuration.kiosks = [ListenAddress(host: "127.0.0.1", port: 0, options: ["encoding": "big5"])]
        #expect(throws: ConfigurationError.self) { try configuration.validate() }
    }
}
