// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

extension LinearModel {
    private static let formatVersion: UInt8 = 3

    /// The model as bytes; the same model gives the same bytes everywhere.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 256 + fingerprints.count * (4 + width))
        writer.byte(Self.formatVersion)
        writer.array(topics) { writer, topic in writer.string(topic) }
        writer.unsigned(letterTrust.bitPattern)
        writer.unsigned(topicTrust.bitPattern)
        writer.unsigned(letterRelief.bitPattern)
        writer.unsigned(letterDamping.bitPattern)
        for head in [purpose, topic, danger] {
            writer.unsigned(head.scale.bitPattern)
            writer.unsigned(head.cueWeight.bitPattern)
            for bias in head.bias { writer.unsigned(bias.bitPattern) }
        }
        writer.unsigned(UInt64(fingerprints.count))
        for fingerprint in fingerprints {
            for shift in [24, 16, 8, 0] { writer.byte(UInt8(truncatingIfNeeded: fingerprint >> UInt32(shift))) }
        }
        var weights: [UInt8] = []
        weights.reserveCapacity(fingerprints.count * width)
        for row in fingerprints.indices {
            for column in 0..<width {
                weights.append(UInt8(bitPattern: Int8(truncatingIfNeeded: weight(row, at: place(of: column)))))
            }
        }
        writer.blob(weights)
        return writer.bytes
    }

    /// Reads what ``encoded()`` wrote.
    public convenience init(decoding bytes: [UInt8]) throws(StoredFormatError) {
        var reader = ByteReader(bytes)
        let version = try reader.byte()
        guard (1...Self.formatVersion).contains(version) else { throw StoredFormatError("a model of another format") }
        let topics = try reader.array { (reader: inout ByteReader) throws(StoredFormatError) in try reader.string() }
        let letterTrust = Double(bitPattern: try reader.unsigned())
        // Format 1, in the dialogs that older conversations are pinned to, has one number for both.
        let topicTrust = version == 1 ? letterTrust : Double(bitPattern: try reader.unsigned())
        let letterRelief = Double(bitPattern: try reader.unsigned())
        // Before format 3 the cues counted in full however long a letter was.
        let letterDamping = version < 3 ? 0 : Double(bitPattern: try reader.unsigned())
        guard letterTrust.isFinite, topicTrust.isFinite, letterRelief.isFinite, letterDamping.isFinite else {
            throw StoredFormatError("a model with weights that are no numbers")
        }
        func head(_ first: Int, _ count: Int) throws(StoredFormatError) -> Head {
            let scale = Double(bitPattern: try reader.unsigned())
            let cueWeight = Double(bitPattern: try reader.unsigned())
            var bias: [Double] = []
            for _ in 0..<count { bias.append(Double(bitPattern: try reader.unsigned())) }
            guard scale.isFinite, cueWeight.isFinite, bias.allSatisfy(\.isFinite) else {
                throw StoredFormatError("a model with weights that are no numbers")
            }
            return Head(columns: first..<first + count, scale: scale, cueWeight: cueWeight, bias: bias)
        }
        let purpose = try head(0, Purpose.allCases.count)
        let topic = try head(purpose.columns.upperBound, topics.count)
        let danger = try head(topic.columns.upperBound, SafetyKind.allCases.count + 1)
        let count = try reader.unsigned()
        guard count <= UInt64(Self.mostFeatures) else { throw StoredFormatError("a model with too many features") }
        var fingerprints: [UInt32] = []
        fingerprints.reserveCapacity(Int(count))
        for _ in 0..<Int(count) {
            var fingerprint: UInt32 = 0
            for _ in 0..<4 { fingerprint = fingerprint << 8 | UInt32(try reader.byte()) }
            // Ascending and never 0: the table relies on it.
            guard fingerprint > fingerprints.last ?? 0 else { throw StoredFormatError("a model out of order") }
            fingerprints.append(fingerprint)
        }
        let weights = try reader.blob()
        guard weights.count == fingerprints.count * danger.columns.upperBound, reader.isAtEnd else {
            throw StoredFormatError("a model of the wrong length")
        }
        self.init(
            purpose: purpose, topic: topic, danger: danger, topics: topics, letterTrust: letterTrust,
            topicTrust: topicTrust, letterRelief: letterRelief, letterDamping: letterDamping,
            fingerprints: fingerprints,
            weights: weights.map(Int8.init(bitPattern:)))
    }
}
