// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import DialogScript
import IntakeModel
import IntakeStore
import Logging
import NIOCore

/// New versions of the dialogs while people are talking: a changed folder is read and checked aside and taken only when
/// nothing in it is wrong. New conversations begin on it; those that run stay on theirs, unless the office moves them.
extension Desk {
    /// How long after one look at the folder the next one comes, at least. Two looks alike make a change.
    private static let scriptLook: TimeAmount = .seconds(1)
    /// A folder of many thousand files, or one far away, is looked at less often: what looking takes, times this.
    private static let scriptLookRest: Int64 = 100
    private static let scriptLookMost: TimeAmount = .seconds(10)

    func watchScripts(in directory: String) {
        scriptWatch = FolderWatch(FolderStamp(of: directory))
        lookAtScripts(in: directory, after: Self.scriptLook)
    }

    private func lookAtScripts(in directory: String, after rest: TimeAmount) {
        loop.scheduleTask(in: rest) { [self] in
            guard !draining else { return }
            read { _ throws(StoreError) in
                let began = NIODeadline.now()
                let stamp = FolderStamp(of: directory)
                return (stamp: stamp, took: NIODeadline.now() - began)
            } then: { [self] result in
                guard case .success(let look) = result else {
                    return lookAtScripts(in: directory, after: Self.scriptLook)
                }
                let rest = max(
                    Self.scriptLook,
                    min(Self.scriptLookMost, .nanoseconds(look.took.nanoseconds * Self.scriptLookRest)))
                if scriptWatch?.look(look.stamp) == true {
                    reload(directory, thenAfter: rest)
                } else {
                    lookAtScripts(in: directory, after: rest)
                }
            }
        }
    }

    private func reload(_ directory: String, thenAfter rest: TimeAmount) {
        read { _ throws(StoreError) in
            Reading(Script.load(directory))
        } then: { [self] result in
            if case .success(let reading) = result {
                if let script = reading.script { take(script) } else { refuse(reading.diagnostics) }
            }
            lookAtScripts(in: directory, after: rest)
        }
    }

    private struct Reading: Sendable {
        var script: Script?
        var diagnostics: [Diagnostic]

        init(_ loaded: (script: Script?, diagnostics: [Diagnostic])) {
            script = loaded.script
            diagnostics = loaded.diagnostics
        }
    }

    /// Nothing begins on the new version before its sources are on disk.
    private func take(_ new: Script) {
        guard new.hash != script.hash else { return }
        let event = DeskEvent(.dialogsTaken, fields: [.init("version", Self.shown(new.hash))])
        writer.run { store throws(StoreError) in
            try store.saveScript(hash: new.hash, source: new.sources)
            try store.append([event])
        } then: { [self] result in
            if case .failure(let error) = result {
                return logger.error("new dialogs could not be stored", metadata: ["error": "\(error.code)"])
            }
            script = new
            current.take(new)
            scripts[new.hash] = new
            forgetUnusedScripts()
            metrics.dialogsTaken()
            dueWatch.changed()
            logger.notice("new dialogs taken", metadata: ["version": "\(Self.shown(new.hash))"])
            pumpWatchers()
        }
    }

    private func refuse(_ diagnostics: [Diagnostic]) {
        let errors = diagnostics.filter { $0.severity == .error }
        for error in errors.prefix(20) { logger.error("dialogs refused", metadata: ["at": "\(error)"]) }
        logger.error(
            "the changed dialogs are not taken; the version in force stays",
            metadata: ["errors": "\(errors.count)", "version": "\(Self.shown(script.hash))"])
        metrics.dialogsRefused()
        let first = errors.first.map { "\($0)" } ?? ""
        let event = DeskEvent(
            .dialogsRefused, fields: [.init("errors", "\(errors.count)"), .init("first", first)])
        writer.run { store throws(StoreError) in
            try store.append([event])
        } then: { [self] _ in
            pumpWatchers()
        }
    }

    /// The first digits of a version, as people are told it.
    static func shown(_ hash: String) -> String { String(hash.prefix(12)) }

    /// Versions that nobody awake is on leave the memory; the store keeps their sources.
    private func forgetUnusedScripts() {
        var used: Set<String> = [script.hash]
        for conversation in conversations.values { used.insert(conversation.script.hash) }
        scripts = scripts.filter { used.contains($0.key) }
    }

    /// Takes the conversation over to the version in force when the office wishes it and everything that was said has
    /// its place there. It is stored with the turn that is being decided.
    func moveIfWished(_ conversation: Conversation) {
        guard conversation.version > 0, !conversation.ended, conversation.script.hash != script.hash,
            let move = script.moves.first(where: { $0.covers(conversation.script.hash) }),
            let state = conversation.state.moved(to: script, by: move)
        else { return }
        conversation.script = script
        conversation.state = state
    }
}
