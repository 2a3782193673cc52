// SPDX-License-Identifier: Apache-2.0

/// What a flow says that can be judged only when flows, cues and locale have all been read, each with its place.
struct LooseEnds {
    /// How a text is used.
    enum Use {
        case said, question, option, example, farewell, retry
    }

    struct Text {
        var step: Int
        var use: Use
        var template: TextTemplate
        var place: YAMLValue
    }

    struct Read {
        var step: Int
        var slot: Int
        var place: YAMLValue
    }

    /// The step that is being read.
    var step = 0
    var texts: [Text] = []
    /// Slots that something else than a text reads.
    var reads: [Read] = []
    /// The flow that is being read.
    var flow = 0
    /// Slots that a question or `set` fills, with the flows that do.
    private(set) var fills: [Int: Set<Int>] = [:]
    /// Values that a slot is compared with or filled with.
    var values: [(slot: Int, text: String, place: YAMLValue)] = []
    var flags: [(name: String, place: YAMLValue)] = []
    var flagsSet: Set<String> = []
    var topics: [(name: String, place: YAMLValue)] = []
    /// Steps that a jump to an unknown name probably meant: they are not told to be out of reach as well.
    var meant: [Int] = []
    mutating func fill(_ slot: Int) { fills[slot, default: []].insert(flow) }

    var optionWords: [(word: String, place: YAMLValue)] = []
}
