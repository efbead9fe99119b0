import Codecs
import RTP
import RTSP
import Testing

@testable import Playing

@Suite struct InterleavedStreamTests {
    /// What is written for so many frames of a stream, as it comes out of a connection.
    private func packets(ofFrames count: Int) throws -> [(channel: UInt8, bytes: [UInt8])] {
        var (stream, frames) = (InterleavedStream(), SyntheticStream(bitrate: 2_000_000))
        var output: [UInt8] = []
        for _ in 0..<count {
            let (kind, frame) = frames.next()
            stream.write(frame, of: kind, into: &output)
        }
        var reader = RTSPReader()
        reader.receive(output.span)
        var packets: [(channel: UInt8, bytes: [UInt8])] = []
        while let item = try reader.next() {
            guard case .media(let channel, let range) = item else {
                Issue.record("\(item) is no packet")
                break
            }
            packets.append((channel, Array(reader.buffer[range])))
        }
        #expect(!reader.isInsideItem)
        return packets
    }

    private func tally(_ packets: [(channel: UInt8, bytes: [UInt8])]) -> FrameTally {
        var (packetTally, tally) = (PacketTally(), FrameTally(hasOneClock: false))
        for packet in packets { packetTally.take(packet.bytes.span, channel: packet.channel, into: &tally) }
        return tally
    }

    @Test func packetsFitIntoEthernetFramesAndAreNumbered() throws {
        var next: [UInt8: UInt16] = [:]
        for (channel, bytes) in try packets(ofFrames: 300) {
            try #require(bytes.count <= 1_412)
            let header = try RTPHeader.parse(bytes.span)
            try #require(header.sequence == next[channel] ?? 0)
            try #require(header.payloadType == (channel == 0 ? 96 : 97))
            next[channel] = header.sequence + 1
        }
        #expect(Set(next.keys) == [0, 2])
    }

    @Test func framesComeBackWhole() throws {
        let tally = tally(try packets(ofFrames: 300))
        #expect(tally.frames == 300)
        #expect(tally.missed == 0)
        #expect(tally.disordered == 0)
        #expect(tally.mistimed == 0)
    }

    @Test func aMissingPacketIsAMissingFrame() throws {
        var packets = try packets(ofFrames: 300)
        // In the middle of the second group of pictures, where later frames do not need it.
        let video = packets.indices.filter { packets[$0].channel == 0 }
        packets.remove(at: video[video.count - 20])
        let tally = tally(packets)
        #expect(tally.frames < 300)
        #expect(tally.mistimed == 0)
    }

    @Test func otherChannelsSayNothingOfFrames() throws {
        let packets = try packets(ofFrames: 50)
        for shift in [UInt8(1), 4, 253] {
            #expect(tally(packets.map { ($0.channel &+ shift, $0.bytes) }).frames == 0)
        }
    }

    @Test func timestampsMayWrap() throws {
        let packets = try packets(ofFrames: 300).map { channel, bytes in
            var bytes = bytes
            let header = try RTPHeader.parse(bytes.span)
            let moved = header.timestamp &- 90_000
            for index in 0..<4 { bytes[4 + index] = UInt8(truncatingIfNeeded: moved >> UInt32(24 - 8 * index)) }
            return (channel, bytes)
        }
        let tally = tally(packets)
        #expect(tally.frames == 300)
        #expect(tally.mistimed == 0)
    }

    @Test func theDescriptionNamesBothTracks() {
        let lines = InterleavedStream.description.split(separator: "\r\n")
        #expect(lines.first == "v=0")
        #expect(lines.contains("a=rtpmap:96 H264/90000"))
        #expect(lines.contains("a=rtpmap:97 MPEG4-GENERIC/44100/2"))
        #expect(
            lines.contains {
                $0.hasPrefix("a=fmtp:96 packetization-mode=1;profile-level-id=42c00d;sprop-parameter-sets=")
            })
        #expect(RTSPPlayer.controls(in: InterleavedStream.description) == ["streamid=0", "streamid=1"])
    }

    @Test func theControlOfTheWholeIsNoTrack() {
        let description = "v=0\r\na=control:*\r\nm=video 0 RTP/AVP 96\r\na=control:trackID=0\r\n"
        #expect(RTSPPlayer.controls(in: description) == ["trackID=0"])
    }
}
