import Codecs
import Packetization
import TestSupport
import Testing

/// Sizes of the payloads of a single unit: as few as can be, all of one size but for the last, which is shorter.
@Suite struct PacketizerSizeTests {
    /// A payload format: what it puts in front of a whole unit, of a fragment, and how many bytes of a unit it does not repeat.
    struct Form: Sendable, CustomTestStringConvertible {
        let codec: CodecName
        let whole: Int
        let fragment: Int
        var implied = 0
        var testDescription: String { codec.rawValue }

        var format: TrackFormat { TrackFormat(codec) }

        /// A frame of one unit.
        func frame(_ size: Int) -> [UInt8] {
            switch codec {
            case .h264: lengthPrefixed([h264Unit(0x41, count: size)])
            case .h265: lengthPrefixed([h265Unit(type: 1, count: size)])
            case .av1: withSizes([obu(type: 6, body: size - 1)])
            default: h264Unit(0, count: size)
            }
        }
    }

    private static let forms = [
        Form(codec: .h264, whole: 0, fragment: 2, implied: 1),
        Form(codec: .h265, whole: 0, fragment: 3, implied: 2),
        Form(codec: .av1, whole: 1, fragment: 1),
        Form(codec: .vp8, whole: 4, fragment: 4),
        Form(codec: .vp9, whole: 3, fragment: 3),
        Form(codec: .aac, whole: 4, fragment: 4),
    ]

    /// Every size around one, two and three full payloads, and some further ones.
    @Test(arguments: forms, [100, 101, 499, 1_180])
    func payloadsAreFewAndEqual(form: Form, maximum: Int) {
        let around = [1, 2, 3].flatMap { (maximum * $0 - 20)...(maximum * $0 + 20) }
        for size in Array(2...40) + around + Array(stride(from: 41, to: 8_191, by: 197)) {
            check(form, size: size, maximum: maximum)
        }
    }

    @Test(arguments: forms.filter { $0.codec != .aac })
    func theLargestFramesToo(form: Form) {
        // Less what the form puts around the unit in its frame.
        check(form, size: Frame.maximumSize - 8, maximum: Packetizer.webRTCPayload)
    }

    private func check(_ form: Form, size: Int, maximum: Int) {
        let sizes = payloads(of: form.frame(size), form.format, maximum: maximum).map(\.count)
        if size + form.whole <= maximum {
            #expect(sizes == [size + form.whole], "\(size) bytes")
            return
        }
        let (body, room) = (size - form.implied, maximum - form.fragment)
        #expect(sizes.count == (body + room - 1) / room, "\(size) bytes")
        #expect(sizes.reduce(0, +) == body + sizes.count * form.fragment, "\(size) bytes")
        expectOneTrain(sizes, "\(size) bytes")
        #expect((sizes.first ?? 0) <= maximum, "\(size) bytes")
    }

    /// With every header there can be, whatever limit is asked for.
    @Test(arguments: [Int.min, -1, 0, 1, 99, 65_001, Int.max])
    func limitsBeyondReasonAreTakenIntoTheirRange(maximum: Int) {
        let near = maximum < 100 ? 100 : 65_000
        for form in Self.forms {
            let frame = form.frame(8_000)
            #expect(
                payloads(of: frame, form.format, maximum: maximum)
                    == payloads(of: frame, form.format, maximum: near))
        }
    }

    @Test func theDefaultFitsTheSmallestPathWithEverythingAround() {
        // IPv6, UDP, RTP, extensions, the original number of a retransmission, the tag.
        #expect(Packetizer.webRTCPayload + 40 + 8 + 12 + 20 + 2 + 16 <= 1_280)
    }
}
