// SPDX-License-Identifier: Apache-2.0

import IntakeModel

/// How identity is shown to those who may not see it whole.
enum Masking {
    /// 张*, 138****5678, the first six characters of an address.
    static func masked(_ value: String, _ field: IdentityField) -> String {
        let scalars = Array(value.unicodeScalars)
        func text(_ part: ArraySlice<Unicode.Scalar>) -> String {
            var out = String.UnicodeScalarView()
            out.append(contentsOf: part)
            return String(out)
        }
        switch field {
        case .name, .companions:
            return value.split(separator: "\n").map { name in
                guard let first = name.unicodeScalars.first else { return "" }
                return String(first) + String(repeating: "*", count: max(1, name.unicodeScalars.count - 1))
            }.joined(separator: "、")
        case .phone, .idNumber:
            guard scalars.count >= 8 else { return String(repeating: "*", count: scalars.count) }
            return text(scalars.prefix(3)) + String(repeating: "*", count: scalars.count - 7) + text(scalars.suffix(4))
        case .address:
            return text(scalars.prefix(6)) + (scalars.count > 6 ? "***" : "")
        }
    }

    /// What staff see where a hole stands: the kind of thing, never the thing.
    static func label(_ hole: Hole) -> String? {
        switch hole {
        case .identity(.name): "〔姓名〕"
        case .identity(.phone): "〔电话〕"
        case .identity(.address): "〔住址〕"
        case .identity(.idNumber): "〔证件号〕"
        case .identity(.companions): "〔同来的人〕"
        case .code: "〔查询码〕"
        case .draftNumber: "〔续办号〕"
        default: nil
        }
    }
}
