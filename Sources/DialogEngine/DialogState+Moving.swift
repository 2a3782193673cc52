// SPDX-License-Identifier: Apache-2.0

public import DialogScript

extension DialogState {
    /// This state on another version of the script, with every answer kept.
    ///
    /// - Returns: nil when a step or a slot that the conversation stands on has no place there: it then stays on its own
    ///   version.
    public func moved(to script: Script, by move: ScriptMove) -> DialogState? {
        let program = script.program
        var state = self
        func place(_ step: UInt32) -> UInt32? {
            let key = move.step(step)
            return step == 0 || program.step(key: key) != nil ? key : nil
        }
        func place(_ frames: [Frame]) -> [Frame]? {
            var placed: [Frame] = []
            for frame in frames {
                guard let step = place(frame.step) else { return nil }
                placed.append(Frame(step: step, kind: frame.kind))
            }
            return placed
        }
        guard let at = place(at), let frames = place(frames) else { return nil }
        state.at = at
        state.frames = frames
        state.past = []
        for entry in past {
            guard let step = place(entry.step), let frames = place(entry.frames) else { return nil }
            state.past.append(Past(step: step, frames: frames))
        }
        for index in values.indices {
            let key = move.slot(values[index].slot)
            guard program.slot(key: key) != nil else { return nil }
            state.values[index].slot = key
        }
        return state
    }
}
