import Codecs
import Packetization
import TestSupport
import Testing

/// H.264 and H.265.
@Suite struct PacketizerNALUnitTests {
    private static let h264 = TrackFormat(.h264)
    private static let h265 = TrackFormat(.h265)

    /// A format with its parameter sets, which stand in front of keyframes in this order.
    struct Track: Sendable, CustomTestStringConvertible {
        let format: TrackFormat
        let parameterSets: [[UInt8]]
        /// A picture of that many bytes.
        let picture: @Sendable (Int) -> [UInt8]
        var testDescription: String { format.codec.rawValue }

        func reassemble(_ payloads: [[UInt8]]) throws -> [[UInt8]] {
            try format.codec == .h264 ? Reassembly.h264(payloads) : Reassembly.h265(payloads)
        }

        /// The types of what the payloads begin with.
        func types(_ payloads: [[UInt8]]) -> [UInt8] {
            payloads.map { format.codec == .h264 ? $0[0] & 31 : $0[0] >> 1 }
        }

        var aggregate: UInt8 { format.codec == .h264 ? 24 : 48 }
        var fragment: UInt8 { format.codec == .h264 ? 28 : 49 }
    }

    private static let tracks = [h264Track, h265Track].compactMap { $0 }

    /// Sets that x264 wrote.
    private static var h264Track: Track? {
        let sets: [[UInt8]] = [
            [
                0x67, 0x64, 0x00, 0x1F, 0xAC, 0xD9, 0x40, 0x50, 0x05, 0xBB, 0x01, 0x6C, 0x80, 0x00, 0x00, 0x03, 0x00,
                0x80, 0x00, 0x00, 0x1E, 0x07, 0x8C, 0x18, 0xCB,
            ],
            [0x68, 0xEB, 0xEC, 0xB2, 0x2C],
        ]
        let configuration = try? AVCConfiguration(sequenceParameterSets: [sets[0]], pictureParameterSets: [sets[1]])
        return configuration.map {
            Track(format: TrackFormat(.h264, configuration: $0.bytes), parameterSets: sets) {
                h264Unit(0x65, count: $0)
            }
        }
    }

    /// Sets that x265 wrote, and a message for the whole stream.
    private static var h265Track: Track? {
        let sets: [[UInt8]] = [
            [0x40, 0x01, 0x0C, 0x01, 0xFF, 0xFF, 0x01, 0x60, 0x00, 0x00, 0x03, 0x00, 0x90, 0x00, 0x00, 0x03, 0x00],
            [
                0x42, 0x01, 0x01, 0x01, 0x60, 0x00, 0x00, 0x03, 0x00, 0x90, 0x00, 0x00, 0x03, 0x00, 0x00, 0x03, 0x00,
                0x5D, 0xA0, 0x02, 0x80, 0x80, 0x2D, 0x16, 0x59,
            ],
            [0x44, 0x01, 0xC1, 0x72, 0xB4, 0x62, 0x40],
            [0x4E, 0x01, 0x90, 0x02, 0x11, 0x22, 0x80],
        ]
        let configuration = try? HEVCConfiguration(
            videoParameterSets: [sets[0]], sequenceParameterSets: [sets[1]], pictureParameterSets: [sets[2]],
            supplementalInformation: [sets[3]])
        return configuration.map {
            Track(format: TrackFormat(.h265, configuration: $0.bytes), parameterSets: sets) {
                h265Unit(type: 19, count: $0)
            }
        }
    }

    @Test func bothConfigurationsAreGood() {
        #expect(Self.tracks.count == 2)
    }

    // MARK: Parameter sets

    /// In one aggregate, with the picture where it fits, else in front of its fragments.
    @Test(arguments: tracks) func keyframesBeginWithTheirParameterSets(track: Track) throws {
        let small = payloads(of: lengthPrefixed([track.picture(600)]), track.format, isKeyframe: true)
        #expect(track.types(small) == [track.aggregate])
        #expect(try track.reassemble(small) == track.parameterSets + [track.picture(600)])

        let large = payloads(of: lengthPrefixed([track.picture(3_000)]), track.format, isKeyframe: true)
        #expect(track.types(large) == [track.aggregate, track.fragment, track.fragment, track.fragment])
        #expect(try track.reassemble(large) == track.parameterSets + [track.picture(3_000)])
        #expect(large.allSatisfy { $0.count <= Packetizer.webRTCPayload })

        // Whoever forwards them sees where to begin, and the size.
        let first = try #require(large.first)
        let facts = VideoPacketFacts.inspect(codec: track.format.codec, payload: first.span)
        #expect(facts.isKeyframeStart && !facts.isMalformed && (facts.width, facts.height) == (1_280, 720))
    }

