package import Bytes

/// SDES: names of sources (RFC 3550 §6.5). Only the canonical name (CNAME) is read: it says which sources are of one
/// participant, and so in step.
package struct SourceDescription: Equatable, Sendable {
    /// Where the chunks lie.
    private let body: Range<Int>
    private let chunkCount: Int

    /// Walks all chunks, at most 31, so that what is wrong with them shows here.
    init(_ header: RTCPHeader, in datagram: Span<UInt8>) throws(RTPError) {
        body = header.body
        chunkCount = Int(header.format)
        try Self.walk(chunkCount, body, in: datagram) { _, _ in }
    }

    /// Calls `body` with each source that has a canonical name, and where its text (UTF-8, 0...255 bytes) lies.
    /// - Parameter datagram: the one that the message was read from.
    package func forEachCNAME(in datagram: Span<UInt8>, _ action: (UInt32, Range<Int>) -> Void) {
        guard body.upperBound <= datagram.count else { return }
        // The initialiser has found the chunks whole.
        try? Self.walk(chunkCount, body, in: datagram, action)
    }

    /// Appends a description of one source by its canonical name, of which the first 255 bytes are written.
    package static func write(ssrc: UInt32, cname: String, to writer: inout ByteWriter) {
        let text = cname.utf8.prefix(255)
        RTCPHeader.write(type: RTCPType.sourceDescription, format: 1, to: &writer) { writer in
            writer.write(ssrc)
            writer.write(cnameItem)
            writer.write(UInt8(text.count))
            writer.write(text)
            // The end of the chunk; the header's writer adds the zeros up to the word.
            writer.write(UInt8(0))
        }
    }

    private static func walk(
        _ chunkCount: Int, _ body: Range<Int>, in datagram: Span<UInt8>, _ action: (UInt32, Range<Int>) -> Void
    ) throws(RTPError) {
        var offset = body.lowerBound
        for _ in 0..<chunkCount {
            guard offset + 4 <= body.upperBound else { throw .truncated }
            let ssrc = datagram.uint32(at: offset)
            offset += 4
            while true {
                guard offset < body.upperBound else { throw .truncated }
                let item = datagram[offset]
                if item == 0 { break }
                guard offset + 2 <= body.upperBound else { throw .truncated }
                let text = (offset + 2)..<(offset + 2 + Int(datagram[offset + 1]))
                guard text.upperBound <= body.upperBound else { throw .truncated }
                if item == cnameItem { action(ssrc, text) }
                offset = text.upperBound
            }
            // One to four zeros end a chunk on a word; the body begins on one.
            offset += 4 - (offset - body.lowerBound) % 4
        }
    }

    /// RFC 3550 §6.5.1.
    private static let cnameItem: UInt8 = 1
}
