// SPDX-License-Identifier: Apache-2.0

public import DialogScript
internal import IntakeModel

/// The dialog as a pure function: the same script, state, input, context and facts give the same step on any machine.
public enum DialogEngine {
    /// The state of a new conversation. Step it with `.open` for the greeting, or with `.say` for a first line that came
    /// unasked: then the line is taken as the answer to the greeting.
    public static func begin(_ script: Script) -> DialogState { DialogState() }

    /// One step.
    ///
    /// - Parameters:
    ///   - state: of the last outcome, written by this engine for this very script.
    ///   - facts: answers to lookups that this input has led to so far.
    /// - Returns: a finished outcome, or what must be looked up before the same step is taken again.
    public static func step(
        _ script: Script, _ state: DialogState, _ input: DialogInput, _ context: DialogContext, _ facts: [Fact] = []
    ) -> Step {
        step(script, state, input, context, facts, trace: nil)
    }

    /// The same step, telling `trace` on the way why it goes as it goes.
    package static func step(
        _ script: Script, _ state: DialogState, _ input: DialogInput, _ context: DialogContext, _ facts: [Fact],
        trace: Trace?
    ) -> Step {
        var run = StepRun(program: script.program, state: state, context: context, facts: facts, trace: trace)
        run.take(input)
        if let lookup = run.lookup { return .lookup(lookup) }
        return .done(run.finish())
    }
}
