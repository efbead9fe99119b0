import Bytes
import Codecs

/// An access unit of H.264 or H.265 in progress: NAL units behind their lengths, with the parameter sets still among
/// them.
struct NALFrameAssembly {
    private(set) var frame = FrameAssembly()
    /// Where the length lies of the NAL unit of which fragments come; nil between such.
    private var openUnit: Int?
    private var hasSlice = false

    mutating func begin(at timestamp: Int64) {
        frame.begin(at: timestamp)
        openUnit = nil
        hasSlice = false
    }

    /// Takes a NAL unit in one piece.
    mutating func add(_ unit: Span<UInt8>, as role: NALUnitRole) {
        beginUnit(header: [], as: role)
        addFragment(unit, isLast: true)
    }

    /// Begins a NAL unit whose body comes in fragments.
    mutating func beginUnit(header: [UInt8], as role: NALUnitRole) {
        // The unit before was left unfinished.
        if openUnit != nil { frame.breakOff() }
        if case .slice(let isFirst) = role {
            // Behind a loss a picture's beginning may be among what is missing.
            if !hasSlice, !isFirst, frame.mayLackHead { frame.breakOff() }
            hasSlice = true
        }
        openUnit = frame.bytes.count
        if frame.hasRoom(for: Self.lengthSize + header.count) {
            frame.bytes += [0, 0, 0, 0]
            frame.bytes += header
        }
    }

    /// Takes a part of the body of the NAL unit that was begun.
    mutating func addFragment(_ part: Span<UInt8>, isLast: Bool) {
        guard let start = openUnit else { return frame.breakOff() }
        frame.append(part)
        guard isLast else { return }
        openUnit = nil
        guard !frame.isBroken else { return }
        let length = frame.bytes.count - start - Self.lengthSize
        for index in 0..<Self.lengthSize {
            frame.bytes[start + index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * index))
        }
    }

    /// Ends the access unit, and hands it out if it is whole.
    /// - Parameter filter: takes parameter sets and delimiters out of the frame, and tells what format it has if that
    ///   may have changed.
    mutating func finish(
        into items: inout [DepacketizedItem],
        filter: (Span<UInt8>) throws(CodecError) -> (frame: FilteredFrame, format: TrackFormat?)
    ) {
        if openUnit != nil { frame.breakOff() }
        openUnit = nil
        do {
            let (filtered, format) = try filter(frame.bytes.span)
            // What has no slice is no frame; its parameter sets were taken all the same.
            frame.bytes = hasSlice ? filtered.bytes : []
            frame.finish(isKeyframe: filtered.isKeyframe && format != nil, format: format, into: &items)
        } catch {
            frame.breakOff()
            frame.finish(isKeyframe: false, format: nil, into: &items)
        }
    }

    mutating func noteLoss() {
        frame.noteLoss()
        openUnit = nil
    }

    /// Bytes of the length in front of each NAL unit (``TrackFormat``).
    private static let lengthSize = 4
}

/// What a NAL unit is to a frame.
enum NALUnitRole {
    /// Part of the picture; the first one begins with its first block.
    case slice(isFirst: Bool)
    case other
}

extension [UInt8] {
    /// The NAL units that a session description gives in base64, separated by commas (RFC 6184 §8.1, RFC 7798 §7.1),
    /// each behind its length in four bytes, as if they had come with a frame.
    init(base64Units text: String?) {
        var writer = ByteWriter()
        for part in (text ?? "").utf8.split(separator: UInt8(ascii: ",")) {
            guard let unit = Base64.bytes(part) else { continue }
            NALUnits.append(unit.span, to: &writer)
        }
        self = writer.bytes
    }
}
