import Bytes
import Codecs
import Containers
import Testing

/// What becomes of frames on their way into the form of tracks.
@Suite struct FLVVideoFrameTests {
    private static let video = FLVTrack(.video)
    /// Of a 32×32 stream, with lengths of four bytes.
    private static let avcHeader = FLVCapture.h264AndAAC.tags[0].body
    private static let hevcHeader = FLVCapture.hevcAndOpus.tags[0].body
    /// Of a 32x32 stream with B-frames.
    private static let otherAVCHeader = FLVCapture.h264WithBFramesAndMP3.tags[0].body

    @Test(arguments: [
        // An IDR picture that is flagged as inter frame.
        ("27 01 000000 00000003 658884", true),
        // A recovery point that is flagged as keyframe.
        ("17 01 000000 00000003 419a23", true), ("47 01 000000 00000003 419a23", true),
        ("27 01 000000 00000003 419a23", false), ("37 01 000000 00000003 019a23", false),
    ])
    func flagsAndBitstreamBothMakeKeyframes(body: String, isKeyframe: Bool) throws {
        let items = try read([Self.avcHeader, bytes(body)])
        #expect(frames(items).map(\.isKeyframe) == [isKeyframe])
    }

    @Test func keyframesOfHEVCAreKnownByTheirUnits() throws {
        // IDR_W_RADL, CRA, TRAIL_R; all flagged as inter frames.
        let bodies = ["a3 68766331 00000003 2601af", "a3 68766331 00000003 2a01af", "a3 68766331 00000003 0201d0"].map(
            bytes)
        #expect(frames(try read([Self.hevcHeader] + bodies)).map(\.isKeyframe) == [true, true, false])
    }

