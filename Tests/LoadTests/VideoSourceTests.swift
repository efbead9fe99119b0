import Codecs
import Net
import RTP
import TestSupport
import Testing

@testable import Load

/// The video that publishers make up.
struct VideoSourceTests {
    @Test(arguments: VideoFormat.allCases, [50_000, 2_500_000, 20_000_000])
    func serversSeeFramesAndKeyframes(format: VideoFormat, bitrate: Int) throws {
        var plan = VideoPlan()
        (plan.format, plan.bitrate) = (format, bitrate)
        let frames = try Self.frames(plan, seconds: 5)
        #expect(frames.count >= 149)
        for (number, frame) in frames.enumerated() {
            let facts = frame.map { VideoPacketFacts.inspect(codec: format.codec, payload: $0.payload.span) }
            #expect(facts.allSatisfy { !$0.isMalformed })
            #expect(facts.contains { $0.isKeyframeStart } == (number % 60 == 0), "frame \(number)")
            if number % 60 == 0 {
                #expect(facts[0].isKeyframeStart && facts[0].width == 1_280 && facts[0].height == 720)
            }
            #expect(frame.map(\.header.marker) == frame.indices.map { $0 == frame.count - 1 })
            #expect(Set(frame.map(\.header.timestamp)).count == 1)
            let marks = frame.map { PacketMark(endOf: $0.payload.span) }
            #expect(marks.map { $0?.frame } == frame.map { _ in UInt32(number) })
            #expect(marks.map { $0?.position } == frame.indices.map { UInt16($0) })
            // Equal fragments, so that a server can send them in one go; H.264's parameter sets stand alone.
            let isAggregate = format == .h264 && number % 60 == 0
            #expect(Set(frame.dropFirst(isAggregate ? 1 : 0).map(\.payload.count)).count == 1)
            #expect(frame.allSatisfy { $0.payload.count <= 1_200 })
        }
    }

    @Test func fragmentsOfH264MakeWholeUnits() throws {
        for frame in try Self.frames(VideoPlan(), seconds: 3) {
            let fragments = frame.map(\.payload).filter { $0[0] & 0x1F == 28 }
            #expect(fragments.count > 1)
            #expect(fragments.map { $0[1] & 0x80 != 0 } == fragments.indices.map { $0 == 0 })
            #expect(fragments.map { $0[1] & 0x40 != 0 } == fragments.indices.map { $0 == fragments.count - 1 })
            #expect(Set(fragments.map { $0[1] & 0x1F }).count == 1)
        }
    }

    @Test(arguments: [300_000, 2_500_000, 8_000_000]) func theBitrateComesOut(bitrate: Int) throws {
        var plan = VideoPlan()
        plan.bitrate = bitrate
        let packets = try Self.frames(plan, seconds: 20).joined()
        let bits = 8 * packets.reduce(0) { $0 + $1.payload.count }
        #expect(abs(Double(bits) / 20 / Double(bitrate) - 1) < 0.04)
    }

    @Test func aRequestIsObeyedWithTheNextFrame() throws {
        var source = try Self.source(VideoPlan())
        var transport: UInt16 = 0
        var keyframes: [UInt32] = []
        for millisecond in 0..<1_000 {
            if millisecond == 500 { source.requestKeyframe() }
            let before = source.keyframeCount
            source.send(now: Self.instant(millisecond), wallClock: 0, transport: &transport) { _ in }
            if source.keyframeCount > before { keyframes.append(UInt32(millisecond)) }
        }
        #expect(keyframes.count == 2)
        #expect(keyframes.last.map { (500...534).contains($0) } == true)
    }

    @Test func pacedPacketsLeaveInGroups() throws {
        let paced = try Self.groups(isPaced: true)
        // Four of full size are what 5 ms are worth; parameter sets are small.
        #expect(paced.allSatisfy { $0 <= 5 })
        let inBursts = try Self.groups(isPaced: false)
        #expect(inBursts.max() == 28, "three times nine packets, and the parameter sets")
        #expect(paced.reduce(0, +) == inBursts.reduce(0, +))
    }

