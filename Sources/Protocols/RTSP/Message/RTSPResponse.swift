/// A response (RFC 2326 §7).
package struct RTSPResponse: Equatable, Sendable {
    package var status: RTSPStatus
    /// For people alone; can be empty when it was read.
    package var reason: String
    package var version = RTSPVersion.rtsp1
    package var headers: RTSPHeaders
    package var body: [UInt8]

    /// - Parameter reason: nil for that of the specification.
    package init(
        _ status: RTSPStatus, reason: String? = nil, headers: RTSPHeaders = RTSPHeaders(), body: [UInt8] = []
    ) {
        self.status = status
        self.reason = reason ?? status.reason
        self.headers = headers
        self.body = body
    }

    /// The number of the request that this answers; nil when there is none that is a number of 32 bits.
    package var sequence: UInt32? { headers.sequence }

    /// Appends the response as it is sent. `Content-Length` is the body's.
    package func write(into output: inout [UInt8]) {
        output += "RTSP/\(version.major).\(version.minor) \(status.code) ".utf8
        output.append(line: reason)
        output += "\r\n".utf8
        headers.write(body: body, into: &output)
    }
}
