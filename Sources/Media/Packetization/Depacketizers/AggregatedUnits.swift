import Bytes

/// The NAL units that share a payload, each behind its length in two bytes (RFC 6184 §5.7.1, RFC 7798 §4.4.2).
enum AggregatedUnits {
    /// - Parameter payload: what stands behind the payload's header; one without a byte is malformed.
    static func forEach(
        in payload: Span<UInt8>, _ body: (Span<UInt8>) throws(MalformedPayload) -> Void
    ) throws(MalformedPayload) {
        var reader = ByteReader(payload)
        repeat {
            guard let length = try? reader.readUInt16(), let unit = try? reader.readSlice(Int(length))
            else { throw MalformedPayload() }
            try body(unit)
        } while !reader.isAtEnd
    }
}
