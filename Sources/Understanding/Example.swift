// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A labelled text: what a classifier learns from, and what every change to the cues is tried on.
public struct Example: Sendable, Hashable {
    public var text: String
    /// What it is after, or nil where the text is labelled for something else.
    public var purpose: Purpose?
    /// Its first-level topic (or both levels), or nil.
    public var topic: Topic?
    /// The dangers in it; nil where nobody looked, empty where there is none.
    public var safety: [SafetyKind]?

    public init(text: String, purpose: Purpose? = nil, topic: Topic? = nil, safety: [SafetyKind]? = nil) {
        self.text = text
        self.purpose = purpose
        self.topic = topic
        self.safety = safety
    }
}
