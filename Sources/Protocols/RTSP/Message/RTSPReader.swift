/// One thing that came on a connection.
package enum RTSPItem: Equatable, Sendable {
    /// A packet: where its payload stands in ``RTSPReader/buffer`` until the next ``RTSPReader/receive(_:)``.
    case media(channel: UInt8, Range<Int>)
    case request(RTSPRequest)
    case response(RTSPResponse)
}

/// Takes messages and interleaved packets out of the bytes of a connection, in order and however the bytes are sliced.
///
/// Call ``receive(_:)`` with what came, then ``next()`` until it returns nil, then `receive` again. Done so, the reader
/// holds no more than one unfinished line, body or frame, and its header fields. After an error the reader is not to be
/// used again: where the next message begins is not known.
///
/// Where peers and specification differ:
/// - Empty lines before a message are skipped, and a line can end in LF alone.
/// - A reason phrase can be missing.
/// - A header line that continues the one before it (RFC 2326 took that from HTTP/1.1) is refused, as RFC 7826 and
///   RFC 9112 have done away with it and no program writes it.
/// - White space between a header's name and its colon is refused (RFC 9112 §5.1).
package struct RTSPReader: Sendable {
    /// The bytes that payloads are ranges of.
    package private(set) var buffer: [UInt8] = []
    /// How many of the buffer's bytes are done with.
    private var consumed = 0
    /// How far no line feed was found; at least ``consumed``.
    private var scanned = 0
    private var position = Position.boundary

    /// What is read next.
    private enum Position: Sendable {
        /// A message or frame, from its start.
        case boundary
        case headers(RTSPHead)
        case body(RTSPHead, count: Int)
    }

    package init() {}

    /// Bytes that came and were not looked at so far; of a head, the lines that were read are none of them.
    package var bufferedBytes: Int { buffer.count - consumed }

    /// Whether an item has begun that is not complete.
    package var isInsideItem: Bool {
        if case .boundary = position { consumed < buffer.count } else { true }
    }

    /// Takes what came. Payload ranges given out before mean nothing any more.
    package mutating func receive(_ bytes: Span<UInt8>) {
        // After `next()` returned nil, what is left was received last: no byte moves twice.
        if consumed > 0 {
            buffer.removeSubrange(..<consumed)
            scanned -= consumed
            consumed = 0
        }
        buffer.append(addingCapacity: bytes.count) { output in
            for index in bytes.indices { output.append(bytes[index]) }
        }
    }

    /// The next complete item; nil when more bytes are needed.
    package mutating func next() throws(RTSPError) -> RTSPItem? {
        while true {
            switch position {
            case .boundary:
                skipLineEnds()
                guard consumed < buffer.count else { return nil }
                if buffer[consumed] == RTSPFrameHeader.marker { return readFrame() }
                try refuseBinary(buffer[consumed])
                guard let line = try readLine(limit: RTSPLimits.firstLine, "first line") else { return nil }
                position = .headers(try RTSPHead(firstLine: line))
            case .headers(var head):
                guard let line = try readLine(limit: RTSPLimits.headerLine, "header line") else { return nil }
                // The only reference to the fields is the one that grows.
                position = .boundary
                if line.isEmpty {
                    position = .body(head, count: try head.contentLength())
                } else {
                    try head.add(line)
                    position = .headers(head)
                }
            case .body(let head, let count):
                guard buffer.count - consumed >= count else { return nil }
                let body = Array(buffer[consumed..<(consumed + count)])
                consume(count)
                position = .boundary
                return head.item(body: body)
            }
        }
    }

    private mutating func skipLineEnds() {
        while consumed < buffer.count, buffer[consumed] == 13 || buffer[consumed] == 10 { consume(1) }
    }

    private mutating func readFrame() -> RTSPItem? {
        guard buffer.count - consumed >= RTSPFrameHeader.length else { return nil }
        let count = Int(buffer[consumed + 2]) << 8 | Int(buffer[consumed + 3])
        guard buffer.count - consumed >= RTSPFrameHeader.length + count else { return nil }
        let channel = buffer[consumed + 1]
        consume(RTSPFrameHeader.length + count)
        return .media(channel: channel, (consumed - count)..<consumed)
    }

    /// A message begins with a token, and no byte of a binary protocol is waited for.
    private func refuseBinary(_ byte: UInt8) throws(RTSPError) {
        guard !byte.isTokenCharacter else { return }
        throw .malformed(byte == 0x16 ? "this is TLS on a port for plain RTSP" : "a message does not begin with a name")
    }

    /// The bytes of a line without its end; nil when the end is not there yet.
    private mutating func readLine(limit: Int, _ name: String) throws(RTSPError) -> ArraySlice<UInt8>? {
        while scanned < buffer.count, buffer[scanned] != 10 { scanned += 1 }
        let start = consumed
        guard scanned < buffer.count else {
            // The last byte can be the CR of an end.
            if scanned - start > limit + 1 { throw .tooLarge(name) }
            return nil
        }
        let end = scanned > start && buffer[scanned - 1] == 13 ? scanned - 1 : scanned
        if end - start > limit { throw .tooLarge(name) }
        consume(scanned + 1 - start)
        return buffer[start..<end]
    }

    private mutating func consume(_ count: Int) {
        consumed += count
        scanned = max(scanned, consumed)
    }
}
