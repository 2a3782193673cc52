// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import DialogScript
import IntakeModel
import IntakeStore
import LineProtocol
import Logging
import NIOCore
import NIOPosix
import Vault

/// The desk: every conversation, leg and officer that is awake, on one event loop.
///
/// All of it is confined to that loop, so that a turn is decided without a lock; the disk is touched only by the writer's
/// thread and the readers' pool. See docs/decisions/0003-one-loop.md.
final class Desk: @unchecked Sendable {
    struct Limits {
        /// Requests that may wait in one conversation (protocol.md: past 8 `overloaded`).
        var waitingPerConversation = 8
        /// Conversations kept in memory; the least recently used idle ones leave first.
        var conversations = 20_000
        /// Texts up to this many UTF-8 bytes (about 400 characters) are understood on the loop, longer ones on the pool.
        var inlineUnderstanding = 1_200
        /// An officer's conversation returns to the queue this long after their last sign, in milliseconds.
        var lease: Int64 = 30_000
        /// An alarm goes on to the next officer after this long without `ack`, in milliseconds.
        var alarm: Int64 = 60_000
        /// The last backup is too old after this, in milliseconds; nil: nobody asks.
        var backupStale: Int64? = 48 * 3_600_000
        var browsers = OfficerLimits()
    }

    let loop: any EventLoop
    let store: any IntakeStore
    let vault: Vault
    let readers: NIOThreadPool
    /// One thread for hashing passwords, so that many tries at once take neither the processor nor the memory.
    let passwords: NIOThreadPool
    let clock: DeskClock
    let limits: Limits
    let logger: Logger
    let metrics: DeskMetrics
    let epoch: String

    /// The version that new conversations begin on.
    var script: Script
    /// The same, for those who are not on the loop.
    let current: CurrentScript
    var scriptWatch: FolderWatch?
    /// Versions that somebody is still on, by hash.
    var scripts: [String: Script]
    var conversations: [ConversationID: Conversation] = [:]
    /// Conversations being read from the store, with what waits for them.
    var loading: [ConversationID: [(Conversation?) -> Void]] = [:]
    var legs: [LegName: Leg] = [:]
    var loadingLegs: [LegName: [(Result<Leg, WireError>) -> Void]] = [:]
    /// Latest connection of each relay name.
    var relays: [String: RelayConnection] = [:]
    var staff: [StaffSession] = []
    /// Browsers in which officers are logged in.
    private(set) lazy var officers = OfficerSessions(desk: self)
    /// Where the first account's password lies until it is changed.
    var firstPassword: String?
    var kiosks: [ObjectIdentifier: KioskSession] = [:]
    /// Petitioners' pages in browsers that wait for news.
    let browsers = BrowserLines()
    var alarms: [Int64: Alarm] = [:]
    var draining = false

    private(set) var writer: StoreWriter!
    private(set) lazy var board = CaseBoard(desk: self)
    var caseWatchers = CaseWatchers()
    private(set) lazy var dueWatch = DueWatch(desk: self)
    private(set) var outboxWatch: OutboxWatch?
    private(set) lazy var repeatWatch = RepeatWatch(desk: self)
    private var ids: [ClosedRange<Int64>] = []
    private var reserving = false
    private var uses: UInt64 = 0
    /// Hashes of the tokens that admit a relay of any name.
    var relayTokens: [[UInt8]] = []
    /// One buffer for all frames that are being written.
    var scratch = JSONWriter(reserving: 4_096)
    /// The character tables of GB18030, shared by all kiosks of the loop.
    let converter = TextConverter()
    var batchDepth = 0
    var unflushed: [JSONLinesHandler] = []
    var pumping = false
    var pumpAgain = false
    var wallOffset: Int64 = 0