    @Test(arguments: tracks) func otherFramesDoNot(track: Track) throws {
        let frame = lengthPrefixed([track.picture(600)])
        #expect(payloads(of: frame, track.format) == [track.picture(600)])
    }

    @Test(arguments: tracks) func parameterSetsAloneAreNoFrame(track: Track) {
        #expect(payloads(of: [], track.format, isKeyframe: true).isEmpty)
        #expect(payloads(of: [0, 0, 0, 9, 1], track.format, isKeyframe: true).isEmpty)
    }

    @Test(arguments: [CodecName.h264, .h265], [[], [1], [UInt8](repeating: 0xFF, count: 60)])
    func configurationsThatCannotBeReadAddNothing(codec: CodecName, configuration: [UInt8]) {
        let unit = h265Unit(type: 1, count: 30)
        let format = TrackFormat(codec, configuration: configuration)
        #expect(payloads(of: lengthPrefixed([unit]), format, isKeyframe: true) == [unit])
    }

    /// A message in front of the picture is as small as the parameter sets.
    @Test func smallUnitsJoinTheParameterSets() throws {
        let track = try #require(Self.h264Track)
        let message = h264Unit(0x06, count: 40)
        let list = payloads(of: lengthPrefixed([message, track.picture(2_000)]), track.format, isKeyframe: true)
        #expect(track.types(list) == [24, 28, 28])
        #expect(try Reassembly.h264(list) == track.parameterSets + [message, track.picture(2_000)])
    }

    // MARK: Payload structures, byte by byte

    @Test func h264AggregatesHaveTheHighestImportanceAndAnyForbiddenBit() {
        let frame = lengthPrefixed([[0x06, 1], [0x41, 2, 3], [0x21]])
        #expect(payloads(of: frame, Self.h264) == [[0x58, 0, 2, 0x06, 1, 0, 3, 0x41, 2, 3, 0, 1, 0x21]])
        #expect(payloads(of: lengthPrefixed([[0x81], [0x61]]), Self.h264) == [[0xF8, 0, 1, 0x81, 0, 1, 0x61]])
    }

    @Test func h264FragmentsHaveTheUnitsHeaderInPieces() {
        let unit = h264Unit(0x65, count: 250)
        let list = payloads(of: lengthPrefixed([unit]), Self.h264, maximum: 100)
        #expect(list.map { $0.prefix(2) } == [[0x7C, 0x85], [0x7C, 0x05], [0x7C, 0x45]])
        #expect([unit[0]] + list.flatMap { $0.dropFirst(2) } == unit)
        #expect(list.map(\.count) == [85, 85, 85])
    }