    @Test func keyframesOfVP8AndVP9AreWhatTheirBitsSay() throws {
        let key = "300100 9d012a 4001b400"
        let bodies = ["a1 76703038 \(key)", "91 76703038 310100 aabbcc"].map(bytes)
        #expect(frames(try read(bodies)).map(\.isKeyframe) == [true, false])

        let vp9 = FLVCapture.vp9AndAC3.tags.filter(\.isVideo).map(\.body)
        let (keyframe, inter) = (try #require(vp9.first { $0[0] == 0x91 }), try #require(vp9.first { $0[0] == 0xA1 }))
        let swapped = [[0xA1] + keyframe.dropFirst(), [0x91] + inter.dropFirst()]
        #expect(frames(try read(swapped)).map(\.isKeyframe) == [true, false])
    }

    @Test func aRepeatedConfigurationChangesNothing() throws {
        let tags = FLVCapture.vp9AndAC3.tags.filter(\.isVideo).map(\.body)
        let header = try #require(tags.first { $0[0] == 0x90 })
        let (keyframe, inter) = (try #require(tags.first { $0[0] == 0x91 }), try #require(tags.first { $0[0] == 0xA1 }))
        #expect(try read([header, keyframe, header, inter]) == (try read([header, keyframe, inter])))
        // The record may come without the version and flags of its box.
        let bare = Array(header[0..<5] + header[9...])
        #expect(try read([bare, keyframe]) == (try read([header, keyframe])))
        // Another one waits for the keyframe that it is for.
        var other = header
        other[10] += 1
        #expect(throws: FLVError.missingConfiguration(Self.video)) { try read([header, keyframe, other, inter]) }
        #expect(try read([header, keyframe, other, keyframe]).count == 4)
    }

    @Test(arguments: [1, 2, 4])
    func lengthsOfAnySizeBecomeFourBytes(size: Int) throws {
        var header = Self.avcHeader
        header[9] = 0xFC | UInt8(size - 1)
        func length(_ value: UInt8) -> [UInt8] { [UInt8](repeating: 0, count: size - 1) + [value] }
        let body = bytes("17 01 000000") + length(3) + bytes("658884") + length(2) + bytes("06ff")
        let items = try read([header, body])
        #expect(frames(items).map { Hex.string($0.bytes) } == ["000000036588840000000206ff"])
        // The configuration says so too: it is the same whatever size came.
        #expect(items.first == (try read([Self.avcHeader])).first)
    }

    @Test func parameterSetsAndDelimitersLeaveTheFrame() throws {
        // Delimiter, both sets, filler and a picture.
        let body =
            bytes("17 01 000000") + unit("09f0") + Self.sets(of: Self.avcHeader).flatMap(unit) + unit("0cff80")
            + unit("658884")
        let items = try read([Self.avcHeader, body])
        #expect(items.count == 2)
        #expect(frames(items).map { Hex.string($0.bytes) } == ["00000003658884"])
    }

    @Test func changedParameterSetsAreANewFormatBeforeTheFrame() throws {
        let body = bytes("17 01 000000") + Self.sets(of: Self.otherAVCHeader).flatMap(unit) + unit("658884")
        let items = try read([Self.avcHeader, body])
        #expect(items.count == 3)
        #expect(items[1] == (try read([Self.otherAVCHeader])).first)
        #expect(items[1] != items[0])
    }

    @Test func parameterSetsInFramesAreEnough() throws {
        let body = bytes("17 01 000000") + Self.sets(of: Self.avcHeader).flatMap(unit) + unit("658884")
        #expect(try read([body]).first == (try read([Self.avcHeader])).first)
        // Sets alone are no frame.
        let sets = bytes("17 01 000000") + Self.sets(of: Self.avcHeader).flatMap(unit)
        let items = try read([sets, bytes("17 01 000000 00000003 658884")])
        #expect(items.count == 2)
    }

    @Test func hevcParameterSetsInFramesAreEnough() throws {
        let capture = FLVCapture.hevcAndOpus.tags.filter(\.isVideo).map(\.body)
        let record = Array(capture[0].dropFirst(5))
        let configuration = try HEVCConfiguration(parsing: record.span)
        let sets =
            configuration.videoParameterSets + configuration.sequenceParameterSets + configuration.pictureParameterSets
        let body = bytes("93 68766331") + sets.flatMap(unit) + unit("2601af06")
        let items = try read([body])
        #expect(items.first == (try read([capture[0]])).first)
        #expect(frames(items).map { Hex.string($0.bytes) } == ["000000042601af06"])
    }

    @Test func hevcOfCodecNumberTwelveIsTheSame() throws {
        let classic = [
            bytes("1c 00 000000") + Self.hevcHeader.dropFirst(5), bytes("1c 01 000050 00000003 2601af"),
        ]
        let enhanced = [Self.hevcHeader, bytes("91 68766331 000050 00000003 2601af")]
        #expect(try read(classic) == (try read(enhanced)))
        #expect(frames(try read(classic)).map(\.presentationTime) == [MediaTime(milliseconds: 80)])
    }

    @Test func av1KeyframesGetTheSequenceHeaderOfTheConfiguration() throws {
        let tags = FLVCapture.av1AndFLAC.tags.filter(\.isVideo).map(\.body)
        let header = try #require(tags.first { $0[0] == 0x90 && $0.count > 5 })
        let keyframe = try #require(tags.first { $0[0] == 0x91 })
        // Delimiter (2 bytes) and sequence header (12 bytes) come first.
        let bare = Array(keyframe[0..<5] + keyframe[19...])
        #expect(Hex.string(keyframe[5..<9]) == "12000a0a")
        let items = try read([header, bare])
        #expect(items == (try read([header, keyframe])))
        #expect(frames(items).map(\.isKeyframe) == [true])

        // Without any there is nothing to begin with.
        #expect(throws: FLVError.missingConfiguration(Self.video)) { try read([bare]) }
        // From a transport stream's descriptor nothing is known until the first keyframe.
        #expect(try read([bytes("95 61763031 80048100 0c00"), keyframe]).count == 2)
        #expect(throws: FLVError.malformed) { try read([bytes("95 76703039 80048100")]) }
    }

    @Test(arguments: ["17 01 000000 00000009 658884", "17 01 000000 0000", "17 00 000000 01", "93 68766331 ffffffff"])
    func brokenFramesAreMalformedAndOthersGoOn(body: String) throws {
        var reader = FLVReader()
        var items: [FLVItem] = []
        try reader.readVideo(Self.avcHeader.span, timestamp: 0, into: &items)
        #expect(throws: FLVError.malformed) { try reader.readVideo(bytes(body).span, timestamp: 0, into: &items) }
        guard body.hasPrefix("17") else { return }
        try reader.readVideo(bytes("17 01 000000 00000003 658884").span, timestamp: 0, into: &items)
        #expect(frames(items).count == 1)
    }

    @Test func metadataIsReadAndDropped() throws {
        let colors = try #require(FLVCapture.av1AndFLAC.tags.first { $0.body[0] == 0xD4 }).body
        #expect(try read([colors]).isEmpty)
        // Undefined resets the colours.
        #expect(try read([bytes("d4 61763031 020009 636f6c6f72496e666f 06")]).isEmpty)
        #expect(throws: FLVError.malformed) { try read([bytes("d4 61763031 020009 636f6c")]) }
    }

    private func read(_ bodies: [[UInt8]]) throws -> [FLVItem] {
        var reader = FLVReader()
        var items: [FLVItem] = []
        for body in bodies { try reader.readVideo(body.span, timestamp: 0, into: &items) }
        return items
    }

    private func frames(_ items: [FLVItem]) -> [Frame] {
        items.compactMap { item in
            if case .frame(_, let frame) = item { frame } else { nil }
        }
    }

    private static func sets(of header: [UInt8]) -> [[UInt8]] {
        let record = Array(header.dropFirst(5))
        guard let configuration = try? AVCConfiguration(parsing: record.span) else { return [] }
        return configuration.sequenceParameterSets + configuration.pictureParameterSets
    }

    private func unit(_ bytes: [UInt8]) -> [UInt8] {
        [0, 0, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
    }

    private func unit(_ hex: String) -> [UInt8] { unit(bytes(hex)) }
}
