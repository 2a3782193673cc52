// SPDX-License-Identifier: Apache-2.0

/// What a password that an officer chooses must be like.
enum PasswordRule {
    static let least = 10
    /// Bytes that are hashed at most.
    static let most = 256

    /// Passwords of sufficient length that are tried first by whoever guesses.
    private static let common: Set<String> = [
        "password12", "password123", "qwertyuiop", "qwerty12345", "1234567890", "1q2w3e4r5t", "admin12345",
        "woaini1314",
        "iloveyou12", "abc1234567", "a123456789", "1qaz2wsx3edc", "shouwen123", "xinfang123", "xinfangju1",
    ]

    /// What is wrong with it; nil when it may be taken.
    static func trouble(_ password: String, badge: String) -> String? {
        guard password.count >= least else { return "新密码至少要 \(least) 个字符。" }
        guard password.utf8.count <= most else { return "新密码太长了。" }
        let lower = password.lowercased()
        guard !common.contains(lower), Set(lower).count >= 5 else { return "这个密码太常见，容易被猜中，换一个。" }
        guard badge.count < 3 || !lower.contains(badge.lowercased()) else { return "新密码里不要有工号。" }
        var kinds: Set<Int> = []
        for scalar in password.unicodeScalars {
            switch scalar {
            case "0"..."9": kinds.insert(0)
            case "a"..."z", "A"..."Z": kinds.insert(1)
            default: kinds.insert(2)
            }
        }
        guard kinds.count >= 2 else { return "字母、数字、符号至少用两样。" }
        return nil
    }
}
