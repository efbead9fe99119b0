package import Bytes

extension RTPHeader {
    /// Appends a fixed header, without CSRCs.
    ///
    /// With `hasExtension` a ``HeaderExtensionWriter`` must follow. The media plane writes the headers of forwarded packets
    /// in place; this serves packets that are made one at a time.
    /// - Parameter payloadType: 0...127; a higher bit is ignored.
    package static func write(
        payloadType: UInt8, marker: Bool, sequence: UInt16, timestamp: UInt32, ssrc: UInt32, hasExtension: Bool = false,
        to writer: inout ByteWriter
    ) {
        writer.write(versionBits | (hasExtension ? extensionBit : 0))
        writer.write((marker ? markerBit : 0) | (payloadType & 0x7F))
        writer.write(sequence)
        writer.write(timestamp)
        writer.write(ssrc)
    }
}
