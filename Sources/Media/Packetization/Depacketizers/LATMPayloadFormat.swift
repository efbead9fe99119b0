import Bytes
import Codecs

/// AAC as MPEG-4 multiplexes it (LATM, RFC 6416 §6): AudioMuxElements, each in one packet, or in several that share a timestamp
/// and of which the last has the marker.
///
/// What ffmpeg, GStreamer, live555 and cameras send: one program of one layer. Its configuration comes with the session
/// description, or within the elements.
struct LATMPayloadFormat: PayloadFormat {
    let describedFormat: TrackFormat?
    private let clockRate: Int
    /// Whether elements may have their configuration (`cpresent`).
    private let isConfigurationInBand: Bool
    /// The configuration in force; nil before there is one.
    private var configuration: StreamMuxConfig?
    private var announced: TrackFormat?
    /// The element in progress.
    private var element: [UInt8] = []
    private var timestamp: Int64?
    private var isBroken = false
    /// Whether packets are missing since the last one.
    private var isBehindLoss = false
    /// Whether an element ever came in several packets.
    private var hasFragments = false

    /// Nil where neither description nor packets have a configuration, or one that is not taken (``StreamMuxConfig``).
    init?(_ format: PacketFormat) {
        guard (1...Self.maximumClockRate).contains(format.clockRate) else { return nil }
        clockRate = format.clockRate
        isConfigurationInBand = format.formatParameter("cpresent") ?? "1" != "0"
        if let bytes = format.formatParameter("config").flatMap({ Hex.bytes($0) }) {
            configuration = try? StreamMuxConfig(description: bytes.span)
        }
        guard isConfigurationInBand || configuration != nil else { return nil }
        describedFormat = configuration.map { .aac($0.audio) }
    }

    var needsKeyframe: Bool { false }

    mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload) {
        if timestamp != self.timestamp {
            self.timestamp = timestamp
            element.removeAll(keepingCapacity: true)
            // No packet says that an element begins with it: of a sender that cuts them, the beginning may be missing.
            isBroken = isBehindLoss && hasFragments
        }
        isBehindLoss = false
        guard payload.count <= Self.maximumSize - element.count else {
            noteLoss()
            throw MalformedPayload()
        }
        if !isBroken { element.append(copying: payload) }
        guard marker else {
            hasFragments = true
            return
        }
        self.timestamp = nil
        if !isBroken { try readElements(timestamp: timestamp, into: &items) }
    }

    mutating func noteLoss() {
        isBroken = true
        isBehindLoss = true
        element = []
    }

    /// Reads what the packets of one timestamp held.
    private mutating func readElements(
        timestamp: Int64, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload) {
        let bytes = element
        var bits = PayloadBits(position: 0, end: 8 * bytes.count)
        var time = timestamp
        while bits.end - bits.position >= 8 {
            if isConfigurationInBand { try readConfiguration(bytes.span, &bits) }
            guard let configuration else { throw MalformedPayload() }
            for _ in 0..<configuration.framesPerElement {
                guard let size = Self.readLength(bytes.span, &bits), let unit = bits.readBytes(bytes.span, size)
                else { throw MalformedPayload() }
                emit(unit, of: configuration, at: time, into: &items)
                time &+= duration(configuration)
            }
            guard bits.skip(configuration.otherDataBits) else { throw MalformedPayload() }
            bits.align()
        }
    }

    /// `useSameStreamMux`, and the configuration where it is another.
    private mutating func readConfiguration(_ bytes: Span<UInt8>, _ bits: inout PayloadBits) throws(MalformedPayload) {
        guard let isSame = bits.read(bytes, 1) else { throw MalformedPayload() }
        guard isSame == 0 else { return }
        var offset = bits.position
        guard let found = try? StreamMuxConfig(parsing: bytes, bitOffset: &offset), bits.skip(offset - bits.position)
        else { throw MalformedPayload() }
        configuration = found
    }

    /// `PayloadLengthInfo()`: bytes of 255 count on.
    private static func readLength(_ bytes: Span<UInt8>, _ bits: inout PayloadBits) -> Int? {
        var length = 0
        while let byte = bits.read(bytes, 8) {
            length += byte
            if byte < 255 { return length }
        }
        return nil
    }

    private mutating func emit(
        _ unit: [UInt8], of configuration: StreamMuxConfig, at timestamp: Int64, into items: inout [DepacketizedItem]
    ) {
        guard !unit.isEmpty else { return }
        let format = TrackFormat.aac(configuration.audio)
        if format != announced {
            announced = format
            items.append(.format(format))
        }
        items.append(.frame(bytes: unit, timestamp: timestamp, isKeyframe: true))
    }

    /// Units of the RTP clock that a frame lasts.
    private func duration(_ configuration: StreamMuxConfig) -> Int64 {
        Int64(configuration.audio.samplesPerFrame * clockRate / configuration.audio.coreSampleRate)
    }

    /// Bytes of an element (our choice): ten frames as large as decoders take them in stereo.
    private static let maximumSize = 16 << 10
    /// Ticks of the RTP clock in a second (our choice): twice the highest rate of AAC.
    private static let maximumClockRate = 192_000
}
