import Bytes
import Codecs
import Packetization
import TestSupport
import Testing

/// Whatever is repacked, the same frames are put together from it.
@Suite struct RepackerRoundTripTests {
    /// What ffmpeg sends whose parameter sets are in the session description alone.
    @Test(
        arguments: [
            (CodecName.h264, RepackerVectors.h264Parameters, RepackerVectors.h264Packets, 24),
            (.h265, RepackerVectors.h265Parameters, RepackerVectors.h265Packets, 48),
        ] as [(CodecName, String, String, UInt8)])
    func viewersNeedNoDescription(name: CodecName, parameters: String, vector: String, aggregate: UInt8) throws {
        let format = PacketFormat.video(name, parameters)
        let packets = [RepackerPacket](vector: vector)
        let expected = packets.depacketized(as: format)
        #expect(expected.count == 11)
        #expect(packets.depacketized(as: .video(name)).isEmpty)

        var repacker = try #require(PacketRepacker(format: format))
        let repacked = packets.flatMap { repacker.repack($0) }
        let isSame = repacked.depacketized(as: .video(name)) == expected
        #expect(isSame)
        // Two keyframes, and nothing but their sets is new.
        let starts = repacked.indices.filter { repacked[$0].startsKeyframe }
        #expect(starts.count == 2)
        for start in starts {
            let type = repacked[start].payload[0]
            #expect((name == .h264 ? type & 31 : type >> 1) == aggregate)
        }
        let rest = repacked.filter { !$0.startsKeyframe }
        #expect(rest == packets)
        // Who joins at the second begins there.
        let joined = Array(repacked[starts[1]...]).depacketized(as: .video(name))
        #expect(joined == [expected[0]] + expected[6...])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: CodecName
        let sent: Int
        let maximum: Int
        var testDescription: String { "\(name.rawValue) \(sent) \(maximum)" }
    }

    private static let cases = [CodecName.h264, .h265, .vp8, .vp9, .av1].flatMap { name in
        [1_400, 60_000].flatMap { sent in
            [Packetizer.webRTCPayload, 200, 100].map { Case(name: name, sent: sent, maximum: $0) }
        }
    }

    @Test(arguments: cases)
    func framesStayTheSame(_ test: Case) throws {
        let packets = try Self.packets(of: test.name, maximum: test.sent, seed: UInt64(test.maximum))
        let expected = packets.depacketized(as: .video(test.name))
        var repacker = try #require(PacketRepacker(format: .video(test.name), maximumPayload: test.maximum))
        var repacked: [RepackerPacket] = []
        for packet in packets {
            let parts = repacker.repack(packet)
            if packet.payload.count <= test.maximum {
                #expect(parts.payloads == [packet.payload])
            }
            #expect(parts.last?.marker == packet.marker && parts.dropLast().allSatisfy { !$0.marker })
            repacked += parts
        }
        #expect(repacked.allSatisfy { !$0.payload.isEmpty && $0.payload.count <= test.maximum && !$0.isBehindLoss })
        #expect(repacker.refusedCount == 0)
        let isSame = repacked.depacketized(as: .video(test.name)) == expected
        #expect(isSame)
        let keyframes = Set(
            expected.compactMap { if case .frame(_, let timestamp, true) = $0 { timestamp } else { nil } })
        #expect(repacked.filter(\.startsKeyframe).map { Int64($0.timestamp) } == keyframes.sorted())
        #expect(keyframes.count == 3)
    }

