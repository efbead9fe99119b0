import Codecs
import TestSupport
import Testing

struct H264SequenceParameterSetTests {
    @Test(arguments: [
        ParameterSet(profile: 66, macroblocksAcross: 40, mapUnitsDown: 30, size: (640, 480)),
        ParameterSet(profile: 66, macroblocksAcross: 120, mapUnitsDown: 68, crop: (0, 0, 0, 4), size: (1_920, 1_080)),
        ParameterSet(
            profile: 77, macroblocksAcross: 120, mapUnitsDown: 34, isFrameOnly: false, crop: (0, 0, 0, 2),
            size: (1_920, 1_080)),
        ParameterSet(
            profile: 100, chroma: 1, macroblocksAcross: 10, mapUnitsDown: 10, crop: (1, 2, 3, 4), size: (154, 146)),
        ParameterSet(
            profile: 110, chroma: 0, macroblocksAcross: 10, mapUnitsDown: 10, crop: (1, 2, 3, 4), size: (157, 153)),
        ParameterSet(
            profile: 122, chroma: 2, macroblocksAcross: 10, mapUnitsDown: 10, crop: (1, 2, 3, 4), size: (154, 153)),
        ParameterSet(
            profile: 244, chroma: 3, macroblocksAcross: 10, mapUnitsDown: 10, crop: (1, 2, 3, 4), size: (157, 153)),
        ParameterSet(
            profile: 100, chroma: 1, hasScalingLists: true, macroblocksAcross: 20, mapUnitsDown: 15,
            size: (320, 240)),
        ParameterSet(
            profile: 244, chroma: 3, hasScalingLists: true, macroblocksAcross: 20, mapUnitsDown: 15,
            size: (320, 240)),
        ParameterSet(profile: 66, orderCountType: 1, macroblocksAcross: 20, mapUnitsDown: 15, size: (320, 240)),
        ParameterSet(profile: 66, orderCountType: 2, macroblocksAcross: 20, mapUnitsDown: 15, size: (320, 240)),
        ParameterSet(profile: 66, macroblocksAcross: 4_096, mapUnitsDown: 4_096, size: (65_536, 65_536)),
        // Nonsense: too wide, and cropped away.
        ParameterSet(profile: 66, macroblocksAcross: 4_097, mapUnitsDown: 10, size: (0, 0)),
        ParameterSet(profile: 66, macroblocksAcross: 1, mapUnitsDown: 1, crop: (8, 0, 0, 0), size: (0, 0)),
        ParameterSet(
            profile: 66, macroblocksAcross: 1 << 31, mapUnitsDown: 1 << 31, isFrameOnly: false,
            crop: (1 << 31, 1 << 31, 1 << 31, 1 << 31), size: (0, 0)),
    ])
    fileprivate func readsTheSize(set: ParameterSet) {
        let facts = inspect(.h264, set.unit)
        #expect(facts.isKeyframeStart)
        #expect(facts.width == set.size.width)
        #expect(facts.height == set.size.height)
    }

    @Test func readsAnySizeThroughEmulationPrevention() {
        var random = SeededRandom(seed: 2)
        for _ in 0..<300 {
            let across = Int.random(in: 1...4_096, using: &random)
            let down = Int.random(in: 1...4_096, using: &random)
            let set = ParameterSet(
                profile: 66, macroblocksAcross: across, mapUnitsDown: down, size: (16 * across, 16 * down))
            let facts = inspect(.h264, set.unit)
            #expect(facts.width == set.size.width)
            #expect(facts.height == set.size.height)
        }
    }

    /// A set cut anywhere has no size, and no harm comes of it.
    @Test func cutSetsHaveNoSize() {
        let unit = ParameterSet(
            profile: 100, chroma: 1, hasScalingLists: true, macroblocksAcross: 20, mapUnitsDown: 15, size: (320, 240)
        ).unit
        for length in 1..<(unit.count - 2) {
            let facts = inspect(.h264, Array(unit[..<length]))
            #expect(facts.isKeyframeStart)
            #expect(facts.width == 0)
        }
    }
}

/// The fields of a set that matter, written by §7.3.2.1.1.
private struct ParameterSet: Sendable, CustomTestStringConvertible {
    var profile: Int
    var chroma: Int?
    var hasScalingLists = false
    var orderCountType = 0
    var macroblocksAcross: Int
    var mapUnitsDown: Int
    var isFrameOnly = true
    var crop: (left: Int, right: Int, top: Int, bottom: Int)?
    var size: (width: Int, height: Int)

    var testDescription: String { "profile \(profile), \(size.width)x\(size.height)" }

    var unit: [UInt8] {
        var bits = Bits()
        bits.append(profile, 8)
        bits.append(0, 8)
        bits.append(31, 8)
        bits.appendExpGolomb(0)
        if let chroma { appendChroma(chroma, to: &bits) }
        bits.appendExpGolomb(4)
        appendOrderCount(to: &bits)
        bits.appendExpGolomb(4)
        bits.append(0, 1)
        bits.appendExpGolomb(macroblocksAcross - 1)
        bits.appendExpGolomb(mapUnitsDown - 1)
        bits.append(isFrameOnly ? 1 : 0, 1)
        if !isFrameOnly { bits.append(1, 1) }
        bits.append(1, 1)
        bits.append(crop == nil ? 0 : 1, 1)
        if let crop {
            for edge in [crop.left, crop.right, crop.top, crop.bottom] { bits.appendExpGolomb(edge) }
        }
        // No usability information, then the stop bit.
        bits.append(0b01, 2)
        return [0x67] + bits.escapedBytes
    }

    private func appendChroma(_ chroma: Int, to bits: inout Bits) {
        bits.appendExpGolomb(chroma)
        if chroma == 3 { bits.append(0, 1) }
        bits.appendExpGolomb(2)
        bits.appendExpGolomb(2)
        bits.append(0, 1)
        bits.append(hasScalingLists ? 1 : 0, 1)
        guard hasScalingLists else { return }
        for list in 0..<(chroma == 3 ? 12 : 8) {
            // Every third list is absent, one ends at once, the others are whole.
            bits.append(list % 3 == 2 ? 0 : 1, 1)
            if list % 3 == 2 { continue }
            if list == 1 {
                bits.appendSignedExpGolomb(-8)
                continue
            }
            for index in 0..<(list < 6 ? 16 : 64) { bits.appendSignedExpGolomb(index % 2 == 0 ? 3 : -2) }
        }
    }

    private func appendOrderCount(to bits: inout Bits) {
        bits.appendExpGolomb(orderCountType)
        switch orderCountType {
        case 0:
            bits.appendExpGolomb(6)
        case 1:
            bits.append(0, 1)
            bits.appendSignedExpGolomb(-3)
            bits.appendSignedExpGolomb(2)
            bits.appendExpGolomb(3)
            for value in [-1, 0, 1] { bits.appendSignedExpGolomb(value) }
        default:
            break
        }
    }
}
