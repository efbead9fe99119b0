/// How the payloads of one codec become such that fit.
protocol PayloadRepacker: Sendable {
    /// Appends what becomes of a payload; when it throws, nothing.
    /// - Parameters:
    ///   - payload: at least one byte.
    ///   - isBehindLoss: whether packets are missing right before this one.
    mutating func repack(
        _ payload: Span<UInt8>, timestamp: UInt32, isBehindLoss: Bool, into payloads: inout PayloadList
    ) throws(MalformedPayload) -> RepackedTraits
}

/// What of a packet is known by those around it.
struct RepackedTraits: Equatable {
    /// Whether a decoder that is given this packet first has what it needs, if the payload looks like a beginning.
    var canBegin = true
    /// Whether a marker means that the frame ends here.
    var marksEnd = true
}
