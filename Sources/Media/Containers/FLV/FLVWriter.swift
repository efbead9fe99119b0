import Bytes
package import Codecs

/// Writes the bodies of audio and video tags: what RTMP messages of types 8 and 9 carry (Adobe FLV specification
/// §E.4.2, §E.4.3; Enhanced RTMP v2).
///
/// The message's timestamp is ``FLVStyle/timestamp(of:)`` of the frame's decoding time.
package enum FLVWriter {
    /// The sequence header that a track begins with, again whenever its format changes. Nil where the codec has none,
    /// or where there is none to give.
    /// - Parameter track: its number; every one but 0 is told in a multitrack packet.
    package static func configuration(of format: TrackFormat, track: UInt8 = 0, style: FLVStyle) -> [UInt8]? {
        guard let header = FLVTagHeader(of: format, track: track, style: style),
            let payload = format.sequenceHeader
        else { return nil }
        var writer = ByteWriter(capacity: FLVTagHeader.longest + payload.count)
        header.write(.sequenceStart, into: &writer)
        writer.write(payload)
        return writer.bytes
    }

    /// Appends the body of the tag that has a frame.
    /// - Returns: false, and nothing is appended, when the codec has no place in FLV: G.722, and of the tracks but the
    /// first
    ///   also G.711.
    package static func frame(
        _ frame: Frame, of format: TrackFormat, track: UInt8 = 0, style: FLVStyle, into body: inout [UInt8]
    ) -> Bool {
        guard let header = FLVTagHeader(of: format, track: track, style: style) else { return false }
        body.reserveCapacity(body.count + FLVTagHeader.longest + frame.bytes.count)
        var writer = ByteWriter()
        // Moved in and out again, so that the caller's array grows and no copy is made.
        swap(&writer.bytes, &body)
        header.write(.frame(frame), into: &writer)
        writer.write(frame.bytes)
        swap(&writer.bytes, &body)
        return true
    }

    /// The tag that ends a track. Nil where the codec has none.
    package static func endOfSequence(of format: TrackFormat, track: UInt8 = 0, style: FLVStyle) -> [UInt8]? {
        guard let header = FLVTagHeader(of: format, track: track, style: style), header.hasEnd else { return nil }
        var writer = ByteWriter(capacity: FLVTagHeader.longest)
        header.write(.end, into: &writer)
        return writer.bytes
    }
}
