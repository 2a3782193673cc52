// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import LineProtocol

/// One thing that somebody wants of a conversation.
struct Request {
    enum Act {
        /// A petitioner's line; empty asks for the greeting or the current question again.
        case say(String)
        /// The petitioner leaves; the draft stays.
        case leave
        /// The petitioner wants everything gone that was said; only before anything is registered.
        case erase
        /// The leg was bound to this conversation by number and code.
        case resumed
        case claim(version: Int64?)
        case officerSays(String)
        /// A remark among officers.
        case note(String)
        /// What is understood is put right before anything is registered.
        case correct(StaffFrame.Correction)
        case release(to: ReleaseTarget, version: Int64?)
        /// The owner's lease ended or their line dropped.
        case leaseOver(badge: String)
        /// Nobody came within a minute of an alarm.
        case nobodyCame
        /// The leg's talk went on elsewhere: one notice.
        case takenOver
        case act(CaseOrder)

        var isResumption: Bool { if case .resumed = self { true } else { false } }
    }

    enum ReleaseTarget {
        case bot
        case queue
        case officer(badge: String)
    }

    var act: Act
    var asked: Asked
    /// How often a case that it acts on had moved on in the meantime.
    var attempt = 0
}

/// An officer's act on a case that they may see. It is decided when its turn in the conversation has come.
struct CaseOrder {
    enum Command {
        case act(StaffFrame.CaseAct)
        /// A document goes out.
        case issue(StaffFrame.Document)
    }

    let command: Command
    /// As it is stored.
    let number: String

    /// The version of the case that it was decided on, where the officer named one.
    var version: Int64? {
        switch command {
        case .act(let frame): frame.version
        case .issue(let frame): frame.version
        }
    }
}

/// Who asked, and how they are answered.
struct Asked {
    enum By {
        case petitioner(any PetitionerLine, Leg)
        case officer(StaffSession)
        case desk
    }

    var by: By
    /// The message id: what the answer refers to, and the key of exactly-once.
    var id: String?
    /// The officer's id is used a second time after a day.
    var again = false

    static var desk: Asked { Asked(by: .desk, id: nil) }
}

extension WireError {
    init(_ error: StoreError) {
        switch error.code {
        case .readOnly, .diskFull:
            self.init(.readOnly, "现在存不进去，刚才这句没有记下。请找窗口的工作人员，或者过一会儿再来。", retryAfter: 60)
        default:
            self.init(.internal, "这边出了点问题，刚才这句没有记下，请再发一次。", retryAfter: 1)
        }
    }
}
