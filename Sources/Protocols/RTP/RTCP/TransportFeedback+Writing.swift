package import Bytes

extension TransportFeedback {
    /// Appends a feedback message.
    ///
    /// - Parameters:
    ///   - baseSequence: of the first of `deltas`.
    ///   - referenceTime: in 64 ms; its low 24 bits are written.
    ///   - deltas: for each packet nil when it did not arrive, otherwise the time since the one that arrived before it (for
    ///     the first: since the reference time), in 250 µs. At least one and at most 65,535; the caller bounds them by what
    ///     fits into a datagram.
    package static func write(
        senderSSRC: UInt32, mediaSSRC: UInt32, baseSequence: UInt16, referenceTime: Int32, feedbackCount: UInt8,
        deltas: [Int16?], to writer: inout ByteWriter
    ) {
        precondition((1...65_535).contains(deltas.count), "a feedback message speaks of 1 to 65,535 packets")
        RTCPHeader.write(type: RTCPType.transportFeedback, format: format, to: &writer) { writer in
            FeedbackSources.write(senderSSRC: senderSSRC, mediaSSRC: mediaSSRC, to: &writer)
            writer.write(baseSequence)
            writer.write(UInt16(deltas.count))
            writer.writeUInt24(UInt32(bitPattern: referenceTime))
            writer.write(feedbackCount)
            writeChunks(deltas.map(TransportFeedbackStatus.init(delta:)), to: &writer)
            for case let delta? in deltas {
                if TransportFeedbackStatus(delta: delta) == .smallDelta {
                    writer.write(UInt8(delta))
                } else {
                    writer.write(UInt16(bitPattern: delta))
                }
            }
        }
    }

    /// Writes at each step the chunk that holds the most statuses.
    private static func writeChunks(_ statuses: [TransportFeedbackStatus], to writer: inout ByteWriter) {
        var rest = statuses[...]
        while let first = rest.first {
            let run = rest.prefix(maximumRun).prefix { $0 == first }
            let candidates = rest.prefix(14)
            let width = candidates.contains(.largeDelta) ? 2 : 1
            let vector = candidates.prefix(14 / width)
            if run.count >= vector.count {
                writer.write(first.rawValue << 13 | UInt16(run.count))
                rest = rest.dropFirst(run.count)
            } else {
                writer.write(vectorBits(vector, width: width))
                rest = rest.dropFirst(vector.count)
            }
        }
    }

    /// A chunk of statuses with one or two bits each, the first one highest (§3.1.4).
    private static func vectorBits(_ statuses: ArraySlice<TransportFeedbackStatus>, width: Int) -> UInt16 {
        var bits: UInt16 = width == 1 ? 0x8000 : 0xC000
        for (index, status) in statuses.enumerated() {
            bits |= status.rawValue << UInt16(14 - width * (index + 1))
        }
        return bits
    }

    /// As many statuses as 13 bits count (§3.1.3).
    private static let maximumRun = 8_191
}
