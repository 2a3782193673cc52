// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import Vault

@Suite struct DataKeyTests {
    private let place = Binding(ConversationID(7), .journal, 3)

    @Test(arguments: [0, 1, 15, 16, 600, 70_000])
    func whatIsSealedOpens(_ length: Int) throws {
        let key = DataKey()
        let message = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        let sealed = try key.seal(message, as: place)
        #expect(sealed.count == length + DataKey.overhead)
        #expect(try key.open(sealed, as: place) == message)
        #expect(try key.seal(message, as: place) != sealed)
    }

    @Test func aRecordOpensNowhereElse() throws {
        let key = DataKey()
        let sealed = try key.seal([1, 2, 3], as: place)
        for kind in Binding.Kind.allCases where kind != .journal {
            #expect(throws: VaultError.self) { try key.open(sealed, as: Binding(ConversationID(7), kind, 3)) }
        }
        #expect(throws: VaultError.self) { try key.open(sealed, as: Binding(ConversationID(8), .journal, 3)) }
        #expect(throws: VaultError.self) { try key.open(sealed, as: Binding(ConversationID(7), .journal, 4)) }
        #expect(throws: VaultError.self) { try key.open(sealed, as: Binding(nil, .journal, 3)) }
        #expect(throws: VaultError.self) { try DataKey().open(sealed, as: place) }
    }

    @Test func aChangedOrCutRecordDoesNotOpen() throws {
        let key = DataKey()
        let sealed = try key.seal(Array("老板欠我三个月工资".utf8), as: place)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: VaultError.self) { try key.open(changed, as: place) }
            #expect(throws: VaultError.self) { try key.open(Array(sealed[..<index]), as: place) }
        }
    }

    @Test func noncesNeverComeTwice() {
        var seen: Set<[UInt64]> = []
        for _ in 0..<10_000 {
            let (prefix, counter) = Nonces.next()
            #expect(seen.insert([prefix, UInt64(counter)]).inserted)
        }
    }
}

@Suite struct LaneTests {
    private let vault = Vault.ephemeral()
    private let id = ConversationID(42)

    @Test func aWrappedKeyOpensInItsLaneAndConversationOnly() throws {
        let key = DataKey()
        let place = Binding(id, .claim, 1)
        let sealed = try key.seal([9, 9], as: place)
        for lane in [Lane.general, .sealed] {
            let wrapped = try vault.wrap(key, lane: lane, conversation: id)
            #expect(try vault.unwrap(wrapped, lane: lane, conversation: id).open(sealed, as: place) == [9, 9])
            let other: Lane = lane == .general ? .sealed : .general
            #expect(throws: VaultError.self) { try vault.unwrap(wrapped, lane: other, conversation: id) }
            #expect(throws: VaultError.self) {
                try vault.unwrap(wrapped, lane: lane, conversation: ConversationID(43))
            }
            #expect(throws: VaultError.self) {
                try Vault.ephemeral().unwrap(wrapped, lane: lane, conversation: id)
            }
            for length in [0, 1, 2, 30, wrapped.count - 1] {
                #expect(throws: VaultError.self) {
                    try vault.unwrap(Array(wrapped[..<length]), lane: lane, conversation: id)
                }
            }
        }
    }

    @Test func fingerprintsTellKeysApart() {
        #expect(vault.fingerprint.count == 32)
        #expect(vault.fingerprint == vault.fingerprint)
        #expect(vault.fingerprint != Vault.ephemeral().fingerprint)
    }
}

@Suite struct CodeTests {
    private let vault = Vault.ephemeral()

    @Test func codesAreStableAndTheirOwn() {
        let code = vault.code(ConversationID(5), person: 0)
        #expect(code.digits.utf8.count == 12)
        #expect(vault.matches(code, ConversationID(5), person: 0))
        #expect(!vault.matches(code, ConversationID(5), person: 1))
        #expect(!vault.matches(code, ConversationID(6), person: 0))
        #expect(!Vault.ephemeral().matches(code, ConversationID(5), person: 0))
    }

    @Test func codesUseAllDigitsAlike() {
        var counts = [Int](repeating: 0, count: 10)
        for id in 1...2_000 {
            for digit in vault.code(ConversationID(Int64(id)), person: 0).digits.utf8 { counts[Int(digit - 48)] += 1 }
        }
        // 24,000 digits: 2,400 of each, and a deviation of 300 is more than six times the standard one.
        #expect(counts.allSatisfy { abs($0 - 2_400) < 300 }, "\(counts)")
    }

    @Test func draftNumbersLeadBackToTheirConversations() throws {
        for id in [1, 2, 3, 9_999_999, 10_000_000, 10_000_001, 123_456_789] as [Int64] {
            let draft = vault.draftNumber(ConversationID(id))
            let found = vault.conversations(draft: draft, through: 130_000_000)
            #expect(found.contains(ConversationID(id)))
            #expect(found == found.sorted(by: >))
            #expect(found.allSatisfy { $0.value > 0 && $0.value % 10_000_000 == id % 10_000_000 })
            #expect(vault.conversations(draft: draft, through: id - 1).contains(ConversationID(id)) == false)
            let code = vault.code(ConversationID(id), person: 0)
            #expect(vault.conversation(draft: draft, code: code, through: 130_000_000) == ConversationID(id))
            let wrong = vault.code(ConversationID(id), person: 1)
            #expect(vault.conversation(draft: draft, code: wrong, through: 130_000_000) == nil)
        }
    }

    @Test func thePermutationIsOne() {
        let permutation = Permutation(key: vault.codeKey)
        var seen: Set<Int> = []
        for value in stride(from: 0, to: Permutation.count, by: 3_989) {
            let image = permutation.forward(value)
            #expect((0..<Permutation.count).contains(image))
            #expect(seen.insert(image).inserted)
            #expect(permutation.backward(image) == value)
        }
        #expect(seen.count > 2_500)
    }

    @Test func tokensAreLongRandomAndHashed() {
        let tokens = (0..<100).map { _ in vault.makeToken() }
        #expect(Set(tokens).count == 100)
        // Letters and digits only: a command line takes what begins with a hyphen for an option.
        #expect(tokens.allSatisfy { $0.utf8.count == 52 && $0.allSatisfy { $0.isLowercase || $0.isWholeNumber } })
        let hash = vault.tokenHash(tokens[0])
        #expect(hash.count == 32)
        #expect(hash == vault.tokenHash(tokens[0]))
        #expect(hash != vault.tokenHash(tokens[1]))
        #expect(hash != Vault.ephemeral().tokenHash(tokens[0]))
        #expect(vault.pseudonym("10.0.0.1").count == 16)
        #expect(vault.pseudonym("10.0.0.1") != vault.pseudonym("10.0.0.2"))
    }

    @Test func comparingTellsBytesApart() {
        #expect(Vault.equal([1, 2], [1, 2]))
        #expect(!Vault.equal([1, 2], [1, 3]))
        #expect(!Vault.equal([1, 2], [1]))
        #expect(Vault.equal([], [] as [UInt8]))
    }
}