    init(
        loop: any EventLoop, store: any IntakeStore, vault: Vault, readers: NIOThreadPool, passwords: NIOThreadPool,
        clock: DeskClock, current: CurrentScript, limits: Limits = Limits(), logger: Logger, metrics: DeskMetrics
    ) throws(StoreError) {
        self.loop = loop
        self.store = store
        self.vault = vault
        self.readers = readers
        self.passwords = passwords
        self.clock = clock
        self.current = current
        script = current.value
        scripts = [script.hash: script]
        self.limits = limits
        self.logger = logger
        self.metrics = metrics
        self.epoch = try store.epoch()
        ids = [try store.reserveIDs(1_000)]
        writer = StoreWriter(store: store, loop: loop) { [unowned self] in settle($0) }
    }

    /// From now on reminders leave the system by this sender.
    func startOutbox(_ sender: any OutboxSender) {
        let watch = OutboxWatch(desk: self, sender: sender)
        outboxWatch = watch
        watch.start()
    }

    func admitsRelay(token: String) -> Bool {
        let hash = vault.tokenHash(token)
        return relayTokens.contains { Vault.equal($0, hash) }
    }

    // MARK: Ids

    /// An id never given before; nil when the store could not reserve more in time.
    func nextID() -> Int64? {
        guard let block = ids.first else { return nil }
        if block.lowerBound == block.upperBound {
            ids.removeFirst()
        } else {
            ids[0] = (block.lowerBound + 1)...block.upperBound
        }
        let left = ids.reduce(0) { $0 + $1.count }
        if left < 4_000, !reserving {
            reserving = true
            writer.run { store throws(StoreError) in
                try store.reserveIDs(8_000)
            } then: { [self] result in
                reserving = false
                if case .success(let block) = result { ids.append(block) }
            }
        }
        return block.lowerBound
    }

    // MARK: Reading

    /// Reads from the store off the loop; `then` runs on the loop.
    func read<T: Sendable>(
        _ work: @escaping @Sendable (any IntakeStore) throws(StoreError) -> T,
        then: @escaping @Sendable (Result<T, StoreError>) -> Void
    ) {
        let loop = loop
        let store = store
        readers.submit { state in
            let result: Result<T, StoreError>
            if state == .active {
                result = Result { () throws(StoreError) -> T in try work(store) }
            } else {
                result = .failure(StoreError(.io, "the server is shutting down"))
            }
            loop.execute { then(result) }
        }
    }

    func touch(_ conversation: Conversation) {
        uses &+= 1
        conversation.lastUsed = uses
    }

    // MARK: Context

    func context(_ conversation: Conversation) -> DialogContext {
        let now = clock.now()
        return DialogContext(
            now: now, today: CivilDate(now), channel: conversation.opening.channel, place: conversation.opening.place,
            atKiosk: conversation.isAtKiosk, cases: conversation.cases, owner: conversation.owner,
            dutyBadge: conversation.script.office.dutyBadge(at: now), staffPresent: staffPresent,
            locale: conversation.opening.locale)
    }

    var staffPresent: Bool { staff.contains { $0.officer.roles.contains(.intake) } }

    /// Number and code of a conversation are derived once while it is awake: each stands in a text and in a field, and
    /// the receipt shows the code again.
    private func derived(_ hole: Hole, for conversation: Conversation) -> String? {
        if let text = conversation.derived[hole] { return text }
        let text: String
        switch hole {
        case .draftNumber: text = vault.draftNumber(conversation.id).description
        case .code(let person): text = vault.code(conversation.id, person: person).shown
        case .number, .due, .unit, .firstContact, .filedOn, .identity: return nil
        }
        conversation.derived[hole] = text
        return text
    }

    /// Fills what is filled only when sent to the petitioner.
    func fill(_ hole: Hole, for conversation: Conversation) -> String? {
        switch hole {
        case .draftNumber, .code: derived(hole, for: conversation)
        case .identity(let field):
            conversation.masked
                ? conversation.identity[field].map { Masking.masked($0, field) } : conversation.identity[field]
        default: nil
        }
    }
}
