import Bytes
import Codecs
import FramePlane
import GatewaySupport
import MediaPlane
import Packetization
import RTSP

/// One track of a group: makes of its packets or frames the bytes that players get.
struct StampingTrack {
    /// What players were told, with the payload type that they were told.
    private(set) var told: GroupTrack
    private(set) var sender: RTPSender
    private var source = Source.none

    private enum Source {
        case none
        case packets
        case frames(TrackFormat, Packetizer)
    }

    init(_ format: PacketFormat, using random: inout some RandomNumberGenerator) {
        sender = RTPSender(format: format, cname: "Turnout", random: &random)
        told = GroupTrack(format: format, ssrc: sender.ssrc)
    }

    /// What the track is from now on.
    /// - Parameter format: what players that come are told; for those that are there it is the same
    ///   (``PacketFormat/canGoOn(as:)``).
    mutating func change(to track: ReadTrack, format: PacketFormat) {
        let payloadType = told.format.payloadType
        told.format = format
        told.format.payloadType = payloadType
        switch (track, source) {
        case (.packets, .packets):
            break
        case (.packets, .none), (.packets, .frames):
            sender.beginSource()
            source = .packets
        case (.frames(let format), .frames(let former, _)) where format == former:
            break
        case (.frames(let format), _):
            // Frames of one stream are on one clock, whoever publishes them.
            if case .packets = source { sender.beginSource() }
            source =
                Packetizer(format: format, maximumPayload: RTSPGatewayLimits.payload).map { .frames(format, $0) }
                ?? .none
        }
    }

    /// What follows has nothing to do with what came before.
    mutating func beginSource() {
        sender.beginSource()
    }

    /// Writes a batch's packets behind each other.
    mutating func write(_ batch: PacketBatch, track: Int, to writer: inout ByteWriter, _ packets: inout [StampedPacket])
    {
        guard case .packets = source else { return }
        if batch.beginsAnew { sender.beginSource() }
        for packet in batch.packets where batch.bytes.indices.contains(packet.payload) {
            let stamp = sender.stamp(packet)
            write(
                stamp, batch.bytes[packet.payload], track: track, startsKeyframe: packet.startsKeyframe, to: &writer,
                &packets)
        }
    }

    /// Cuts a frame, and writes its packets behind each other.
    /// - Parameter captureTime: of its presentation time, in nanoseconds of our wall clock since 1970.
    mutating func write(
        _ frame: Frame, captureTime: Int64, track: Int, payloads: inout PayloadList, to writer: inout ByteWriter,
        _ packets: inout [StampedPacket]
    ) {
        guard case .frames(let format, var packetizer) = source else { return }
        // While it is changed nobody else holds it.
        source = .none
        packetizer.packetize(frame, into: &payloads)
        source = .frames(format, packetizer)
        let rate = Packetizer.clockRate(of: format.codec, sampleRate: format.sampleRate)
        for index in 0..<payloads.count {
            let offset = MediaTime(ticks: Int64(payloads.timestampOffsets[index]), rate: rate).nanoseconds
            let payload = payloads.bytes[payloads[index]]
            let stamp = sender.stamp(
                payloadLength: payload.count, marker: index == payloads.count - 1 && format.codec.marksEndsOfFrames,
                time: frame.presentationTime + offset, captureTime: captureTime &+ offset)
            write(
                stamp, payload, track: track, startsKeyframe: frame.isKeyframe && index == 0, to: &writer, &packets)
        }
    }

    private func write(
        _ stamp: RTPStamp, _ payload: ArraySlice<UInt8>, track: Int, startsKeyframe: Bool, to writer: inout ByteWriter,
        _ packets: inout [StampedPacket]
    ) {
        // What does not fit into a frame of a connection has its number, and is missing.
        guard let length = UInt16(exactly: payload.count + RTPStamp.length) else { return }
        packets.append(
            StampedPacket(
                start: writer.count, length: Int(length), track: track, isVideo: told.isVideo,
                startsKeyframe: startsKeyframe && told.isVideo, sequence: stamp.sequence, timestamp: stamp.timestamp))
        RTSPFrameHeader.write(channel: ChannelMap.usual(track), payload: length, into: &writer.bytes)
        stamp.write(to: &writer)
        writer.write(payload)
    }

    // MARK: Reports

    mutating func takeReport(at time: LoopTime) -> [UInt8]? {
        sender.takeReport(now: time.now, wallClock: time.wallClock)
    }
}
