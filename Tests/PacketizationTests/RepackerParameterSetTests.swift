import Codecs
import Packetization
import TestSupport
import Testing

/// How keyframes come with their parameter sets.
@Suite struct RepackerParameterSetTests {
    private typealias Units = H264Units

    private func repacker(_ parameters: String = H264Units.parameters) throws -> PacketRepacker {
        var repacker = try #require(PacketRepacker(format: .video(.h264, parameters), maximumPayload: 200))
        // So that the access units of the tests are not the first.
        _ = repacker.repack(Units.slice, at: 90_000, marker: true)
        return repacker
    }

    private let sets = H264Units.aggregate([H264Units.sequenceSet, H264Units.pictureSet])

    @Test func setsOfTheDescriptionStandBeforeEveryKeyframe() throws {
        var repacker = try repacker()
        for timestamp in [UInt32(1), 2] {
            #expect(
                repacker.repack(Units.keyframe, at: timestamp) == [
                    RepackerPacket(payload: sets, timestamp: timestamp, startsKeyframe: true),
                    RepackerPacket(payload: Units.keyframe, timestamp: timestamp),
                ])
            // Only before the first slice.
            let rest = repacker.repack(Units.keyframeRest, at: timestamp, marker: true)
            #expect(rest == [RepackerPacket(payload: Units.keyframeRest, timestamp: timestamp, marker: true)])
        }
        #expect(repacker.repack(Units.slice, at: 3).payloads == [Units.slice])
    }

    @Test func setsStandBetweenWhatComesFirstAndThePicture() throws {
        var repacker = try repacker()
        #expect(!repacker.repack(Units.delimiter, at: 1)[0].startsKeyframe)
        #expect(!repacker.repack(Units.information, at: 1)[0].startsKeyframe)
        let fragment = [0x7C, 0x85, 0x88] + h264Unit(1, count: 150)
        #expect(repacker.repack(fragment, at: 1).payloads == [sets, fragment])
        #expect(repacker.repack([0x7C, 0x45, 0x88], at: 1).payloads == [[0x7C, 0x45, 0x88]])
    }

    /// An access unit delimiter is the first of its access unit (H.264 §7.4.1.2.3).
    @Test func setsEnterAggregatesBehindTheDelimiter() throws {
        var repacker = try repacker()
        let packets = repacker.repack(
            Units.aggregate([Units.delimiter, Units.information, Units.keyframe]), at: 1, marker: true)
        #expect(
            packets.payloads == [
                Units.aggregate([
                    Units.delimiter, Units.sequenceSet, Units.pictureSet, Units.information, Units.keyframe,
                ])
            ])
        #expect(packets.map(\.startsKeyframe) == [true])
    }

    @Test func nothingIsInsertedWhereTheAccessUnitHasItsSets() throws {
        let forms: [[[UInt8]]] = [
            [Units.sequenceSet, Units.pictureSet, Units.keyframe], [sets, Units.keyframe],
            [Units.aggregate([Units.sequenceSet, Units.pictureSet, Units.keyframe])],
            [Units.delimiter, Units.aggregate([Units.sequenceSet, Units.pictureSet]), [0x7C, 0x85, 0x88]],
        ]
        for payloads in forms {
            var repacker = try repacker()
            let packets = payloads.flatMap { repacker.repack($0, at: 1) }
            #expect(packets.payloads == payloads)
            let starts = packets.map(\.startsKeyframe)
            let first = payloads[0] == Units.delimiter ? 1 : 0
            #expect(starts.enumerated().allSatisfy { $1 == ($0 == first) })
        }
    }

    @Test func whatIsMissingIsInserted() throws {
        var repacker = try repacker()
        #expect(repacker.repack(Units.sequenceSet, at: 1).map(\.startsKeyframe) == [true])
        #expect(
            repacker.repack(Units.keyframe, at: 1) == [
                RepackerPacket(payload: Units.pictureSet, timestamp: 1),
                RepackerPacket(payload: Units.keyframe, timestamp: 1),
            ])
        // A picture set is read by the sequence set before it.
        _ = repacker.repack(Units.pictureSet, at: 2)
        #expect(repacker.repack(Units.keyframe, at: 2).payloads == [sets, Units.keyframe])
        // The set before the loss is there, what was lost is not known to be.
        _ = repacker.repack(Units.sequenceSet, at: 3)
        #expect(
            repacker.repack(Units.keyframe, at: 3, isBehindLoss: true) == [
                RepackerPacket(payload: Units.pictureSet, timestamp: 3, isBehindLoss: true),
                RepackerPacket(payload: Units.keyframe, timestamp: 3),
            ])
    }

    @Test(arguments: [false, true])
    func setsInBandReplaceThoseOfTheDescription(isFragmented: Bool) throws {
        var repacker = try repacker()
        // The picture set with number 0 again, with another initial quantizer.
        let changed: [UInt8] = [0x68, 0xEE, 0x3C, 0xB0]
        if isFragmented {
            for part in [[0x7C, 0x88, 0xEE], [0x7C, 0x08, 0x3C], [0x7C, 0x48, 0xB0]] as [[UInt8]] {
                _ = repacker.repack(part, at: 1)
            }
        } else {
            _ = repacker.repack(changed, at: 1)
        }
        _ = repacker.repack(Units.slice, at: 1)
        let expected = Units.aggregate([Units.sequenceSet, changed])
        #expect(repacker.repack(Units.keyframe, at: 2).payloads == [expected, Units.keyframe])
    }

    @Test func olderSetsDoNotFollowNewerOnes() throws {
        var repacker = try repacker()
        let changed: [UInt8] = [0x68, 0xEE, 0x3C, 0xB0]
        let expected = Units.aggregate([Units.sequenceSet, changed])
        _ = repacker.repack(changed, at: 1)
        #expect(repacker.repack(Units.keyframe, at: 1).payloads == [expected, Units.keyframe])
        // With the timestamp of the picture before.
        _ = repacker.repack(Units.pictureSet, at: 1)
        #expect(repacker.repack(Units.keyframe, at: 2).payloads == [sets, Units.keyframe])
    }

    @Test func aSetEndsInItsAccessUnit() throws {
        var repacker = try repacker()
        _ = repacker.repack([0x7C, 0x88, 0xEE], at: 1)
        _ = repacker.repack([0x7C, 0x48, 0xB0], at: 2)
        #expect(repacker.repack(Units.keyframe, at: 2).payloads == [sets, Units.keyframe])
        // Nor does another unit end it.
        _ = repacker.repack([0x7C, 0x88, 0xEE], at: 3)
        _ = repacker.repack([0x7C, 0x81, 0x9A], at: 3)
        _ = repacker.repack([0x7C, 0x41, 0xB0], at: 3)
        #expect(repacker.repack(Units.keyframe, at: 4).payloads == [sets, Units.keyframe])
    }

    @Test func aSetWithALostPartIsNone() throws {
        var repacker = try repacker()
        _ = repacker.repack([0x7C, 0x88, 0xEE], at: 1)
        _ = repacker.repack([0x7C, 0x48, 0xB0], at: 1, isBehindLoss: true)
        _ = repacker.repack(Units.slice, at: 1)
        #expect(repacker.repack(Units.keyframe, at: 2).payloads == [sets, Units.keyframe])
    }

    @Test func withoutKnownSetsAKeyframeIsNoBeginning() throws {
        var repacker = try repacker("")
        #expect(repacker.repack(Units.keyframe, at: 1).map(\.startsKeyframe) == [false])
        #expect(repacker.repack(Units.keyframeRest, at: 1).map(\.startsKeyframe) == [false])
        // Sets without a picture, as some cameras send them apart.
        _ = repacker.repack(sets, at: 2)
        let packets = repacker.repack(Units.keyframe, at: 3)
        #expect(packets.payloads == [sets, Units.keyframe])
        #expect(packets.map(\.startsKeyframe) == [true, false])
    }

    @Test func aKeyframeWithoutItsHeadIsNoBeginning() throws {
        var repacker = try repacker()
        let packets = repacker.repack(Units.keyframeRest, at: 1, isBehindLoss: true)
        #expect(packets == [RepackerPacket(payload: Units.keyframeRest, timestamp: 1, isBehindLoss: true)])
        // Slices may come in any order where none is missing (H.264 §A.2.1).
        #expect(repacker.repack(Units.keyframeRest, at: 2).payloads == [sets, Units.keyframeRest])
        var fresh = try #require(PacketRepacker(format: .video(.h264, Units.parameters)))
        #expect(fresh.repack(Units.keyframeRest, at: 1).payloads == [Units.keyframeRest])
    }

    @Test func largeSetsAreCutAndTooLargeOnesAreNotRepeated() throws {
        var repacker = try #require(PacketRepacker(format: .video(.h264, ""), maximumPayload: 100))
        let large = Units.pictureSet + h264Unit(1, count: 300)
        for unit in [Units.sequenceSet, large, Units.keyframe] { _ = repacker.repack(unit, at: 1) }
        let packets = repacker.repack(Units.keyframe, at: 2)
        #expect(packets.map { $0.payload[0] & 31 } == [7, 28, 28, 28, 28, 5])
        #expect(packets.map(\.startsKeyframe) == [true, false, false, false, false, false])

        let tooLarge = Units.pictureSet + h264Unit(1, count: 9_000)
        for unit in [tooLarge, Units.slice] { _ = repacker.repack(unit, at: 3) }
        let lacking = repacker.repack(Units.keyframe, at: 4)
        #expect(lacking == [RepackerPacket(payload: Units.keyframe, timestamp: 4)])
    }

    @Test func theSizeOfThePictureIsTold() throws {
        var repacker = try repacker()
        var packets = RepackedPackets()
        _ = repacker.repack(RepackerPacket(payload: Units.keyframe, timestamp: 1), into: &packets)
        #expect(packets.headers.map(\.width) == [128, 0])
        #expect(packets.headers.map(\.height) == [96, 0])
        packets.removeAll()
        #expect(packets == RepackedPackets())
    }
}
