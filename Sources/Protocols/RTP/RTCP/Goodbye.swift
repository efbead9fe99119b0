package import Bytes

/// BYE: sources that end (RFC 3550 §6.6).
package struct Goodbye: Equatable, Sendable {
    /// At most 31.
    package let sources: SourceList
    /// Where the text of the reason lies (UTF-8, 0...255 bytes); nil without one.
    package let reason: Range<Int>?

    init(_ header: RTCPHeader, in datagram: Span<UInt8>) throws(RTPError) {
        sources = SourceList(offset: header.body.lowerBound, count: Int(header.format))
        let sourcesEnd = header.body.lowerBound + 4 * sources.count
        guard sourcesEnd <= header.body.upperBound else { throw .truncated }
        guard sourcesEnd < header.body.upperBound else {
            reason = nil
            return
        }
        let text = (sourcesEnd + 1)..<(sourcesEnd + 1 + Int(datagram[sourcesEnd]))
        guard text.upperBound <= header.body.upperBound else { throw .truncated }
        reason = text
    }

    /// Appends a goodbye of at most 31 sources, with at most 255 bytes of reason.
    package static func write(sources: [UInt32], reason: String? = nil, to writer: inout ByteWriter) {
        let sources = sources.prefix(31)
        RTCPHeader.write(type: RTCPType.goodbye, format: UInt8(sources.count), to: &writer) { writer in
            for ssrc in sources { writer.write(ssrc) }
            guard let text = reason?.utf8.prefix(255) else { return }
            writer.write(UInt8(text.count))
            writer.write(text)
        }
    }
}
