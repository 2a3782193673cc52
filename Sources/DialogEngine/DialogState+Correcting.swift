// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

extension DialogState {
    /// The matter is another one than was understood: what an officer knows who heard the person. The talk goes on where it
    /// stands, and what is registered at its end is of that purpose.
    ///
    /// Nothing becomes a 举报 by it and nothing ceases to be one: that is the person's own to say, and seals the matter.
    ///
    /// - Returns: false, with nothing changed, where no matter is known yet or it is about a 举报.
    public mutating func correct(purpose new: Purpose) -> Bool {
        guard let purpose, purpose != .report, new != .report else { return false }
        self.purpose = new
        return true
    }

    /// The matter belongs to another topic than was understood.
    ///
    /// - Returns: false, with nothing changed, where no matter is known yet.
    public mutating func correct(topic new: Topic) -> Bool {
        guard purpose != nil else { return false }
        topic = new.rawValue
        return true
    }
}
