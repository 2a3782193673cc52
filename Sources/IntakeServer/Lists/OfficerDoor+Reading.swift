// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
public import IntakeStore
public import LineProtocol
import NIOCore

/// What pages read and write beside the frames of the wire: lists, reports, files. The officer's roles decide here as they
/// do there.
extension OfficerDoor {
    public var today: CivilDate { CivilDate(desk.clock.now()) }

    /// Reads on the readers' pool.
    public func read<T: Sendable>(
        _ officer: Officer, _ body: @escaping @Sendable (OfficerReading) throws(StoreError) -> T
    ) async throws(WireError) -> T {
        let desk = desk
        let result: Result<T, StoreError> = await withCheckedContinuation { continuation in
            desk.loop.execute {
                let (script, today) = (desk.script, CivilDate(desk.clock.now()))
                desk.read { store throws(StoreError) in
                    try body(OfficerReading(store, script: script, officer: officer, today: today))
                } then: {
                    continuation.resume(returning: $0)
                }
            }
        }
        do { return try result.get() } catch { throw WireError(error) }
    }

    /// One page of a list of cases, and how many there are in all. What was read once is not read again: only ended cases
    /// are looked up, a page of them.
    public func rows(
        _ list: CaseList, skip: Int, for officer: Officer
    ) async throws(WireError) -> (rows: [CaseList.Row], total: Int) {
        let viewer = officer.viewer
        let page = try await boardPage(list, skip: skip, viewer: viewer)
        guard !page.numbers.isEmpty else { return (page.rows, page.total) }
        let rows = try await read(officer) { reading throws(StoreError) in
            var rows: [CaseList.Row] = []
            for number in page.numbers {
                guard let record = try reading.store.caseRecord(number: number, viewer: viewer) else { continue }
                rows.append(CaseList.Row(record, CaseFile(record)))
            }
            return rows
        }
        return (rows, page.total)
    }

    /// A page of a list as the board has it: rows, or numbers of ended cases.
    private struct BoardPage: Sendable {
        var rows: [CaseList.Row] = []
        var numbers: [String] = []
        var total: Int
    }

    private func boardPage(_ list: CaseList, skip: Int, viewer: Viewer) async throws(WireError) -> BoardPage {
        let found: Result<BoardPage, StoreError> = await withCheckedContinuation { continuation in
            desk.loop.execute { [desk] in
                desk.board.current { result in
                    if case .failure(let error) = result { return continuation.resume(returning: .failure(error)) }
                    if list == .ended {
                        let (numbers, total) = desk.board.ended(viewer: viewer, skip: skip, limit: CaseList.page)
                        return continuation.resume(returning: .success(BoardPage(numbers: numbers, total: total)))
                    }
                    let (rows, total) = desk.board.rows(list, viewer: viewer, skip: skip, limit: CaseList.page)
                    continuation.resume(returning: .success(BoardPage(rows: rows, total: total)))
                }
            }
        }
        do { return try found.get() } catch { throw WireError(error) }
    }

    /// Keeps in the audit trail what the officer does.
    public func audit(_ officer: Officer, act: String, subject: String, reason: String) async throws(WireError) {
        let badge = officer.badge
        try await write { store throws(StoreError) in
            try store.audit(badge: badge, act: act, subject: subject, reason: reason)
        }
    }

    // MARK: Files

    /// Keeps a scan with a case, or with a dictation that runs.
    ///
    /// - Parameter place: a receipt number, or a conversation as `c7`.
    /// - Throws: `notFound` where the officer may not see it; `badRequest` with what is wrong with the file.
    public func attach(
        _ bytes: [UInt8], named name: String, to place: String, by officer: Officer
    ) async throws(WireError) -> Attachment {
        let draft: AttachmentDraft
        do throws(AttachmentRefusal) { draft = try AttachmentDraft(name: name, bytes: bytes) } catch {
            throw WireError(.badRequest, error.description)
        }
        let (viewer, badge) = (officer.viewer, officer.badge)
        let found: Result<Attachment, AttachFailure> = try await write { store throws(StoreError) in
            guard let conversation = try Self.conversation(place, store, viewer) else { return .failure(.notFound) }
            do throws(StoreError) {
                return .success(try store.attach(draft, to: conversation, by: badge, viewer: viewer))
            } catch {
                // What the store refuses for its own rules is told; what it cannot do is thrown.
                guard error.code == .invalid else { throw error }
                return .failure(.refused(error.message))
            }
        }
        switch found {
        case .success(let attachment): return attachment
        case .failure(.notFound): throw WireError(.notFound)
        case .failure(.refused(let why)): throw WireError(.badRequest, why)
        }
    }

    private enum AttachFailure: Error {
        case notFound
        case refused(String)
    }

    /// Takes a scan away that does not belong there; what was in it is gone for good.
    ///
    /// - Throws: `notFound` where there is none, or the officer may not see it.
    public func remove(
        file number: Int, of place: String, because reason: String, by officer: Officer
    ) async throws(WireError) -> Attachment {
        let (viewer, badge) = (officer.viewer, officer.badge)
        let found = try await write { store throws(StoreError) -> Attachment? in
            guard let conversation = try Self.conversation(place, store, viewer),
                try store.attachments(of: conversation, viewer: viewer).contains(where: { $0.number == number })
            else { return nil }
            return try store.removeAttachment(
                number, of: conversation, by: badge, reason: TextCleaner.clean(reason, lineFeeds: false), viewer: viewer
            )
        }
        guard let found else { throw WireError(.notFound) }
        return found
    }

    public func files(of place: String, for officer: Officer) async throws(WireError) -> [Attachment] {
        let viewer = officer.viewer
        return try await read(officer) { reading throws(StoreError) in
            guard let conversation = try Self.conversation(place, reading.store, viewer) else { return [] }
            return try reading.store.attachments(of: conversation, viewer: viewer)
        }
    }

    /// A file with its bytes. That it was opened is in the audit trail before it is given.
    public func open(
        file number: Int, of place: String, for officer: Officer
    ) async throws(WireError) -> (Attachment, [UInt8]) {
        let (viewer, badge) = (officer.viewer, officer.badge)
        let found = try await write { store throws(StoreError) -> (Attachment, [UInt8])? in
            guard let conversation = try Self.conversation(place, store, viewer),
                let file = try store.attachments(of: conversation, viewer: viewer).first(where: { $0.number == number }
                ),
                let bytes = try store.content(ofAttachment: number, of: conversation, viewer: viewer)
            else { return nil }
            try store.audit(badge: badge, act: "file.open", subject: place, reason: "\(file.kind.title) \(number)")
            return (file, bytes)
        }
        guard let found else { throw WireError(.notFound) }
        return found
    }

    private static func conversation(
        _ place: String, _ store: any IntakeStore, _ viewer: Viewer
    ) throws(StoreError) -> ConversationID? {
        if let id = ConversationID(text: place) { return try store.conversation(id, viewer: viewer)?.id }
        return try store.caseRecord(number: StaffSession.canonical(place), viewer: viewer)?.conversation
    }
}
