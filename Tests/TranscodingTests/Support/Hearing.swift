import CLibAV
import COpus
import Codecs
import Testing
import Transcoding

/// What a player makes of Opus or AAC at 48 kHz: each decoded sample has its time.
struct Hearing {
    /// Frames without a break between them.
    struct Passage {
        /// Seconds, of the first sample.
        var start: Double
        var left: [Float] = []
        var right: [Float] = []

        var end: Double { start + Double(left.count) / 48_000 }

        /// Where the middle of the sound's energy is, in seconds; nil where it is silent.
        func middleOfSound(in range: Range<Double>) -> Double? {
            let first = max(Int(((range.lowerBound - start) * 48_000).rounded()), 0)
            let last = min(Int(((range.upperBound - start) * 48_000).rounded()), left.count)
            guard first < last else { return nil }
            var (energy, moment) = (0.0, 0.0)
            for index in first..<last {
                let power = Double(left[index] * left[index])
                energy += power
                moment += power * (start + Double(index) / 48_000)
            }
            return energy > 1 ? moment / energy : nil
        }
    }

    private(set) var passages: [Passage] = []
    private(set) var formats: [TrackFormat] = []
    private(set) var frames: [Frame] = []

    init(_ items: [TranscodedItem]) throws {
        for item in items {
            switch item {
            case .format(let format): formats.append(format)
            case .frame(let frame): frames.append(frame)
            }
        }
        let format = try #require(formats.first)
        let runs = try format.codec == .opus ? Self.decodeOpus(frames) : Self.decodeAAC(frames, format)
        for (frame, run) in zip(frames, runs) {
            let time = Double(frame.presentationTime.nanoseconds) / 1e9
            // Half a microsecond: times are rounded to nanoseconds, one by one.
            if let last = passages.last, abs(last.end - time) < 5e-7 {} else { passages.append(Passage(start: time)) }
            passages[passages.count - 1].left += run.left
            passages[passages.count - 1].right += run.right
        }
    }

    /// Of the latest passage; nil where it is silent.
    func middleOfSound(in range: Range<Double>) -> Double? {
        passages.last?.middleOfSound(in: range)
    }

    /// Hertz, by counting the upward crossings of zero in a range of times.
    func frequency(in range: Range<Double>) -> Double? {
        for passage in passages where passage.start <= range.lowerBound && passage.end >= range.upperBound {
            let first = Int((range.lowerBound - passage.start) * 48_000)
            let last = Int((range.upperBound - passage.start) * 48_000)
            let crossings = (first + 1..<last).filter { passage.left[$0 - 1] < 0 && passage.left[$0] >= 0 }
            guard let from = crossings.first, let to = crossings.last, to > from else { return nil }
            return Double(crossings.count - 1) / Double(to - from) * 48_000
        }
        return nil
    }

    private static func decodeOpus(_ frames: [Frame]) throws -> [(left: [Float], right: [Float])] {
        let decoder = try #require(opus_decoder_create(48_000, 2, nil))
        defer { opus_decoder_destroy(decoder) }
        var samples = [Float](repeating: 0, count: 2 * 5760)
        return try frames.map { frame in
            let count = Int(opus_decode_float(decoder, frame.bytes, Int32(frame.bytes.count), &samples, 5760, 0))
            try #require(count == 960)
            return ((0..<count).map { samples[2 * $0] }, (0..<count).map { samples[2 * $0 + 1] })
        }
    }

    private static func decodeAAC(
        _ frames: [Frame], _ format: TrackFormat
    ) throws -> [(left: [Float], right: [Float])] {
        var context = avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_AAC))
        var packet = av_packet_alloc()
        var samples = av_frame_alloc()
        defer {
            avcodec_free_context(&context)
            av_packet_free(&packet)
            av_frame_free(&samples)
        }
        let decoder = try #require(context)
        let extradata = try #require(av_mallocz(format.configuration.count + 64))
        extradata.copyMemory(from: format.configuration, byteCount: format.configuration.count)
        decoder.pointee.extradata = extradata.assumingMemoryBound(to: UInt8.self)
        decoder.pointee.extradata_size = Int32(format.configuration.count)
        try #require(avcodec_open2(decoder, nil, nil) == 0)
        return try frames.map { frame in
            try #require(av_new_packet(packet, Int32(frame.bytes.count)) == 0)
            packet?.pointee.data.update(from: frame.bytes, count: frame.bytes.count)
            try #require(avcodec_send_packet(decoder, packet) == 0)
            av_packet_unref(packet)
            try #require(avcodec_receive_frame(decoder, samples) == 0)
            let decoded = try #require(samples).pointee
            try #require(
                decoded.nb_samples == 1024 && decoded.sample_rate == 48_000 && decoded.ch_layout.nb_channels == 2)
            return try [decoded.data.0, decoded.data.1].map { plane in
                try #require(plane).withMemoryRebound(to: Float.self, capacity: 1024) {
                    Array(UnsafeBufferPointer(start: $0, count: 1024))
                }
            }.leftAndRight
        }
    }
}

extension [[Float]] {
    fileprivate var leftAndRight: (left: [Float], right: [Float]) { (self[0], self[1]) }
}

extension Transcoder {
    /// All that comes out for these frames.
    func transcode(_ frames: [Frame]) throws -> [TranscodedItem] {
        var items: [TranscodedItem] = []
        for frame in frames { try transcode(frame, into: &items) }
        return items
    }
}

/// Short: a failed expectation would otherwise print each sample.
extension Hearing: CustomTestStringConvertible {
    var testDescription: String {
        passages.map { "\($0.start)..<\($0.end) s" }.joined(separator: ", ")
    }
}
