import RTSP

extension RTSPReader {
    /// Everything in some bytes that come in slices of a size, with the payloads of frames, and the error at the end.
    static func read(_ bytes: [UInt8], slicedBy size: Int = .max) -> (items: [Item], error: RTSPError?) {
        var reader = RTSPReader()
        var items: [Item] = []
        var start = 0
        while start < bytes.count {
            let end = start + min(size, bytes.count - start)
            reader.receive(bytes.span.extracting(start..<end))
            start = end
            do {
                while let item = try reader.next() { items.append(Item(item, in: reader.buffer)) }
            } catch {
                return (items, error)
            }
        }
        return (items, nil)
    }

    /// An item that outlives the reader's buffer.
    enum Item: Equatable {
        case media(channel: UInt8, [UInt8])
        case request(RTSPRequest)
        case response(RTSPResponse)

        init(_ item: RTSPItem, in buffer: [UInt8]) {
            switch item {
            case .media(let channel, let range): self = .media(channel: channel, Array(buffer[range]))
            case .request(let request): self = .request(request)
            case .response(let response): self = .response(response)
            }
        }
    }
}

/// The bytes that a transcript stands for.
func wire(_ transcript: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var skipsLine = false
    for line in transcript.split(separator: "\n", omittingEmptySubsequences: false) {
        let words = line.split(separator: " ")
        if words.first == "$", let channel = UInt8(words[2]), let length = UInt16(words[4]) {
            RTSPFrameHeader.write(channel: channel, payload: length, into: &bytes)
            // Payloads that look like what could come next.
            bytes += [UInt8](repeating: UInt8(ascii: "$"), count: Int(length))
            skipsLine = true
        } else if skipsLine {
            skipsLine = false
        } else {
            bytes += line.utf8
            bytes += "\r\n".utf8
        }
    }
    return bytes
}

/// All requests of a transcript.
func requests(_ transcript: String) -> [RTSPRequest] {
    RTSPReader.read(wire(transcript)).items.compactMap { item in
        if case .request(let request) = item { request } else { nil }
    }
}
