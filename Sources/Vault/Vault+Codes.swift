// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
public import IntakeModel

extension Vault {
    // MARK: Codes

    /// The query code of person `person` (0 is the one who talks) in a conversation: twelve digits, each as likely as
    /// any other, derived by HMAC-SHA256 and never stored.
    ///
    /// - Parameter generation: how often a new code was given since the first.
    public func code(_ conversation: ConversationID, person: Int, generation: Int = 0) -> QueryCode {
        let limit: UInt64 = 1_000_000_000_000
        // Values from the last, incomplete run of 10¹² are thrown away, so that no code is likelier than another.
        let fair = UInt64.max - UInt64.max % limit
        var round: UInt8 = 0
        while true {
            var input = Array("query code".utf8)
            withUnsafeBytes(of: conversation.value.littleEndian) { input += $0 }
            withUnsafeBytes(of: Int64(person).littleEndian) { input += $0 }
            if generation > 0 { withUnsafeBytes(of: Int64(generation).littleEndian) { input += $0 } }
            input.append(round)
            let digest = Array(HMAC<SHA256>.authenticationCode(for: input, using: codeKey))
            for start in stride(from: 0, to: 32, by: 8) {
                let value = digest[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                if value < fair, let code = QueryCode(value: value % limit) { return code }
            }
            round &+= 1
        }
    }

    /// Whether `code` is that of the person in the conversation, in a time that tells nothing.
    public func matches(
        _ code: QueryCode, _ conversation: ConversationID, person: Int, generation: Int = 0
    ) -> Bool {
        self.code(conversation, person: person, generation: generation).matches(code)
    }

    // MARK: Draft numbers

    /// The 续办号 of a conversation: its id modulo 10⁷ through a keyed permutation, so that neighbours cannot be
    /// guessed and nothing is stored.
    public func draftNumber(_ conversation: ConversationID) -> DraftNumber {
        let id = conversation.value % Int64(Permutation.count)
        let value = permutation.forward(Int(id < 0 ? id + Int64(Permutation.count) : id))
        guard let number = DraftNumber(value) else { preconditionFailure("a permutation left its range") }
        return number
    }

    /// Conversations that have this 续办号, newest first: one in every ten million ids up to `lastID`.
    public func conversations(draft: DraftNumber, through lastID: Int64) -> [ConversationID] {
        let remainder = Int64(permutation.backward(draft.value))
        guard remainder <= lastID else { return [] }
        let count = Int64(Permutation.count)
        let newest = remainder + (lastID - remainder) / count * count
        return stride(from: newest, through: remainder, by: -Permutation.count).filter { $0 > 0 }.map {
            ConversationID($0)
        }
    }

    /// The conversation behind a 续办号 and the code of the one who talks; nil when they do not belong together. Every
    /// candidate is tried, so that the time tells nothing.
    public func conversation(draft: DraftNumber, code: QueryCode, through lastID: Int64) -> ConversationID? {
        var found: ConversationID?
        for candidate in conversations(draft: draft, through: lastID) where matches(code, candidate, person: 0) {
            found = found ?? candidate
        }
        return found
    }

    // MARK: Tokens

    /// A new token: 256 random bits in 52 characters of base 32 (RFC 4648 section 6, in small letters, without padding):
    /// nothing in it that a shell or an option parser takes for something else, and one double click marks all of it.
    public static func makeToken() -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var held = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            held += 8
            while held >= 5 {
                held -= 5
                text.append(alphabet[Int(bits >> UInt32(held) & 31)])
            }
        }
        if held > 0 { text.append(alphabet[Int(bits << UInt32(5 - held) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// ``makeToken()`` as a method, for those who hold a vault.
    public func makeToken() -> String { Self.makeToken() }

    /// What is kept of a token: HMAC-SHA256 under the token key, 32 bytes.
    public func tokenHash(_ token: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("token ".utf8) + Array(token.utf8), using: tokenKey))
    }

    /// 16 bytes that stand for a text which must be found again but not kept, as the source of wrong code tries.
    public func pseudonym(_ text: String) -> [UInt8] {
        Array(
            HMAC<SHA256>.authenticationCode(for: Array("pseudonym ".utf8) + Array(text.utf8), using: tokenKey).prefix(
                16))
    }

    /// Whether both are the same bytes, in a time that does not depend on where they differ.
    public static func equal(_ a: some Collection<UInt8>, _ b: some Collection<UInt8>) -> Bool {
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
