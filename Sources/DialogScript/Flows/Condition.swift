// SPDX-License-Identifier: Apache-2.0

package import IntakeModel

/// A condition as data: all keys of a mapping must hold.
package indirect enum Condition: Sendable {
    case all([Condition])
    case any([Condition])
    case not(Condition)
    case purpose([Purpose])
    /// A first level, or `一级_二级`.
    case topic([[UInt8]])
    /// One of the words stands in what was said about the matter, or in the answers named.
    case said(PhraseSet, in: [Int])
    /// The slot has an answer that says something.
    case has(Int)
    /// The slot was answered, be it with 不清楚.
    case asked(Int)
    case value(slot: Int, [String])
    case flag(String)
    /// So many people at least.
    case people(Int)
    case kiosk(Bool)
    case channel([String])
    case office(OfficeKind)
    case safety([SafetyKind])
    /// A claim has been registered in this talk.
    case filed(Bool)
    /// An officer is connected.
    case staff(Bool)
    /// The talk waits for a person.
    case queued(Bool)
    case sealed(Bool)
    /// The petitioner may do one of these with the case they asked after.
    case may([CaseAct])
    /// The case they asked after is brought by several.
    case shared(Bool)
    /// Today is later than so many days after the date in the slot.
    case past(slot: Int, days: Int)

    package static let keys = [
        "all", "any", "not", "purpose", "topic", "said", "has", "asked", "value", "flag", "people", "kiosk", "channel",
        "office", "safety", "filed", "staff", "queued", "sealed", "may", "shared", "past",
    ]
}
