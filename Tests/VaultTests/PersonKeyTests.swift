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

    @Test func aNameIsFoundByItsBeginnings() throws {
        let keys = vault.nameKeys("王小明")
        #expect(keys.count == 2)
        for (typed, isFound) in [("王小", true), ("王小明", true), ("王晓", false), ("小明", false)] {
            let key = try #require(vault.nameKey(beginning: typed))
            #expect(keys.contains(key) == isFound, "\(typed)")
        }
        // What is longer than the longest key is looked for by that, and compared with the name itself.
        let long = vault.nameKeys("买买提吐尔逊")
        let sought = try #require(vault.nameKey(beginning: "买买提吐尔"))
        #expect(long.count == 3 && long.contains(sought))
        #expect(vault.nameKey(beginning: "王") == nil && vault.nameKeys("王").isEmpty)
        #expect(Vault.ephemeral().nameKeys("王小明") != keys)
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
