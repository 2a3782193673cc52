// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A page for whoever reads it: with names, or with what stands in their place.
public enum ShownDocument {
    /// A document as it went out.
    ///
    /// - Parameter names: gives what is shown for a name that the document holds; nil leaves it as it is.
    /// - Throws: `StoredFormatError` when it was changed.
    public static func page(
        _ document: IssuedDocument, _ names: (IdentityField, String) -> String = { $1 }
    ) throws(StoredFormatError) -> DocumentPage {
        try DocumentPage(decoding: document.content).filled { field in
            document.names[field].map { names(field, $0.replacingLines) } ?? ""
        }
    }
}

extension String {
    /// Several names stand one a line.
    var replacingLines: String { split(separator: "\n").joined(separator: "、") }
}
