// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Understanding

@Suite struct HingeFitTests {
    /// A row of features that count a half each.
    static func row(_ features: [Int32], _ label: Int, weight: Double = 1) -> SoftmaxFit.Row {
        SoftmaxFit.Row(
            features: features, values: features.map { _ in 0.5 }, cues: [], label: label, weight: weight)
    }

    /// Feature 0 stands in every row, 1…3 tell the classes.
    static let rows = (0..<30).map { row([0, Int32($0 % 3) + 1], $0 % 3) }

    static func fitted(_ rows: [SoftmaxFit.Row], classes: Int = 3, features: Int = 4) -> HingeFit {
        var fit = HingeFit(classes: classes, features: features)
        fit.run(rows, seed: 7)
        return fit
    }

    @Test func tellsApartWhatCanBeToldApart() {
        let fit = Self.fitted(Self.rows)
        for row in Self.rows {
            let scores = fit.scores(row)
            for other in 0..<3 where other != row.label { #expect(scores[row.label] > scores[other] + 1) }
        }
    }

    @Test func theWeightsOfAFeatureAddUpToNothing() {
        let fit = Self.fitted(Self.rows)
        for feature in 0..<4 {
            #expect(abs((0..<3).map { fit.weights[feature * 3 + $0] }.reduce(0, +)) < 1e-9)
        }
    }

    @Test func theSameRowsGiveTheSameWeights() {
        let (one, two) = (Self.fitted(Self.rows), Self.fitted(Self.rows))
        #expect(one.weights == two.weights)
        #expect(one.bias == two.bias)
    }

    /// The same features under two labels: the heavier rows decide.
    @Test func aRowCountsByItsWeight() {
        let light = (0..<6).map { _ in Self.row([0], 0, weight: 0.3) }
        let heavy = (0..<4).map { _ in Self.row([0], 1) }
        let scores = Self.fitted(light + heavy, classes: 2, features: 1).scores(Self.row([0], 0))
        #expect(scores[1] > scores[0])
        let level = (0..<6).map { _ in Self.row([0], 0) }
        let even = Self.fitted(level + heavy, classes: 2, features: 1).scores(Self.row([0], 0))
        #expect(even[0] > even[1])
    }

    @Test func withoutRowsOrClassesNothingIsLearned() {
        #expect(Self.fitted([]).weights.allSatisfy { $0 == 0 })
        #expect(Self.fitted([], classes: 0, features: 2).scores(Self.row([0], 0)).isEmpty)
    }
}

@Suite struct BlendTests {
    /// Scores that are right three times in four, and cues that are right always or never.
    static func texts(cuesAreRight: Bool) -> [Blend.Text] {
        (0..<40).map { number in
            let said = number % 4 == 0 ? 1 : 0
            let cue = cuesAreRight ? 0 : 1
            return Blend.Text(
                scores: said == 0 ? [1, -1] : [-1, 1], cues: cue == 0 ? [1, 0] : [0, 1], label: 0, weight: 1)
        }
    }

    @Test func sharesAreAsOftenRightAsTheySay() {
        // Without cues: three to one is a difference of ln 3, of scores that lie 2 apart.
        let texts = Self.texts(cuesAreRight: true).map {
            Blend.Text(scores: $0.scores, cues: [], label: $0.label, weight: $0.weight)
        }
        let blend = Blend(texts)
        #expect(abs(blend.fit - 1.098_612_289 / 2) < 1e-4)
        #expect(blend.cues == 0)
    }

    @Test func cuesCountAsFarAsTheyAreRight() {
        #expect(Blend(Self.texts(cuesAreRight: true)).cues > 1)
        #expect(Blend(Self.texts(cuesAreRight: false)).cues == 0)
    }

    @Test func ofNoTextsTheFitAloneCounts() {
        let blend = Blend([])
        #expect(blend.fit == 1)
        #expect(blend.cues == 0)
    }
}
