// SPDX-License-Identifier: Apache-2.0

public import Understanding

/// What a model is learned from: the cues and the labelled examples of a dialogs folder, and the model that is there.
public struct LearningMaterial: Sendable {
    public var cues: CueBook
    public var examples: [Example]
    /// The model that the folder has now, or nil.
    public var current: ModelFile?

    /// Reads a dialogs folder.
    ///
    /// - Returns: the material, or nil when anything in the files is an error; and what was found.
    public static func read(_ directory: String) -> (material: LearningMaterial?, diagnostics: [Diagnostic]) {
        let diagnostics = Diagnostics(keepsWarnings: false)
        let folder = ScriptFolder.read(directory, diagnostics)
        func roots(_ path: String) -> [YAMLValue] {
            folder.files(under: path).compactMap { YAMLValue.parse($0.bytes, file: $0.path, diagnostics) }
        }
        let material = LearningMaterial(
            cues: CueLoader.load(roots("cues")), examples: ExampleLoader.load(roots("examples")), current: nil)
        guard !diagnostics.hasErrors else { return (nil, diagnostics.sorted) }
        // A model that is damaged is no reason not to make a new one.
        let silent = Diagnostics(keepsWarnings: false)
        var found = material
        found.current = folder.files(under: ModelFile.path).first
            .flatMap { YAMLValue.parse($0.bytes, file: $0.path, silent) }.flatMap(ModelFile.read)
        return (found, diagnostics.sorted)
    }
}
