// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing
import Vault

@Suite struct PersonKeyTests {
    private let vault = Vault.ephemeral()

    @Test func oneNumberHasOneKeyHoweverItIsTyped() throws {
        let key = try #require(vault.personKey(.phone, "13800001234"))
        for typed in ["138 0000 1234", "138-0000-1234", "+86 138 0000 1234", "电话13800001234"] {
            #expect(vault.personKey(.phone, typed) == key)
        }
        #expect(vault.personKey(.phone, "13800001235") != key)
        let number = try #require(vault.personKey(.idNumber, "11010519491231002X"))
        #expect(vault.personKey(.idNumber, "11010519491231002x") == number)
    }

    @Test func whatIsTypedInAnotherFieldIsAnotherKey() {
        #expect(vault.personKey(.phone, "110105194912310") != vault.personKey(.idNumber, "110105194912310"))
    }

    private static let noNumbers: [(IdentityField, String)] = [
        (.name, "张三丰"), (.address, "建设路12号12345678"), (.phone, "12345"), (.idNumber, "1234"),
    ]

    @Test(arguments: noNumbers)
    func whatIsNoNumberOfAPersonHasNone(_ field: IdentityField, _ value: String) {
        #expect(vault.personKey(field, value) == nil)
    }

    @Test func otherKeysOtherNumbers() {
        let other = Vault.ephemeral()
        #expect(other.personKey(.phone, "13800001234") != vault.personKey(.phone, "13800001234"))
        #expect(other.sketchKey != vault.sketchKey)
        #expect(vault.sketchKey == vault.sketchKey)
    }
}
