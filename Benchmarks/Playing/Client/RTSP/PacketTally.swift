import Codecs
import Packetization
import RTP

/// Puts the frames of a ``SyntheticStream`` together from the packets that came on a connection.
struct PacketTally {
    private var tracks = zip(InterleavedStream.kinds, InterleavedStream.formats).compactMap(Track.init)
    private var items: [DepacketizedItem] = []

    private struct Track {
        let kind: MediaKind
        let clockRate: Int
        var depacketizer: Depacketizer
        /// Of the packet that comes next; nil before the first.
        var next: UInt16?
        /// The last packet's, which does not wrap.
        var timestamp: Int64 = 0

        init?(_ kind: MediaKind, _ format: PacketFormat) {
            guard let depacketizer = Depacketizer(format) else { return nil }
            (self.kind, clockRate, self.depacketizer) = (kind, format.clockRate, depacketizer)
        }

        mutating func receive(_ packet: Span<UInt8>, into items: inout [DepacketizedItem]) {
            guard let header = try? RTPHeader.parse(packet) else { return }
            if let next {
                if header.sequence != next { depacketizer.noteLoss() }
                timestamp += Int64(Int32(truncatingIfNeeded: Int64(header.timestamp) - timestamp))
            } else {
                timestamp = Int64(header.timestamp)
            }
            next = header.sequence &+ 1
            let start = Int(header.headerLength)
            depacketizer.receive(
                payload: packet.extracting(start..<start + Int(header.payloadLength)), timestamp: timestamp,
                marker: header.marker, into: &items)
        }
    }

    /// Takes a packet; those of RTCP say nothing of frames.
    /// - Parameter tally: Gets the frame that the packet completes.
    mutating func take(_ packet: Span<UInt8>, channel: UInt8, into tally: inout FrameTally) {
        let index = Int(channel / 2)
        guard channel.isMultiple(of: 2), tracks.indices.contains(index) else { return }
        tracks[index].receive(packet, into: &items)
        for case .frame(let bytes, let timestamp, _) in items {
            let time = MediaTime(ticks: timestamp, rate: tracks[index].clockRate)
            tally.take(bytes[...], of: tracks[index].kind, timestamp: time.milliseconds)
        }
        items.removeAll(keepingCapacity: true)
    }
}
