// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
import LineProtocol

/// Everything an officer's terminal client knows and what it does about each thing that happens: frames of the server,
/// keys, time. A pure value; the program around it carries the commands out and draws the screen.
public struct DeskModel: Sendable {
    public enum Link: Sendable, Hashable {
        case connecting
        case online(server: String)
        /// Trying again in so many seconds.
        case offline(retryIn: Int)
    }

    public enum Page: Sendable, Hashable {
        case queue
        case conversation(String)
        case sheet
        /// What may be done with the case on the sheet.
        case acts
        case dictation
        case help
    }

    /// In a conversation: whether letters are typed, or are commands.
    public enum Focus: Sendable, Hashable {
        case speak
        case command
    }

    /// A question of the client itself, answered on the input line.
    public enum Prompt: Sendable, Hashable {
        case transfer(conv: String)
        case caseNumber
    }

    struct Pending: Sendable, Hashable {
        var id: String
        var command: StaffFrame.Command
    }

    /// Seconds between two looks at the queue when no event asks for one.
    static let refreshInterval: Int64 = 30
    /// Seconds between two pings: less than what drops an idle connection on the way.
    static let pingInterval: Int64 = 20
    static let noticesKept = 100

    public internal(set) var now: Timestamp
    public internal(set) var link = Link.connecting
    public internal(set) var page = Page.queue
    public internal(set) var focus = Focus.command
    public internal(set) var prompt: Prompt?
    public internal(set) var promptInput = InputLine()
    /// Conversations that wait, the most urgent first.
    public internal(set) var queue: [QueueEntry] = []
    /// Conversations that this client has open, in the order they were opened.
    public internal(set) var open: [OpenConversation] = []
    /// Alerts that nobody here has acknowledged, oldest first.
    public internal(set) var alarms: [DeskNotice] = []
    /// What is due soon or overdue, and what is wrong with the server, newest last.
    public internal(set) var reminders: [DeskNotice] = []
    public internal(set) var sheet: CaseSheet?
    /// What may be done with the case of the sheet; nil when nothing may.
    public internal(set) var acts: ActSheet?
    public internal(set) var dictation = DictationSheet()
    /// The last thing worth a sentence.
    public internal(set) var note = ""
    /// The conversation that the cursor of the list is on.
    public internal(set) var selected: String?
    /// Lines scrolled back from the end (conversation, dictation) or down from the top (case, help).
    public internal(set) var scroll = 0
    /// Commands that were refused so far.
    public internal(set) var refusals = 0

    var news: [DeskNews] = []
    var pending: [Pending] = []
    var lastEvent: Int64?
    var isQueueStale = false
    var queuePages: [QueueEntry] = []
    /// The version at which a conversation was given back: later lines only are news of it.
    var released: [String: Int64] = [:]
    var pageBefore = Page.queue
    var isLeaving = false
    private var lastRefresh: Timestamp
    private var lastPing: Timestamp
    private let idPrefix: String
    private var counter = 0

    /// - Parameter idPrefix: what message ids begin with; another one for every run of the program, as ids count for a
    ///   day.
    public init(now: Timestamp, idPrefix: String) {
        self.now = now
        self.idPrefix = idPrefix
        lastRefresh = now
        lastPing = now
    }

    /// What happened since this was last asked.
    public mutating func takeNews() -> [DeskNews] {
        defer { news = [] }
        return news
    }

    /// True when no command waits for its answer.
    public var isIdle: Bool { pending.isEmpty }

    // MARK: Time and link

    /// A second has passed.
    public mutating func tick(_ now: Timestamp) -> [DeskCommand] {
        self.now = now
        guard case .online = link else { return [] }
        var commands: [DeskCommand] = []
        if now.milliseconds - lastRefresh.milliseconds >= Self.refreshInterval * 1000 { commands += refresh() }
        if now.milliseconds - lastPing.milliseconds >= Self.pingInterval * 1000 {
            lastPing = now
            commands.append(.send(.ping(id: nextID())))
        }
        return commands
    }

