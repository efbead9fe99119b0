/// The AV1 aggregation header and the OBU elements behind it (AV1 RTP specification §4.3, §4.4).
enum AV1Payload {
    static func inspect(_ payload: Span<UInt8>) -> VideoPacketFacts {
        let header = payload[0]
        let (isContinued, isNewSequence) = (header & 0x80 != 0, header & 0x08 != 0)
        // A coded video sequence cannot begin with the rest of an OBU (§4.4).
        guard payload.count > 1, !(isContinued && isNewSequence) else { return .malformed }
        var facts = VideoPacketFacts()
        facts.isKeyframeStart = isNewSequence
        facts.startsFrame = isNewSequence

        var offset = 1
        var isFirst = true
        // W counts the elements; 0 means that each has a length.
        let count = Int(header >> 4 & 3)
        for index in 0..<maximumElements where offset < payload.count {
            let isLast = count > 0 && index == count - 1
            guard let element = nextElement(payload, at: &offset, hasLength: !isLast) else { return .malformed }
            if !(isFirst && isContinued), !element.isEmpty { look(at: payload, element, into: &facts) }
            isFirst = false
            if isLast { return facts }
        }
        // Fewer elements than W promises.
        if count > 0 { return .malformed }
        return facts
    }

    private static func nextElement(
        _ payload: Span<UInt8>, at offset: inout Int, hasLength: Bool
    ) -> Range<Int>? {
        var length = payload.count - offset
        if hasLength {
            guard let value = LEB128.read(payload, at: &offset), value <= payload.count - offset else { return nil }
            length = value
        }
        defer { offset += length }
        return offset..<(offset + length)
    }

    /// Reads the OBU header (AV1 §5.3.2, §5.3.3): the layers, which are the same in all OBUs of a packet that name them
    /// (§4.4 of the RTP specification), and of a sequence header the resolution.
    private static func look(at payload: Span<UInt8>, _ element: Range<Int>, into facts: inout VideoPacketFacts) {
        let header = payload[element.lowerBound]
        let (type, hasExtension, hasSize) = (header >> 3 & 0x0F, header & 0x04 != 0, header & 0x02 != 0)
        var offset = element.lowerBound + 1
        if hasExtension {
            guard offset < element.upperBound else { return }
            if type != AV1OBU.sequenceHeader {
                facts.temporalLayer = payload[offset] >> 5
                facts.spatialLayer = payload[offset] >> 3 & 3
            }
            offset += 1
        }
        guard type == AV1OBU.sequenceHeader else { return }
        if hasSize { guard LEB128.read(payload, at: &offset) != nil else { return } }
        guard offset <= element.upperBound else { return }
        facts.take(AV1SequenceHeader.resolution(payload.extracting(offset..<element.upperBound)))
    }

    /// Elements looked at in one packet. Temporal units have a handful; what is behind these says nothing to us.
    private static let maximumElements = 32
}
