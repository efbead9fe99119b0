import Bytes
import Codecs
import Packetization
import TestSupport
import Testing

/// What our own packetizers cut, depacketizers put together again.
@Suite struct DepacketizerRoundTripTests {
    @Test(arguments: DepacketizerCapture.all, [100, 101, 137, 400, Packetizer.webRTCPayload])
    func framesSurvivePacketization(capture: DepacketizerCapture, maximum: Int) throws {
        var received = try #require(Depacketizer(capture.format))
        var items: [DepacketizedItem] = []
        for packet in capture.packets { received.receive(packet, into: &items) }
        let format = try #require(items.formats.first)
        var packetizer = try #require(Packetizer(format: format, maximumPayload: maximum))
        var track = try #require(Depacketizer(codec: codec(of: format, clockRate: capture.format.clockRate)))

        var again: [DepacketizedItem] = []
        for case .frame(let bytes, let timestamp, let isKeyframe) in items {
            let payloads = packetizer.payloads(of: bytes, isKeyframe: isKeyframe)
            // JPEG needs room for its tables.
            let limit = format.codec == .jpeg ? max(maximum, 300) : maximum
            #expect(payloads.allSatisfy { $0.count <= limit } || format.kind == .audio)
            for (index, payload) in payloads.enumerated() {
                track.receive(
                    payload: payload.span, timestamp: timestamp, marker: index == payloads.count - 1, into: &again)
            }
        }
        #expect(again == items)
        #expect(track.malformedCount == 0)
    }

    /// A frame of one payload's size, a byte less and more, and so on up to several payloads.
    @Test(arguments: [CodecName.vp8, .vp9])
    func framesOfEverySizeSurvive(name: CodecName) throws {
        let capture: DepacketizerCapture = name == .vp8 ? .vp8 : .vp9
        var received = try #require(Depacketizer(capture.format))
        var items: [DepacketizedItem] = []
        for packet in capture.packets { received.receive(packet, into: &items) }
        guard case .frame(let keyframe, _, _) = items[1] else {
            Issue.record("no keyframe")
            return
        }
        let format = try #require(items.formats.first)
        var packetizer = try #require(Packetizer(format: format, maximumPayload: 100))
        var track = try #require(Depacketizer(capture.format))
        for count in 20..<min(400, keyframe.count) {
            var output: [DepacketizedItem] = []
            let frame = Array(keyframe[..<count])
            let payloads = packetizer.payloads(of: frame, isKeyframe: true)
            for (index, payload) in payloads.enumerated() {
                track.receive(
                    payload: payload.span, timestamp: Int64(count), marker: index == payloads.count - 1, into: &output)
            }
            #expect(output.last == .frame(bytes: frame, timestamp: Int64(count), isKeyframe: true))
        }
    }

    /// As a session description of the format would name it.
    private func codec(of format: TrackFormat, clockRate: Int) -> Codec {
        guard format.codec == .aac else {
            return Codec(format.codec, clockRate: clockRate, channels: max(1, format.channels))
        }
        return Codec(
            .aac, clockRate: clockRate, channels: format.channels,
            formatParameters: "mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config="
                + Hex.string(format.configuration))
    }
}