    /// The connection is gone. What was asked for is asked again; what was said is sent again under its own id, so that
    /// it happens once.
    public mutating func disconnected(retryIn seconds: Int) {
        if case .online = link { say("断线了，正在重连。没送到的话留着，连上再送。") }
        link = .offline(retryIn: seconds)
        queuePages = []
        pending.removeAll { entry in
            switch entry.command {
            case .watch, .queue, .transcript, .follow, .today, .find: true
            case .claim, .say, .note, .correct, .release, .caseRecord, .dictate, .acknowledge, .act, .document,
                .addOfficer,
                .account, .outbox, .audit:
                false
            }
        }
    }

    mutating func greeted(_ server: String) -> [DeskCommand] {
        link = .online(server: server)
        lastPing = now
        var commands = pending.map { DeskCommand.send(.staff(StaffFrame(id: $0.id, $0.command))) }
        commands += request(.watch(lastEvent.map { .after($0) } ?? .now))
        commands += refresh()
        for conversation in open {
            switch conversation.part {
            case .owner:
                commands += request(.transcript(conv: conversation.conv, after: conversation.lastKnown, limit: 200))
            case .follower: commands += request(.follow(conv: conversation.conv))
            }
        }
        return commands
    }

    /// The screen has no more than so many lines to scroll.
    public mutating func limitScroll(_ most: Int) {
        scroll = min(scroll, max(0, most))
    }

    // MARK: Asking

    private mutating func nextID() -> String {
        counter += 1
        return "\(idPrefix)-\(counter)"
    }

    /// Sends a command, or keeps it until there is a connection.
    mutating func request(_ command: StaffFrame.Command) -> [DeskCommand] {
        let id = nextID()
        pending.append(Pending(id: id, command: command))
        guard case .online = link else { return [] }
        return [.send(.staff(StaffFrame(id: id, command)))]
    }

    /// Asks for the queue; while an answer is awaited, once more after it.
    mutating func refresh() -> [DeskCommand] {
        guard case .online = link else { return [] }
        lastRefresh = now
        if pending.contains(where: { if case .queue = $0.command { true } else { false } }) {
            isQueueStale = true
            return []
        }
        queuePages = []
        return request(.queue(after: nil, limit: WireLimits.page))
    }

    /// Tells a sentence, on the screen and in the news.
    mutating func say(_ text: String) {
        note = text
        tell(.note(text))
    }

    mutating func tell(_ item: DeskNews) {
        news.append(item)
        if news.count > 1000 { news.removeFirst(news.count - 1000) }
    }

    // MARK: The list

    /// A row of the list on the first page.
    public enum Row: Sendable, Hashable {
        case open(OpenConversation)
        case waiting(QueueEntry)

        public var conv: String {
            switch self {
            case .open(let conversation): conversation.conv
            case .waiting(let entry): entry.conv
            }
        }

        var caseNumber: String? {
            switch self {
            case .open(let conversation): conversation.caseNumber
            case .waiting(let entry): entry.caseNumber
            }
        }
    }

    /// What this client has open, then what waits.
    public var rows: [Row] {
        let mine = Set(open.map(\.conv))
        return open.map(Row.open) + queue.filter { !mine.contains($0.conv) }.map(Row.waiting)
    }

    /// The row under the cursor; the first when the chosen one is gone.
    public var selectedRow: Row? {
        let rows = rows
        return rows.first { $0.conv == selected } ?? rows.first
    }

    func openIndex(_ conv: String) -> Int? {
        open.firstIndex { $0.conv == conv }
    }

    /// The conversation on the screen.
    public var current: OpenConversation? {
        guard case .conversation(let conv) = page else { return nil }
        return open.first { $0.conv == conv }
    }

    /// Conversations that this officer owns.
    public var owned: [OpenConversation] { open.filter { $0.part == .owner } }
}
