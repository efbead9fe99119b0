import Bytes
import Codecs
import Packetization
import RTP
import RTSP

/// A ``SyntheticStream`` as packets on a connection (RFC 2326 §10.12): those of each track on its own channel.
struct InterleavedStream {
    private var tracks = kinds.compactMap(Track.init)
    private var payloads = PayloadList()

    /// Appends a frame's packets to `output`.
    mutating func write(_ frame: Frame, of kind: MediaKind, into output: inout [UInt8]) {
        guard let index = Self.kinds.firstIndex(of: kind), tracks.indices.contains(index) else { return }
        tracks[index].packetizer.packetize(frame, into: &payloads)
        for number in 0..<payloads.count {
            let packet = tracks[index].packet(
                payloads.bytes[payloads[number]], of: frame, isLast: number == payloads.count - 1)
            RTSPFrameHeader.write(
                channel: Self.channel(ofTrack: index), payload: UInt16(clamping: packet.count), into: &output)
            output += packet
        }
    }

    /// What is announced.
    static var description: String {
        let sections = formats.enumerated().map { index, format in
            let channels = format.channels > 1 ? "/\(format.channels)" : ""
            return """
                m=\(format.media.rawValue) 0 RTP/AVP \(format.payloadType)
                a=rtpmap:\(format.payloadType) \(format.encodingName)/\(format.clockRate)\(channels)
                a=fmtp:\(format.payloadType) \(format.formatParameters)
                a=control:\(control(ofTrack: index))
                """
        }
        let session = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=bench\nc=IN IP4 127.0.0.1\nt=0 0\n"
        return (session + sections.joined(separator: "\n") + "\n").replacing("\n", with: "\r\n")
    }

    /// Of each track.
    static var formats: [PacketFormat] {
        kinds.enumerated().compactMap { index, kind in
            var format = PacketFormat(packetsOf: SyntheticStream.format(of: kind))
            format?.payloadType = payloadType(ofTrack: index)
            return format
        }
    }

    static func control(ofTrack index: Int) -> String { "streamid=\(index)" }

    /// Of RTP; RTCP has the next one.
    static func channel(ofTrack index: Int) -> UInt8 { UInt8(truncatingIfNeeded: 2 * index) }

    /// The order of the tracks.
    static let kinds: [MediaKind] = [.video, .audio]

    private static func payloadType(ofTrack index: Int) -> UInt8 { 96 + UInt8(truncatingIfNeeded: index) }

    private struct Track {
        var packetizer: Packetizer
        private let payloadType: UInt8
        private let clockRate: Int
        private let ssrc: UInt32
        private var sequence: UInt16 = 0

        init?(_ kind: MediaKind) {
            let format = SyntheticStream.format(of: kind)
            guard let packetizer = Packetizer(format: format, maximumPayload: InterleavedStream.payload) else {
                return nil
            }
            self.packetizer = packetizer
            let index = InterleavedStream.kinds.firstIndex(of: kind) ?? 0
            payloadType = InterleavedStream.payloadType(ofTrack: index)
            clockRate = Packetizer.clockRate(of: format.codec, sampleRate: format.sampleRate)
            ssrc = UInt32(truncatingIfNeeded: index + 1)
        }

        mutating func packet(_ payload: ArraySlice<UInt8>, of frame: Frame, isLast: Bool) -> [UInt8] {
            var writer = ByteWriter(capacity: RTPHeader.fixedLength + payload.count)
            let ticks = frame.presentationTime.ticks(rate: clockRate)
            RTPHeader.write(
                payloadType: payloadType, marker: isLast, sequence: sequence,
                timestamp: UInt32(truncatingIfNeeded: ticks), ssrc: ssrc, to: &writer)
            writer.write(payload)
            sequence &+= 1
            return writer.bytes
        }
    }

    /// Bytes of a packet's payload: as cameras and ffmpeg send them, so that a packet fits into an Ethernet frame.
    private static let payload = 1_400
}
