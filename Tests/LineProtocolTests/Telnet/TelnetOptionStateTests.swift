// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

/// Every row of RFC 1143 section 7.
@Suite struct TelnetOptionStateTests {
    typealias State = TelnetOptionState
    typealias Reply = TelnetOptionState.Reply

    @Test(arguments: [
        (State.no, State.yes, Reply.affirmative), (.yes, .yes, .none), (.wantNo, .no, .none),
        (.wantNoThenYes, .yes, .none), (.wantYes, .yes, .none), (.wantYesThenNo, .wantNo, .negative),
    ])
    func affirmativeOfAnAllowedOption(before: State, after: State, reply: Reply) {
        var state = before
        #expect(state.hearAffirmative(allowed: true) == reply)
        #expect(state == after)
    }

    @Test(arguments: [
        (State.no, State.no, Reply.negative), (.yes, .yes, .none), (.wantNo, .no, .none),
        (.wantNoThenYes, .yes, .none), (.wantYes, .yes, .none), (.wantYesThenNo, .wantNo, .negative),
    ])
    func affirmativeOfARefusedOption(before: State, after: State, reply: Reply) {
        var state = before
        #expect(state.hearAffirmative(allowed: false) == reply)
        #expect(state == after)
    }

    @Test(arguments: [
        (State.no, State.no, Reply.none), (.yes, .no, .negative), (.wantNo, .no, .none),
        (.wantNoThenYes, .wantYes, .affirmative), (.wantYes, .no, .none), (.wantYesThenNo, .no, .none),
    ])
    func negative(before: State, after: State, reply: Reply) {
        var state = before
        #expect(state.hearNegative() == reply)
        #expect(state == after)
    }

    @Test(arguments: [
        (State.no, State.wantYes, Reply.affirmative), (.yes, .yes, .none), (.wantNo, .wantNoThenYes, .none),
        (.wantNoThenYes, .wantNoThenYes, .none), (.wantYes, .wantYes, .none), (.wantYesThenNo, .wantYes, .none),
    ])
    func enable(before: State, after: State, reply: Reply) {
        var state = before
        #expect(state.enable() == reply)
        #expect(state == after)
    }

    @Test(arguments: [
        (State.no, State.no, Reply.none), (.yes, .wantNo, .negative), (.wantNo, .wantNo, .none),
        (.wantNoThenYes, .wantNo, .none), (.wantYes, .wantYesThenNo, .none), (.wantYesThenNo, .wantYesThenNo, .none),
    ])
    func disable(before: State, after: State, reply: Reply) {
        var state = before
        #expect(state.disable() == reply)
        #expect(state == after)
    }

    /// Two machines that talk to each other, whatever they wish and however often they change their minds, come to
    /// rest and agree.
    @Test(arguments: UInt64(1)...40)
    func twoSidesComeToRest(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        var ours = State.no
        var theirs = State.no
        var toThem: [Reply] = []
        var toUs: [Reply] = []
        func deliver(_ reply: Reply, _ state: inout State, _ back: inout [Reply]) {
            let answer =
                switch reply {
                case .affirmative: state.hearAffirmative(allowed: true)
                case .negative: state.hearNegative()
                case .none: Reply.none
                }
            if answer != .none { back.append(answer) }
        }
        for _ in 0..<50 {
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                let reply = Bool.random(using: &random) ? ours.enable() : ours.disable()
                if reply != .none { toThem.append(reply) }
            case 1:
                let reply = Bool.random(using: &random) ? theirs.enable() : theirs.disable()
                if reply != .none { toUs.append(reply) }
            case 2: if !toThem.isEmpty { deliver(toThem.removeFirst(), &theirs, &toUs) }
            default: if !toUs.isEmpty { deliver(toUs.removeFirst(), &ours, &toThem) }
            }
        }
        var steps = 0
        while !(toThem.isEmpty && toUs.isEmpty), steps < 100 {
            steps += 1
            if !toThem.isEmpty { deliver(toThem.removeFirst(), &theirs, &toUs) }
            if !toUs.isEmpty { deliver(toUs.removeFirst(), &ours, &toThem) }
        }
        #expect(steps < 100, "seed \(seed): a loop")
        #expect(ours == theirs && (ours == .yes || ours == .no), "seed \(seed): \(ours) \(theirs)")
    }
}
