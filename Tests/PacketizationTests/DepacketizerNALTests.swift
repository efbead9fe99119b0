import Bytes
import Codecs
import Packetization
import Testing

/// H.264 and H.265, by hand.
@Suite struct DepacketizerNALTests {
    /// Sets as x264 and x265 write them, for 1280x720.
    private static let sequenceSet = "6764001facd9405005bb016c80000003008000001e078c18cb"
    private static let pictureSet = "68ebecb22c"
    private static let otherPictureSet = "68ebecb22d"
    private static let hevcSets = [
        "40010c01ffff01600000030090000003000003005dac0c", "42010101600000030090000003000003005da00280802d1659",
        "4401c172b46240",
    ]

    @Test func aSingleUnitIsAFrameBehindItsLength() throws {
        var track = try h264(withSets: true)
        #expect(
            try track.receive(bytes("6588aabb"), at: 90) == [
                format264(), frame("00000004 6588aabb", at: 90, key: true),
            ])
        #expect(try track.receive(bytes("419a01"), at: 180) == [frame("00000003 419a01", at: 180)])
    }

    @Test func setsInTheStreamBecomeTheFormat() throws {
        var track = try h264()
        #expect(track.needsKeyframe)
        #expect(try track.receive(bytes(Self.sequenceSet), marker: false).isEmpty)
        #expect(try track.receive(bytes(Self.pictureSet), marker: false).isEmpty)
        #expect(try track.receive(bytes("6588aabb")) == [format264(), frame("00000004 6588aabb", key: true)])
        #expect(!track.needsKeyframe)
        // The same again says nothing.
        let again = try track.receive(aggregate(Self.sequenceSet, Self.pictureSet, "6588aabc"), at: 1)
        #expect(again == [frame("00000004 6588aabc", at: 1, key: true)])
        // Another set does.
        let other = try track.receive(aggregate(Self.otherPictureSet, "6588aabd"), at: 2)
        #expect(other == [try format264(Self.otherPictureSet), frame("00000004 6588aabd", at: 2, key: true)])
    }

    @Test func setsOfTheirOwnTimestampCountForWhatFollows() throws {
        var track = try h264()
        #expect(try track.receive(aggregate(Self.sequenceSet, Self.pictureSet), at: 0).isEmpty)
        #expect(
            try track.receive(bytes("6588aabb"), at: 1) == [format264(), frame("00000004 6588aabb", at: 1, key: true)])
    }

    @Test func withoutSetsThereIsNoFrame() throws {
        var track = try h264()
        #expect(try track.receive(bytes("6588aabb")).isEmpty)
        #expect(try track.receive(aggregate(Self.sequenceSet, "6588aabb"), at: 1).isEmpty)
        #expect(track.needsKeyframe)
    }

    @Test func aggregatesAndDelimiters() throws {
        var track = try h264(withSets: true)
        // Delimiter, supplemental information, two slices, filler.
        let items = try track.receive(aggregate("09f0", "060101ff", "658811", "650422", "0cffff80"))
        #expect(items == [try format264(), frame("00000004 060101ff 00000003 658811 00000003 650422", key: true)])
    }

    @Test func fragmentsAreJoined() throws {
        var track = try h264(withSets: true)
        #expect(try track.receive(bytes("7c85 88aa"), marker: false).isEmpty)
        #expect(try track.receive(bytes("7c05 bb"), marker: false).isEmpty)
        #expect(try track.receive(bytes("7c45 cc")) == [format264(), frame("00000005 6588aabbcc", key: true)])
    }

    @Test func fragmentedSetsAreTakenToo() throws {
        var track = try h264()
        let set = try bytes(Self.sequenceSet)
        _ = track.receive([0x7C, 0x87] + set[1..<9], marker: false)
        _ = track.receive([0x7C, 0x47] + set[9...], marker: false)
        #expect(
            try track.receive(aggregate(Self.pictureSet, "658811")) == [
                format264(), frame("00000003 658811", key: true),
            ])
    }

    @Test func anotherTimestampEndsAFrameWithoutMarker() throws {
        var track = try h264(withSets: true)
        #expect(try track.receive(bytes("658811"), at: 0, marker: false).isEmpty)
        #expect(
            try track.receive(bytes("419a01"), at: 1, marker: false) == [
                format264(), frame("00000003 658811", key: true),
            ])
    }

    @Test(arguments: [
        "no end": ["7c85 88aa", "4104"], "no beginning": ["7c05 88aa"], "no end before the marker": ["7c85 88aa"],
        "two beginnings": ["7c85 88aa", "7c85 88aa", "7c45 bb"], "empty frame": ["060101"],
    ])
    func whatIsNotWholeIsHeldBack(name: String, payloads: [String]) throws {
        var track = try h264(withSets: true)
        for (index, payload) in payloads.enumerated() {
            #expect(try track.receive(bytes(payload), marker: index == payloads.count - 1).isEmpty)
        }
        #expect(try track.receive(bytes("419a01"), at: 1).isEmpty)
        #expect(track.needsKeyframe)
        #expect(try track.receive(bytes("658811"), at: 2).frames().count == 1)
    }

    @Test(arguments: [
        "STAP-B": "19 0000 0003 658811", "MTAP16": "1a 0000 0006 00 0000 658811", "MTAP24": "1b 0000",
        "FU-B": "7d85 0000 88",
        "type 0": "00 11", "type 30": "1e 11", "type 31": "1f 11", "empty aggregate": "78",
        "aggregate cut in a length": "78 00", "aggregate cut in a unit": "78 0004 658811",
        "unit of no length": "78 0000",
        "aggregate in an aggregate": "78 0004 78000165", "empty fragment": "7c85",
        "fragment of an aggregate": "7c98 11",
        "fragment header cut": "7c",
    ])
    func refuses(name: String, payload: String) throws {
        var track = try h264(withSets: true)
        _ = try track.receive(bytes("658811"), at: 0)
        #expect(try track.receive(bytes(payload), at: 1).isEmpty)
        #expect(track.malformedCount == 1)
        #expect(track.needsKeyframe)
        #expect(try track.receive(bytes("419a01"), at: 2).isEmpty)
        #expect(try track.receive(bytes("658811"), at: 3).frames().count == 1)
    }

    @Test func behindALossAKeyframeMustHaveItsBeginning() throws {
        var track = try h264(withSets: true)
        _ = try track.receive(bytes("658811"), at: 0)
        track.noteLoss()
        // The second slice of a picture whose first is missing.
        #expect(try track.receive(bytes("650422"), at: 1).isEmpty)
        #expect(try track.receive(aggregate("658811", "650422"), at: 2).frames().count == 1)
        // Without a loss, slices may come in any order (§7.4.1.2.5 of H.264).
        #expect(try track.receive(aggregate("650422", "658811"), at: 3).frames().count == 1)
    }

    @Test func aFrameBeyondTheLimitIsLost() throws {
        var track = try h264(withSets: true)
        let part = [0x7C, 0x05] + [UInt8](repeating: 0x5A, count: 1 << 20)
        _ = try track.receive(bytes("7c85 88"), marker: false)
        for _ in 0..<8 { #expect(track.receive(part, marker: false).isEmpty) }
        #expect(try track.receive(bytes("7c45 11")).isEmpty)
        #expect(track.needsKeyframe)
        #expect(track.malformedCount == 0)
    }

    @Test func interleavingIsRefused() {
        #expect(Depacketizer(codec: Codec(.h264, clockRate: 90_000, formatParameters: "packetization-mode=2")) == nil)
        #expect(Depacketizer(codec: Codec(.h265, clockRate: 90_000, formatParameters: "sprop-max-don-diff=1")) == nil)
        #expect(Depacketizer(codec: Codec(.h265, clockRate: 90_000, formatParameters: "sprop-max-don-diff=0")) != nil)
        #expect(Depacketizer(codec: Codec(.h264, clockRate: 90_000, formatParameters: "packetization-mode=0")) != nil)
    }

    @Test(arguments: ["", "=", "Z2QAH6zZ*,aOvssiw=", ",,,", "Zw==,aA==", "AAAA"])
    func setsThatAreNoneAreIgnored(list: String) throws {
        let codec = Codec(.h264, clockRate: 90_000, formatParameters: "sprop-parameter-sets=\(list)")
        var track = try #require(Depacketizer(codec: codec))
        #expect(try track.receive(bytes("658811")).isEmpty)
        let items = try track.receive(aggregate(Self.sequenceSet, Self.pictureSet, "658811"), at: 1)
        #expect(items == [try format264(), frame("00000003 658811", at: 1, key: true)])
    }

    @Test func h265UnitsAggregatesAndFragments() throws {
        var track = try #require(Depacketizer(codec: Codec(.h265, clockRate: 90_000)))
        let items = try track.receive(hevcAggregate(Self.hevcSets + ["4601 10", "2601af11"]), at: 0)
        let format = try #require(items.formats.first)
        #expect((format.codec, format.width, format.height) == (.h265, 1_280, 720))
        #expect(items == [.format(format), frame("00000004 2601af11", key: true)])
        #expect(try track.receive(bytes("0201d055"), at: 1) == [frame("00000004 0201d055", at: 1)])
        #expect(try track.receive(bytes("6201 93 af"), at: 2, marker: false).isEmpty)
        #expect(try track.receive(bytes("6201 13 bb"), at: 2, marker: false).isEmpty)
        #expect(try track.receive(bytes("6201 53 cc"), at: 2) == [frame("00000005 2601afbbcc", at: 2, key: true)])
        // Of a layer above the base nothing is taken.
        #expect(
            try track.receive(hevcAggregate(["0201d055", "0209d066"]), at: 3) == [frame("00000004 0201d055", at: 3)])
        // A clean random access picture is a beginning, behind a loss too, if its first segment is there.
        track.noteLoss()
        #expect(try track.receive(bytes("2a012f"), at: 4).isEmpty)
        #expect(try track.receive(bytes("2a01af"), at: 5) == [frame("00000003 2a01af", at: 5, key: true)])
    }

    @Test(arguments: [
        "one byte": "26", "header alone": "2601", "temporal layer -1": "2600 af", "PACI": "6401 2600", "cut": "6001 00",
        "reserved": "6601 0000", "unit past the end": "6001 0005 40010c01", "unit of two bytes": "6001 0002 4001",
        "fragment without data": "6201 93", "fragment of an aggregate": "6201 b0 11",
    ])
    func refusesH265(name: String, payload: String) throws {
        var track = try #require(Depacketizer(codec: Codec(.h265, clockRate: 90_000)))
        #expect(try track.receive(bytes(payload)).isEmpty)
        #expect(track.malformedCount == 1)
    }

    private func h264(withSets: Bool = false) throws -> Depacketizer {
        let parameters = withSets ? ";sprop-parameter-sets=Z2QAH6zZQFAFuwFsgAAAAwCAAAAeB4wYyw==,aOvssiw=" : ""
        return try #require(
            Depacketizer(codec: Codec(.h264, clockRate: 90_000, formatParameters: "packetization-mode=1" + parameters)))
    }

    private func format264(_ pictureSet: String = Self.pictureSet) throws -> DepacketizedItem {
        let configuration = try AVCConfiguration(
            sequenceParameterSets: [bytes(Self.sequenceSet)], pictureParameterSets: [bytes(pictureSet)])
        return .format(.h264(configuration))
    }

    private func frame(_ hex: String, at timestamp: Int64 = 0, key: Bool = false) -> DepacketizedItem {
        .frame(bytes: Hex.bytes(hex) ?? [], timestamp: timestamp, isKeyframe: key)
    }

    private func bytes(_ hex: String) throws -> [UInt8] {
        try #require(Hex.bytes(hex))
    }

    private func aggregate(_ units: String...) throws -> [UInt8] {
        try [0x78] + units.flatMap { try lengthAndUnit($0) }
    }

    private func hevcAggregate(_ units: [String]) throws -> [UInt8] {
        try [0x60, 0x01] + units.flatMap { try lengthAndUnit($0) }
    }

    private func lengthAndUnit(_ hex: String) throws -> [UInt8] {
        let unit = try bytes(hex)
        return [UInt8(unit.count >> 8), UInt8(unit.count & 0xFF)] + unit
    }
}
