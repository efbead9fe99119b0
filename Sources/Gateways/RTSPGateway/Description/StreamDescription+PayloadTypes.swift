package import Codecs

extension StreamDescription {
    /// Gives each track the payload type that its packets are sent with, so that no two dynamic ones are the same.
    ///
    /// Two tracks may have one static type: each is an RTP session of its own.
    /// - Parameter tracks: at most ``FramePublication/maximumTracks``, which is fewer than there are dynamic types.
    package static func withPayloadTypes(_ tracks: some Collection<PacketFormat>) -> [PacketFormat] {
        var formats = Array(tracks)
        var taken: Set<UInt8> = []
        var unsettled: [Int] = []
        for index in formats.indices {
            if let payloadType = formats[index].staticPayloadType {
                formats[index].payloadType = payloadType
            } else if !dynamicPayloadTypes.contains(formats[index].payloadType)
                || !taken.insert(formats[index].payloadType).inserted
            {
                unsettled.append(index)
            }
        }
        for (index, payloadType) in zip(unsettled, dynamicPayloadTypes.lazy.filter { !taken.contains($0) }) {
            formats[index].payloadType = payloadType
        }
        return formats
    }

    /// RFC 3551 §6.
    private static let dynamicPayloadTypes: ClosedRange<UInt8> = 96...127
}

extension PacketFormat {
    /// Nil for a format that has none of its own.
    fileprivate var staticPayloadType: UInt8? {
        PacketFormat.staticPayloadType(
            of: encodingName.uppercased(), clockRate: clockRate, channels: channels)
    }
}
