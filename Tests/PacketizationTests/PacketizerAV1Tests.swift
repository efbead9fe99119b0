import Codecs
import Packetization
import TestSupport
import Testing

@Suite struct PacketizerAV1Tests {
    private static let format = TrackFormat(.av1)

    /// W of 2, so only the first has a length; N, because a sequence starts; no size in any OBU.
    @Test func keyframesBeginWithTheirSequenceHeader() {
        let frame: [UInt8] = [0x12, 0x00, 0x0A, 0x02, 0xAA, 0xBB, 0x32, 0x03, 1, 2, 3]
        let expected: [[UInt8]] = [[0x28, 0x03, 0x08, 0xAA, 0xBB, 0x30, 1, 2, 3]]
        #expect(payloads(of: frame, Self.format, isKeyframe: true) == expected)
    }

    @Test func onlyKeyframesWithSequenceHeadersStartSequences() {
        let (header, picture) = (obu(type: 1, body: 8), obu(type: 6, body: 300))
        func flags(_ units: [[UInt8]], isKeyframe: Bool) -> [UInt8] {
            payloads(of: withSizes(units), Self.format, isKeyframe: isKeyframe, maximum: 100).map { $0[0] & 0x08 }
        }
        #expect(flags([header, picture], isKeyframe: true) == [8, 0, 0, 0])
        #expect(flags([header, picture], isKeyframe: false) == [0, 0, 0, 0])
        #expect(flags([picture], isKeyframe: true) == [0, 0, 0, 0])
    }

    /// Z on what goes on, Y on what is not at its end.
    @Test func fragmentsSayWhatTheyAre() {
        let list = payloads(of: withSizes([obu(type: 6, body: 199)]), Self.format, maximum: 100)
        #expect(list.map { $0[0] } == [0x50, 0xD0, 0x90])
    }

    @Test(arguments: 1...9) func elementsAreCountedUpToThree(count: Int) throws {
        let units = (0..<count).map { obu(type: 6, body: $0 + 1, seed: UInt64($0)) }
        let list = payloads(of: withSizes(units), Self.format)
        #expect(list.count == 1)
        #expect(list[0][0] == (count <= 3 ? UInt8(count) << 4 : 0))
        #expect(try Reassembly.av1(list) == units)
    }

    @Test(arguments: [100, 333, 1_180]) func temporalUnitsAreTheSameBehindIt(maximum: Int) throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<400 {
            let units = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                obu(
                    type: UInt8.random(in: 3...7, using: &random),
                    body: random.chance(0.5)
                        ? Int.random(in: 0...30, using: &random) : Int.random(in: 0...3_000, using: &random),
                    seed: random.next())
            }
            let list = payloads(of: withSizes(units), Self.format, maximum: maximum)
            #expect(try Reassembly.av1(list) == units)
            #expect(list.allSatisfy { $0.count <= maximum })
            let least = units.reduce(0) { $0 + $1.count } / (maximum - 1)
            // Each OBU that ends inside a payload costs its length there, three bytes at most.
            #expect(list.count <= least + 1 + (3 * units.count + maximum - 1) / maximum)
        }
    }

    /// What stands in front of a keyframe's picture does not make its payloads differ.
    @Test func payloadsOfSeveralUnitsAreEqual() {
        for size in stride(from: 1_100, to: 9_000, by: 7) {
            let frame = withSizes([obu(type: 1, body: 11), obu(type: 5, body: 20), obu(type: 6, body: size)])
            let sizes = payloads(of: frame, Self.format, isKeyframe: true).map(\.count)
            expectOneTrain(sizes, slack: 6, "\(size)")
        }
    }

    /// Tile groups end and begin in the middle of payloads.
    @Test func tileGroupsAreOneTrain() throws {
        let units = [obu(type: 3, body: 12)] + (0..<16).map { obu(type: 4, body: 900 + 31 * $0, seed: UInt64($0)) }
        let list = payloads(of: withSizes(units), Self.format)
        #expect(try Reassembly.av1(list) == units)
        let sizes = list.map(\.count)
        #expect((sizes.max() ?? 0) - (sizes.dropLast().min() ?? 0) <= 3)
        #expect(list.count == (units.reduce(0) { $0 + $1.count } + 1_178) / 1_179)
    }

    @Test func layersDoNotShareAPayload() throws {
        let units = [
            obu(type: 1, body: 9), obu(type: 6, layer: 0x00, body: 20), obu(type: 6, layer: 0x08, body: 30),
            obu(type: 6, layer: 0x08, body: 5),
        ]
        let list = payloads(of: withSizes(units), Self.format, isKeyframe: true)
        #expect(list.map { $0[0] } == [0x28, 0x20])
        #expect(try Reassembly.av1(list) == units)
    }

    /// Temporal delimiters, tile lists and padding.
    @Test func someUnitsAreNotForReceivers() throws {
        let picture = obu(type: 6, body: 40)
        let frame = withSizes(
            [obu(type: 2, body: 0), obu(type: 8, body: 9), picture, obu(type: 15, body: 7), obu(type: 2, body: 0)])
        #expect(try Reassembly.av1(payloads(of: frame, Self.format)) == [picture])
        #expect(payloads(of: [0x12, 0x00], Self.format, isKeyframe: true).isEmpty)
    }

    @Test func aUnitWithoutSizeIsTheLast() throws {
        let (first, last) = (obu(type: 1, body: 4), obu(type: 6, body: 2_000))
        let list = payloads(of: withSizes([first]) + last, Self.format)
        #expect(try Reassembly.av1(list) == [first, last])
    }

    @Test(arguments: [
        [0x32, 0x05, 1, 2], [0x32], [0x36, 0x00], [0x36], [0x32, 0x80], [0x32] + [UInt8](repeating: 0x80, count: 9),
        [0x32, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0xB2, 0x01, 0x00],
    ])
    func whatIsCutIsLeftOut(broken: [UInt8]) throws {
        let whole = obu(type: 6, body: 10)
        #expect(try Reassembly.av1(payloads(of: withSizes([whole]) + broken, Self.format)) == [whole])
        #expect(payloads(of: broken, Self.format).isEmpty)
    }

    @Test func unitsWithoutEndAreBounded() throws {
        let frame = [UInt8]((0..<100_000).flatMap { _ in [0x32, 0x01, 0x07] as [UInt8] })
        #expect(try Reassembly.av1(payloads(of: frame, Self.format)).count == 4_096)
    }
}
