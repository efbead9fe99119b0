import Bytes

/// Brings a frame of video into the form that ``TrackFormat`` names: what a configuration says leaves the frame, and what no
/// decoder needs is dropped.
package enum ParameterSetFilter {
    /// - Parameters:
    ///   - frame: at most ``Frame/maximumSize`` bytes.
    ///   - form: of NAL units.
    ///
    /// Throws `malformed` when the frame breaks its form, `tooLarge` when it has too many bytes or sets.
    package static func h264(_ frame: Span<UInt8>, form: NALUnits.Form = .lengths(4)) throws(CodecError)
        -> FilteredFrame
    {
        try filter(frame, form: form) { header, unit, filtered in
            let type = H264NALUnitType(header: header)
            if type.isKeyframe { filtered.isKeyframe = true }
            switch type {
            case .sequenceParameterSet: filtered.sequenceParameterSets.append([UInt8](copying: unit))
            case .pictureParameterSet: filtered.pictureParameterSets.append([UInt8](copying: unit))
            default: return !type.isParameterSet && !type.isDelimiter
            }
            return false
        }
    }

    /// As ``h264(_:form:)``.
    package static func h265(_ frame: Span<UInt8>, form: NALUnits.Form = .lengths(4)) throws(CodecError)
        -> FilteredFrame
    {
        try filter(frame, form: form) { header, unit, filtered in
            let type = H265NALUnitType(header: header)
            if type.isKeyframe { filtered.isKeyframe = true }
            switch type {
            case .videoParameterSet: filtered.videoParameterSets.append([UInt8](copying: unit))
            case .sequenceParameterSet: filtered.sequenceParameterSets.append([UInt8](copying: unit))
            case .pictureParameterSet: filtered.pictureParameterSets.append([UInt8](copying: unit))
            default: return !type.isDelimiter
            }
            return false
        }
    }

    /// Drops delimiters and padding from a temporal unit of AV1, gives every OBU a size, and finds the sequence header.
    package static func av1(_ frame: Span<UInt8>) throws(CodecError) -> FilteredFrame {
        guard frame.count <= Frame.maximumSize else { throw .tooLarge }
        var filtered = FilteredFrame()
        filtered.bytes.reserveCapacity(frame.count + 4)
        var showsKeyframe: Bool?
        var units = AV1OBUs()
        while let unit = units.next(in: frame) {
            guard !unit.isDelimiter else { continue }
            let start = filtered.bytes.count
            unit.append(from: frame, to: &filtered.bytes)
            switch unit.type {
            case AV1OBU.sequenceHeader: filtered.sequenceHeader = Array(filtered.bytes[start...])
            case AV1OBU.frame, AV1OBU.frameHeader:
                if showsKeyframe == nil { showsKeyframe = beginsKeyframe(frame.extracting(unit.payload)) }
            default: break
            }
        }
        guard !units.isMalformed else { throw .malformed }
        guard filtered.bytes.count <= Frame.maximumSize else { throw .tooLarge }
        filtered.isKeyframe = filtered.sequenceHeader != nil && showsKeyframe == true
        return filtered
    }

    /// Whether the frame header is that of a KEY_FRAME which is shown (AV1 §5.9.2). Sequences of still pictures, whose frame
    /// headers leave this out, have nothing but keyframes, and none is streamed.
    private static func beginsKeyframe(_ header: Span<UInt8>) -> Bool {
        // show_existing_frame 0, frame_type 0 in two bits, show_frame 1.
        header.count > 0 && header[0] & 0xF0 == 0x10
    }

    /// - Parameter keeps: takes the unit's first byte and the unit, notes what it is, and says whether it stays.
    private static func filter(
        _ frame: Span<UInt8>, form: NALUnits.Form,
        keeps: (UInt8, Span<UInt8>, inout FilteredFrame) -> Bool
    ) throws(CodecError) -> FilteredFrame {
        guard frame.count <= Frame.maximumSize else { throw .tooLarge }
        var filtered = FilteredFrame()
        var writer = ByteWriter(capacity: frame.count)
        var units = NALUnits(form)
        while let range = units.next(in: frame) {
            let unit = frame.extracting(range)
            if keeps(unit[0], unit, &filtered) { NALUnits.append(unit, to: &writer) }
            guard writer.count <= Frame.maximumSize,
                filtered.parameterSetCount <= FilteredFrame.maximumParameterSets
            else { throw .tooLarge }
        }
        guard !units.isMalformed else { throw .malformed }
        filtered.bytes = writer.bytes
        return filtered
    }
}
