import Bytes
import Codecs

/// AAC in MPEG-4 generic payloads (RFC 3640), above all of mode AAC-hbr: headers with the sizes of access units, then
/// the access units, several of them or a part of one.
struct AACPayloadFormat: PayloadFormat {
    let describedFormat: TrackFormat?
    private let format: TrackFormat
    private let headers: AccessUnitHeaders
    /// Units of the RTP clock that ``durationUnits`` access units last.
    private let duration: Int64
    private let durationUnits: Int64
    private var isAnnounced = false
    /// The access unit of which only parts came.
    private var partial = PartialUnit()

    /// Nil without the configuration of a decoder, or when the parameters ask for what is not taken.
    init?(_ packets: PacketFormat) {
        guard let text = packets.formatParameter("config"), let bytes = Hex.bytes(text),
            let configuration = try? AudioSpecificConfig(parsing: bytes.span),
            let headers = AccessUnitHeaders(packets), (1...Self.maximumClockRate).contains(packets.clockRate)
        else { return nil }
        format = .aac(configuration)
        describedFormat = format
        self.headers = headers
        if let constant = packets.formatParameter("constantDuration").flatMap({ Int($0) }) {
            guard constant > 0, constant <= Self.maximumClockRate else { return nil }
            (duration, durationUnits) = (Int64(constant), 1)
        } else {
            // The clock runs at the rate that is heard, which may be twice the rate that the units were made at.
            duration = Int64(configuration.samplesPerFrame * packets.clockRate)
            durationUnits = Int64(configuration.coreSampleRate)
        }
    }

    var needsKeyframe: Bool { false }

    mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload) {
        guard let (sizes, dataStart) = headers.read(payload) else { throw MalformedPayload() }
        var reader = ByteReader(payload.extracting(dataStart..<payload.count))
        if sizes.count == 1, sizes[0] > reader.remaining {
            return try receivePart(reader.readRest(), of: sizes[0], timestamp: timestamp, into: &items)
        }
        partial = PartialUnit()
        for (index, size) in sizes.enumerated() {
            guard let unit = try? reader.readSlice(size) else { throw MalformedPayload() }
            guard size > 0 else { continue }
            emit([UInt8](copying: unit), timestamp: timestamp &+ Int64(index) * duration / durationUnits, into: &items)
        }
    }

    mutating func noteLoss() {
        partial = PartialUnit()
    }

    /// Parts of an access unit come alone, each behind the size of the whole and with its timestamp (§3.2.3).
    private mutating func receivePart(
        _ part: Span<UInt8>, of size: Int, timestamp: Int64, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload) {
        guard size <= Self.maximumUnitSize else { throw MalformedPayload() }
        if partial.timestamp != timestamp || partial.size != size {
            partial = PartialUnit(timestamp: timestamp, size: size)
        }
        guard part.count <= size - partial.bytes.count else { throw MalformedPayload() }
        partial.bytes.append(copying: part)
        guard partial.bytes.count == size else { return }
        emit(partial.bytes, timestamp: timestamp, into: &items)
        partial = PartialUnit()
    }

    private mutating func emit(_ unit: [UInt8], timestamp: Int64, into items: inout [DepacketizedItem]) {
        if !isAnnounced {
            isAnnounced = true
            items.append(.format(format))
        }
        items.append(.frame(bytes: unit, timestamp: timestamp, isKeyframe: true))
    }

    /// Bytes of an access unit that comes in parts (our choice): the most that a decoder's buffer holds, 6144 bits for
    /// each of 48 channels (ISO/IEC 14496-3 §4.5.3), rounded up.
    private static let maximumUnitSize = 40_960
    /// Ticks of the RTP clock in a second, and between access units (our choice): twice the highest rate of AAC.
    private static let maximumClockRate = 192_000
}

private struct PartialUnit {
    var timestamp: Int64?
    /// Bytes of the whole unit, and those that came.
    var size = 0
    var bytes: [UInt8] = []
}
