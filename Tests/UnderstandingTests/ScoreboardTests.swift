// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Understanding

@Suite struct ScoreboardTests {
    /// Four texts: two right, one right at the second place, one with two accepted labels.
    static let board: Scoreboard = {
        var board = Scoreboard()
        board.add(.init(accepted: ["甲"], ranked: [("甲", 0.9), ("乙", 0.1)]))
        board.add(.init(accepted: ["甲"], ranked: [("乙", 0.6), ("甲", 0.4)]))
        board.add(.init(accepted: ["乙"], ranked: [("乙", 0.8), ("甲", 0.2)]))
        board.add(.init(accepted: ["甲", "乙"], ranked: [("丙", 0.7), ("丁", 0.3)]))
        return board
    }()

    @Test func accuracies() {
        #expect(Self.board.accuracy() == 0.5)
        #expect(Self.board.accuracy(within: 2) == 0.75)
        #expect(Scoreboard().accuracy() == 0)
    }

    @Test func figuresOfLabels() throws {
        let first = try #require(Self.board.rows.first { $0.label == "甲" })
        #expect(first == Scoreboard.Row(label: "甲", meant: 3, said: 1, right: 1))
        #expect(first.precision == 1)
        #expect(abs(first.recall - 1.0 / 3) < 1e-12)
        #expect(first.f1 == 0.5)
        // 甲 0.5, 乙 2/3; 丙 was said and nobody has it.
        #expect(abs(Self.board.macroF1 - (0.5 + 2.0 / 3) / 2) < 1e-12)
    }

    @Test func calibration() {
        // Bins: 0.9 right, 0.6 wrong, 0.8 right, 0.7 wrong.
        #expect(abs(Self.board.calibrationError - (0.1 + 0.6 + 0.2 + 0.7) / 4) < 1e-12)
    }

    @Test func confusions() {
        let found = Self.board.confusions
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.meant == "甲" && $0.count == 1 })
        #expect(Set(found.map(\.said)) == ["乙", "丙"])
    }

    @Test func intervalsHoldTheFigureAndRepeat() {
        let first = Self.board.intervals()
        #expect(first.accuracy.contains(Self.board.accuracy()))
        #expect(first.accuracy == Self.board.intervals().accuracy)
        #expect(first.macroF1.contains(Self.board.macroF1))
        #expect(Scoreboard().intervals().accuracy == 0...0)
    }

    @Test func temperatureMakesSharesHonest() {
        // Right in two of three: the honest odds are 2, whatever was claimed.
        let bold = (0..<30).map { (scores: [6.0, 0], label: $0 % 3 == 0 ? 1 : 0) }
        let t = Calibration.temperature(bold)
        #expect(t == 4)
        let fair = (0..<30).map { (scores: [0.693, 0], label: $0 % 3 == 0 ? 1 : 0) }
        #expect(abs(Calibration.temperature(fair) - 1) < 0.1)
        #expect(Calibration.temperature([]) == 1)
    }

    @Test func alarmsAreTolerable() {
        let harmless = (0..<1_000).map { (scores: [0, Double($0) / 100 - 20], label: 0) }
        let danger = (0..<10).map { (scores: [0, Double($0)], label: 1) }
        let found = Calibration.alarm(harmless + danger)
        #expect(found.falseAlarms <= Calibration.toleratedAlarms)
        #expect(found.found == 1)
        #expect(Calibration.alarm([]).found == 0)
    }
}
