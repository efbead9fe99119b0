/// What stands before a packet that is interleaved with messages on a connection (RFC 2326 §10.12).
package enum RTSPFrameHeader {
    /// Bytes of the header.
    package static let length = 4

    /// The four bytes before a payload.
    /// - Parameter count: bytes of the payload that follows.
    package static func write(channel: UInt8, payload count: UInt16, into output: inout [UInt8]) {
        output.append(marker)
        output.append(channel)
        output.append(UInt8(count >> 8))
        output.append(UInt8(truncatingIfNeeded: count))
    }

    static let marker = UInt8(ascii: "$")
}
