import CLibAV
import Codecs
import Testing

/// A track of video whose pictures tell which they are: each has one brightness all over, and a square that moves.
struct Clip {
    var format: TrackFormat
    var frames: [Frame]

    /// - Parameters:
    ///   - bFrames: between two others, where the encoder has them.
    ///   - pixelFormat: what the source is made in.
    init(
        _ codec: CodecName, width: Int, height: Int, count: Int, bFrames: Int = 0, keyframeInterval: Int = 30,
        pixelFormat: AVPixelFormat = AV_PIX_FMT_YUV420P
    ) throws {
        let encoding = try LibAVEncoding(Self.encoders[codec] ?? "", options: Self.options[codec] ?? [:]) { context in
            context.pointee.width = Int32(width)
            context.pointee.height = Int32(height)
            context.pointee.pix_fmt = pixelFormat
            context.pointee.time_base = AVRational(num: 1, den: 30)
            context.pointee.framerate = AVRational(num: 30, den: 1)
            context.pointee.gop_size = Int32(keyframeInterval)
            context.pointee.max_b_frames = Int32(bFrames)
        }
        for index in 0..<count {
            var frame = av_frame_alloc()
            defer { av_frame_free(&frame) }
            let picture = try #require(frame)
            picture.pointee.width = Int32(width)
            picture.pointee.height = Int32(height)
            picture.pointee.format = pixelFormat.rawValue
            picture.pointee.pts = Int64(index)
            try #require(av_frame_get_buffer(picture, 0) == 0)
            Self.paint(picture, index)
            try encoding.encode(picture)
        }
        let isLengthPrefixed = codec == .h264 || codec == .h265
        frames = try encoding.finish().map {
            Frame(
                decodeTime: MediaTime(ticks: $0.decodeTime, rate: 30),
                presentationTime: MediaTime(ticks: $0.presentationTime, rate: 30), isKeyframe: $0.isKeyframe,
                bytes: isLengthPrefixed ? NALUnits(startCoded: $0.bytes).lengthPrefixed : $0.bytes)
        }
        let headers = encoding.configuration
        let configuration =
            switch codec {
            case .h264: NALUnits(startCoded: headers).avcConfiguration
            case .h265: NALUnits(startCoded: headers).hevcConfiguration
            default: [UInt8]()
            }
        format = TrackFormat(codec, configuration: configuration, width: width, height: height)
    }

    /// The brightness of a picture of a clip.
    static func brightness(_ index: Int) -> Int { 40 + index * 7 % 160 }

    private static func paint(_ picture: UnsafeMutablePointer<AVFrame>, _ index: Int) {
        let isDeep = picture.pointee.format == AV_PIX_FMT_YUV420P10LE.rawValue
        let planes = [
            (picture.pointee.data.0, picture.pointee.linesize.0, brightness(index)),
            (picture.pointee.data.1, picture.pointee.linesize.1, 128),
            (picture.pointee.data.2, picture.pointee.linesize.2, 128),
        ]
        for (plane, (data, stride, value)) in planes.enumerated() {
            let isFullHeight =
                plane == 0
                || [AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P]
                    .contains { $0.rawValue == picture.pointee.format }
            let rows = isFullHeight ? picture.pointee.height : (picture.pointee.height + 1) / 2
            for position in 0..<Int(rows * stride) {
                // Ten bits in two bytes, the lower first.
                data?[position] = UInt8(isDeep ? (position & 1 == 0 ? value << 2 & 0xFF : value >> 6) : value)
            }
        }
        guard !isDeep, let data = picture.pointee.data.0, picture.pointee.width >= 64 else { return }
        let left = index * 3 % Int(picture.pointee.width - 16)
        for row in 0..<16 {
            for column in left..<left + 16 { data[row * Int(picture.pointee.linesize.0) + column] = 235 }
        }
    }

    private static let encoders: [CodecName: String] = [
        .h264: "libx264", .h265: "libx265", .vp8: "libvpx", .vp9: "libvpx-vp9", .av1: "libaom-av1", .jpeg: "mjpeg",
    ]
    private static let options: [CodecName: [String: String]] = [
        .h264: ["preset": "veryfast", "x264-params": "scenecut=0:b-pyramid=normal:b-adapt=0"],
        .h265: ["preset": "ultrafast", "x265-params": "log-level=none:b-adapt=0:pools=none:frame-threads=1"],
        .vp8: ["deadline": "realtime"], .vp9: ["deadline": "realtime"],
        .av1: ["usage": "realtime", "cpu-used": "8", "lag-in-frames": "0"],
    ]
}

/// The NAL units of H.264 or H.265.
struct NALUnits {
    var units: [[UInt8]] = []

    /// Units behind start codes of three or four bytes (Annex B).
    init(startCoded bytes: [UInt8]) {
        var start: Int?
        var index = 0
        while index + 2 < bytes.count {
            guard bytes[index] == 0, bytes[index + 1] == 0, bytes[index + 2] == 1 else {
                index += 1
                continue
            }
            if let start { append(bytes[start..<index]) }
            index += 3
            start = index
        }
        if let start { append(bytes[start...]) }
    }

    /// Units behind their lengths in four bytes.
    init?(lengthPrefixed bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard rest.count > 4 else { return nil }
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            guard length > 0, length <= rest.count - 4 else { return nil }
            units.append(Array(rest.dropFirst(4).prefix(length)))
            rest = rest.dropFirst(4 + length)
        }
    }

    var lengthPrefixed: [UInt8] {
        units.flatMap { withUnsafeBytes(of: UInt32($0.count).bigEndian, Array.init) + $0 }
    }

    var avcConfiguration: [UInt8] {
        let sequence = units.first { $0[0] & 31 == 7 } ?? [0, 0, 0, 0]
        let picture = units.first { $0[0] & 31 == 8 } ?? []
        return [1] + sequence[1...3] + [0xFF, 0xE1] + sized(sequence) + [1] + sized(picture)
    }

    /// Only what decoders read: the length size and the sets.
    var hevcConfiguration: [UInt8] {
        var record = [1] + [UInt8](repeating: 0, count: 20) + [3, 3]
        for type: UInt8 in 32...34 {
            let unit = units.first { $0[0] >> 1 & 63 == type } ?? []
            record += [type, 0, 1] + sized(unit)
        }
        return record
    }

    private mutating func append(_ unit: ArraySlice<UInt8>) {
        var unit = unit
        // The zero byte of the next start code, when that has four.
        while unit.last == 0 { unit.removeLast() }
        units.append(Array(unit))
    }

    private func sized(_ unit: [UInt8]) -> [UInt8] {
        [UInt8(unit.count >> 8), UInt8(unit.count & 0xFF)] + unit
    }
}