    @Test func h265AggregatesHaveTheLowestLayersAndAnyForbiddenBit() {
        let units: [[UInt8]] = [[0x02, 0x0A, 7], [0x02, 0x13]]
        #expect(
            payloads(of: lengthPrefixed(units), Self.h265) == [[0x60, 0x0A, 0, 3, 0x02, 0x0A, 7, 0, 2, 0x02, 0x13]])
        let forbidden: [[UInt8]] = [[0x03, 0xFF], [0x83, 0xFE]]
        #expect(
            payloads(of: lengthPrefixed(forbidden), Self.h265) == [[0xE1, 0xFE, 0, 2, 0x03, 0xFF, 0, 2, 0x83, 0xFE]])
    }

    @Test func h265FragmentsHaveTheUnitsHeaderInPieces() {
        let unit = h265Unit(type: 20, layer: 33, temporal: 3, count: 250)
        let list = payloads(of: lengthPrefixed([unit]), Self.h265, maximum: 100)
        #expect(list.map { $0.prefix(3) } == [[0x63, 0x0B, 0x94], [0x63, 0x0B, 0x14], [0x63, 0x0B, 0x54]])
        #expect(unit[..<2] + list.flatMap { $0.dropFirst(3) } == unit[...])
    }

    // MARK: Limits

    /// Around the limit, alone and as a pair: what fits is whole, what does not is cut or apart.
    @Test(arguments: tracks) func unitsAroundTheLimit(track: Track) throws {
        for size in 1_100...1_300 {
            let list = payloads(of: lengthPrefixed([track.picture(size)]), track.format)
            #expect(list.count == (size <= 1_180 ? 1 : 2))
            #expect(try track.reassemble(list) == [track.picture(size)])
        }
        // A header of one byte or two, and two sizes of two bytes.
        let room = 1_180 - (track.format.codec == .h264 ? 5 : 6)
        for size in (room - 600)...(room - 400) {
            let units = [track.picture(500), track.picture(size)]
            let list = payloads(of: lengthPrefixed(units), track.format)
            #expect(track.types(list)[0] == (size + 500 <= room ? track.aggregate : track.types(units)[0]))
            #expect(list.count == (size + 500 <= room ? 1 : 2))
            #expect(try track.reassemble(list) == units)
        }
    }

    @Test func unitsOfOneByte() throws {
        let units = [[0x0A], h264Unit(0x41, count: 3_000), [0x0B], [0x0C]] as [[UInt8]]
        let list = payloads(of: lengthPrefixed(units), Self.h264)
        #expect(list.first == [0x0A])
        #expect(list.last == [0x18, 0, 1, 0x0B, 0, 1, 0x0C])
        #expect(try Reassembly.h264(list) == units)
        // H.265 has none.
        #expect(payloads(of: lengthPrefixed([[0x02]]), Self.h265).isEmpty)
    }

    @Test(arguments: tracks, [100, 777, 1_180, 65_000])
    func framesAreTheSameBehindIt(track: Track, maximum: Int) throws {
        var random = SeededRandom(seed: 3)
        for _ in 0..<200 {
            let units = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                track.picture(
                    random.chance(0.5) ? .random(in: 2...90, using: &random) : .random(in: 2...4_000, using: &random))
            }
            let isKeyframe = random.chance(0.3)
            let list = payloads(of: lengthPrefixed(units), track.format, isKeyframe: isKeyframe, maximum: maximum)
            #expect(try track.reassemble(list) == (isKeyframe ? track.parameterSets : []) + units)
            #expect(list.allSatisfy { $0.count <= maximum })
        }
    }

    // MARK: Broken frames

    @Test(
        arguments: tracks,
        [[0, 0, 0, 3, 0x41, 1], [0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0x41, 1], [0x80, 0, 0, 0, 1]])
    func whatIsCutIsLeftOut(track: Track, broken: [UInt8]) {
        let whole = track.picture(30)
        #expect(payloads(of: lengthPrefixed([whole]) + broken, track.format) == [whole])
        #expect(payloads(of: broken, track.format, isKeyframe: true).isEmpty)
    }

    @Test(arguments: tracks) func emptyUnitsAreLeftOut(track: Track) {
        let whole = track.picture(30)
        #expect(payloads(of: lengthPrefixed([[], whole, [], []]), track.format) == [whole])
    }

    /// They would be read as aggregates and fragments.
    @Test func unitsOfTypesThatAreNoneAreLeftOut() {
        for header in UInt8.min...(.max) {
            let type = header & 31
            let list = payloads(of: lengthPrefixed([[header, 1, 2]]), Self.h264)
            #expect(list == ((1...23).contains(type) ? [[header, 1, 2]] : []))
        }
        for type in UInt8(0)...63 {
            let unit = h265Unit(type: type, count: 9)
            #expect(payloads(of: lengthPrefixed([unit]), Self.h265) == (type < 48 ? [unit] : []))
        }
        #expect(payloads(of: lengthPrefixed([[0x02, 0x08, 1]]), Self.h265).isEmpty)
    }

    @Test func unitsWithoutEndAreBounded() throws {
        let frame = lengthPrefixed([[UInt8]](repeating: [0x41, 7], count: 50_000))
        #expect(try Reassembly.h264(payloads(of: frame, Self.h264)).count == 4_096)
    }
}
