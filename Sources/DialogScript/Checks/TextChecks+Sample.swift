// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension TextChecks {
    /// The text with places filled by something of usual length.
    static func sample(_ pieces: [TextTemplate.Piece]) -> String {
        if pieces.count == 1, case .literal(let text) = pieces[0] { return Hole.fill(text, sample) }
        return pieces.map { piece in
            switch piece {
            case .literal(let text): Hole.fill(text, sample)
            case .slot: "某某某某"
            case .date: "2027年1月2日"
            case .unit(.name): "县某某局"
            case .unit(.phone): "1234567"
            case .unit(.address): "某某路18号"
            case .context(.recap): "某某某某某某"
            case .context: "012"
            case .argument(let argument):
                switch argument {
                case .unit: "县某某某局"
                case .date, .due: "2026年12月8日"
                case .value, .label: "某某某某"
                default: "361"
                }
            case .optional(let inner): sample(inner)
            }
        }.joined()
    }

    private static func sample(_ hole: Hole) -> String {
        switch hole {
        case .draftNumber: "12345674"
        case .code: "4729 8163 0552"
        case .number: "XF202611230000171"
        case .due, .filedOn: "12月8日"
        case .unit: "县某某局"
        case .firstContact: "012"
        case .identity: "某某某"
        }
    }
}
