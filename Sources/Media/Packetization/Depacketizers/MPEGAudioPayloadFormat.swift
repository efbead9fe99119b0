import Bytes
import Codecs

/// MPEG audio, MP3 above all (RFC 2250 §3.5): a header, then whole frames, or a part of one.
struct MPEGAudioPayloadFormat: PayloadFormat {
    private let clockRate: Int
    private var announced: TrackFormat?
    /// The frame of which only parts came, and its timestamp; nil between such.
    private var partial: [UInt8] = []
    private var timestamp: Int64?

    /// Nil for a clock that nobody has; that of RFC 2250 has 90 kHz.
    init?(_ format: PacketFormat) {
        guard (1...Self.maximumClockRate).contains(format.clockRate) else { return nil }
        clockRate = format.clockRate
    }

    var needsKeyframe: Bool { false }

    mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload) {
        var reader = ByteReader(payload)
        // What must be zero, then where in its frame the part begins.
        guard (try? reader.skip(2)) != nil, let offset = try? reader.readUInt16() else { throw MalformedPayload() }
        if offset > 0 {
            guard timestamp == self.timestamp, partial.count == Int(offset) else { throw MalformedPayload() }
            partial.append(copying: reader.readRest())
            guard let size = MPEGAudioFrame.size(partial.span), partial.count <= size else {
                throw MalformedPayload()
            }
            guard partial.count == size else { return }
            let frame = partial
            noteLoss()
            emit(frame.span, at: timestamp, into: &items)
            return
        }
        noteLoss()
        var time = timestamp
        while !reader.isAtEnd {
            let rest = reader.bytes.extracting(reader.offset..<payload.count)
            guard let header = AudioFrameHeader(mp3: rest), let size = MPEGAudioFrame.size(rest) else {
                throw MalformedPayload()
            }
            guard let frame = try? reader.readSlice(size) else {
                // The frame goes on in the next packet, of which it must have been the only one.
                guard time == timestamp else { throw MalformedPayload() }
                partial.append(copying: rest)
                self.timestamp = timestamp
                return
            }
            emit(frame, at: time, into: &items)
            time &+= Int64(header.samples * clockRate / header.sampleRate)
        }
    }

    mutating func noteLoss() {
        partial = []
        timestamp = nil
    }

    private mutating func emit(_ frame: Span<UInt8>, at timestamp: Int64, into items: inout [DepacketizedItem]) {
        guard let format = TrackFormat(.mp3, frame: frame) else { return }
        if format != announced {
            announced = format
            items.append(.format(format))
        }
        items.append(.frame(bytes: [UInt8](copying: frame), timestamp: timestamp, isKeyframe: true))
    }

    /// Ticks of the RTP clock in a second (our choice).
    private static let maximumClockRate = 192_000
}
