/// How much of a peer's bytes is read. All but the two marked are those of gortsplib, which every camera and player
/// meets.
package enum RTSPLimits {
    /// Bytes of a method's name.
    package static let method = 64
    /// Bytes of a URL. Ours: gortsplib takes 2,048, and OpenCV's users have tokens in URLs of up to 4,096.
    package static let url = 4_096
    /// Bytes of a header's name.
    package static let headerName = 512
    /// Bytes of a header's value.
    package static let headerValue = 2_048
    /// Header fields of a message.
    package static let headers = 255
    /// Bytes of all header lines of a message. Ours: the limits above would allow 640 KiB to everybody who connects,
    /// and heads that programs send are below 2 KiB.
    package static let head = 65_536
    /// Bytes of a body: 128 KiB.
    package static let body = 131_072
    /// Bytes that a reader holds at most between two calls, apart from the header fields it has read: a body, or a
    /// frame.
    package static let buffered = 131_072
    /// Bytes of a frame's payload; its length has 16 bits (RFC 2326 §10.12).
    package static let framePayload = 65_535

    /// A method, a space, a URL, a space, and `RTSP/1.0`.
    static let firstLine = method + 1 + url + 1 + 8
    /// A name, a colon, a space, and a value.
    static let headerLine = headerName + 2 + headerValue
}