    /// No frame is put together wrongly, and none is lost that was whole.
    @Test(arguments: cases)
    func whatIsLostBreaksNoFrame(_ test: Case) throws {
        for seed in UInt64(1)...8 {
            var random = SeededRandom(seed: seed)
            let packets = try Self.packets(of: test.name, maximum: test.sent, seed: seed)
            let whole = packets.depacketized(as: .video(test.name))
            var received: [RepackerPacket] = []
            var isBehindLoss = false
            for packet in packets {
                var packet = packet
                packet.isBehindLoss = isBehindLoss
                isBehindLoss = random.chance(0.15)
                if isBehindLoss { continue }
                received.append(packet)
            }
            var repacker = try #require(PacketRepacker(format: .video(test.name), maximumPayload: test.maximum))
            let repacked = received.flatMap { repacker.repack($0) }
            let frames = repacked.depacketized(as: .video(test.name)).filter(\.isFrame)
            // Keyframes whose sets were lost with what else is in front of the picture are pictures all the same.
            let areWhole = frames.allSatisfy { frame in whole.contains { Self.isSamePicture($0, frame) } }
            #expect(areWhole)
            let direct = received.depacketized(as: .video(test.name)).filter(\.isFrame)
            let areThere = direct.allSatisfy { frames.contains($0) }
            #expect(areThere && frames.count >= direct.count)
        }
    }

    /// Whether both are at the same time and have the same slices.
    private static func isSamePicture(_ one: DepacketizedItem, _ other: DepacketizedItem) -> Bool {
        guard case .frame(let bytes, let timestamp, _) = one, case .frame(let otherBytes, timestamp, _) = other
        else { return false }
        return bytes == otherBytes || slices(bytes) == slices(otherBytes)
    }

    /// The units of H.264 that are not supplemental information.
    private static func slices(_ frame: [UInt8]) -> [[UInt8]] {
        var units = NALUnits()
        var slices: [[UInt8]] = []
        while let place = units.next(in: frame.span) {
            if frame[place.lowerBound] != 6 { slices.append(Array(frame[place])) }
        }
        return units.isMalformed ? [] : slices
    }

    /// Three groups of frames of random sizes, as they are packetized with this limit.
    private static func packets(of name: CodecName, maximum: Int, seed: UInt64) throws -> [RepackerPacket] {
        let items = captured(name)
        guard case .format(let format)? = items.first else {
            Issue.record("no format")
            return []
        }
        let frames = items.filter(\.isFrame)
        var random = SeededRandom(seed: seed)
        var packetizer = try #require(Packetizer(format: format, maximumPayload: maximum))
        var packets: [RepackerPacket] = []
        for index in 0..<12 {
            guard case .frame(let bytes, _, let isKeyframe) = frames[index % 4] else { continue }
            let frame = bytes + more(of: name, count: Int.random(in: 1...9_000, using: &random), seed: random.next())
            let payloads = packetizer.payloads(of: frame, isKeyframe: isKeyframe)
            for (number, payload) in payloads.enumerated() {
                packets.append(
                    RepackerPacket(
                        payload: payload, timestamp: UInt32(index) * 3_000, marker: number == payloads.count - 1))
            }
        }
        return packets
    }

    private static func captured(_ name: CodecName) -> [DepacketizedItem] {
        func items(_ capture: DepacketizerCapture) -> [DepacketizedItem] {
            capture.packets.map {
                RepackerPacket(payload: $0.payload, timestamp: $0.timestamp, marker: $0.marker)
            }.depacketized(as: .video(name))
        }
        switch name {
        case .h264:
            return [RepackerPacket](vector: RepackerVectors.h264Packets).depacketized(
                as: .video(.h264, RepackerVectors.h264Parameters))
        case .h265:
            return [RepackerPacket](vector: RepackerVectors.h265Packets).depacketized(
                as: .video(.h265, RepackerVectors.h265Parameters))
        case .vp8: return items(.vp8)
        case .vp9: return items(.vp9)
        default: return items(.av1)
        }
    }

    /// What makes a frame larger, and is still one to those who do not decode it.
    private static func more(of name: CodecName, count: Int, seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        return switch name {
        case .h264: lengthPrefixed([h264Unit(0x06, count: 30, seed: seed), h264Unit(0x61, count: count, seed: seed)])
        case .h265: lengthPrefixed([h265Unit(type: 1, count: count + 2, seed: seed)])
        case .av1: withSizes([obu(type: 5, body: 9, seed: seed), obu(type: 4, body: count, seed: seed)])
        default: random.bytes(count)
        }
    }
}

extension DepacketizedItem {
    fileprivate var isFrame: Bool {
        if case .frame = self { true } else { false }
    }
}
