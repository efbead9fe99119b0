import Bytes

/// A request (RFC 2326 §6), of a client or, rarely, of a server.
package struct RTSPRequest: Equatable, Sendable {
    package var method: RTSPMethod
    /// As it stands in the request line: `*`, or a URL, without white space and control characters when it was read.
    package var url: String
    package var version = RTSPVersion.rtsp1
    package var headers: RTSPHeaders
    package var body: [UInt8]

    package init(_ method: RTSPMethod, url: String, headers: RTSPHeaders = RTSPHeaders(), body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// The number that a response repeats; nil when there is none that is a number of 32 bits.
    package var sequence: UInt32? { headers.sequence }

    /// Appends the request as it is sent. `Content-Length` is the body's.
    package func write(into output: inout [UInt8]) {
        output.append(line: method.name)
        output.append(UInt8(ascii: " "))
        for byte in url.utf8 {
            // A space or line break would end the URL.
            if byte <= 0x20 || byte == 0x7F { output += "%\(Hex.string([byte]))".utf8 } else { output.append(byte) }
        }
        output += " RTSP/\(version.major).\(version.minor)\r\n".utf8
        headers.write(body: body, into: &output)
    }
}

extension RTSPHeaders {
    /// `CSeq` (RFC 2326 §12.17).
    var sequence: UInt32? { self["CSeq"].flatMap { UInt32(decimal: $0) } }
}