    @Test func aSourceThatIsStoppedSendsWhatItHasMade() throws {
        var source = try Self.source(VideoPlan())
        var transport: UInt16 = 0
        var packets: [OutgoingPacket] = []
        source.send(now: Self.instant(40), wallClock: 0, transport: &transport) { packets.append($0) }
        source.stop()
        while source.deadline < .distantFuture {
            source.send(now: source.deadline, wallClock: 0, transport: &transport) { packets.append($0) }
        }
        let mark = packets.last.flatMap { PacketMark(endOf: $0.bytes.span) }
        #expect(mark.map { $0.position == $0.packetsInFrame - 1 } == true)
        #expect(mark?.frame == source.frameCount - 1)
    }

    @Test func whatIsAskedForAgainComesAsRetransmission() throws {
        var source = try Self.source(VideoPlan())
        var transport: UInt16 = 7
        var packets: [OutgoingPacket] = []
        for millisecond in 0..<3_000 {
            source.send(now: Self.instant(millisecond), wallClock: 0, transport: &transport) { packets.append($0) }
        }
        let original = packets[packets.count - 100]
        let sequence = UInt16(truncatingIfNeeded: original.index)
        let again = try #require(source.retransmission(of: sequence, transport: &transport))
        let header = try RTPHeader.parse(again.bytes.span)
        #expect(header.ssrc == 8 && header.payloadType == 103)
        let payload = Array(again.bytes[header.payloadRange])
        let repeated = try RetransmissionFormat.originalSequence(payload: payload.span)
        #expect(repeated == sequence && Array(payload.dropFirst(2)) == Array(original.bytes[original.headerLength...]))
        let tooOld = source.retransmission(of: UInt16(truncatingIfNeeded: packets[0].index), transport: &transport)
        #expect(tooOld == nil)
    }

    // MARK: Support

    private struct Packet {
        let header: RTPHeader
        let payload: [UInt8]
    }

    /// The packets of so many seconds, by frame.
    private static func frames(_ plan: VideoPlan, seconds: Int) throws -> [[Packet]] {
        var source = try source(plan)
        var transport: UInt16 = 0
        var frames: [[Packet]] = [[]]
        var failure: (any Error)?
        for step in 0..<(200 * seconds) {
            source.send(now: instant(5 * step), wallClock: 1_000, transport: &transport) { packet in
                do {
                    let header = try RTPHeader.parse(packet.bytes.span)
                    frames[frames.count - 1].append(
                        Packet(header: header, payload: Array(packet.bytes[header.payloadRange])))
                    if header.marker { frames.append([]) }
                } catch {
                    failure = error
                }
            }
        }
        if let failure { throw failure }
        // The last may not have left altogether.
        return frames.dropLast()
    }

    /// How many packets leave at a time.
    private static func groups(isPaced: Bool) throws -> [Int] {
        var plan = VideoPlan()
        plan.isPaced = isPaced
        var source = try source(plan)
        var transport: UInt16 = 0
        var groups: [Int] = []
        for step in 0..<400 {
            var count = 0
            source.send(now: instant(5 * step), wallClock: 0, transport: &transport) { _ in count += 1 }
            groups.append(count)
        }
        source.stop()
        while source.deadline < .distantFuture {
            var count = 0
            source.send(now: source.deadline, wallClock: 0, transport: &transport) { _ in count += 1 }
            groups.append(count)
        }
        return groups
    }

    private static func source(_ plan: VideoPlan) throws -> VideoSource {
        var random = SeededRandom(seed: 9)
        let format = MediaSource.Format(
            ssrc: 7, payloadType: 102, clockRate: 90_000,
            retransmission: MediaSource.Retransmission(ssrc: 8, payloadType: 103), mid: "0", midExtension: 1,
            transportExtension: 3)
        return VideoSource(plan, format: format, now: instant(0), random: &random)
    }

    private static func instant(_ milliseconds: Int) -> Instant {
        Instant(nanoseconds: Int64(1_000_000_000 + milliseconds * 1_000_000))
    }
}
