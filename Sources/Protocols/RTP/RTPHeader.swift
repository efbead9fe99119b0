/// The header of an RTP packet (RFC 3550 §5.1) and where the packet's parts lie, without any of its bytes.
///
/// Plain data of 24 bytes; ``parse(_:)`` touches neither heap nor reference counts. The ranges fit the bytes that were
/// parsed, and no others.
package struct RTPHeader: Equatable, Sendable {
    package let timestamp: UInt32
    package let ssrc: UInt32
    package let sequence: UInt16
    /// Bytes before the payload: fixed header, CSRC list and header extension.
    package let headerLength: UInt16
    /// Bytes of payload, without padding; 0 in a packet of padding alone, as bandwidth probes are.
    package let payloadLength: UInt16
    /// The 16 bits "defined by profile" that say which form the extension has; 0 without an extension.
    package let extensionProfile: UInt16
    /// Where the extension's data begins, after its own four-byte header; 0 without an extension.
    package let extensionOffset: UInt16
    /// Bytes of extension data, a multiple of four.
    package let extensionLength: UInt16
    /// 0...127.
    package let payloadType: UInt8
    /// 0...15.
    package let csrcCount: UInt8
    /// Bytes of padding after the payload, including the count itself; 0 without padding.
    package let paddingLength: UInt8
    package let marker: Bool

    /// Reads the header of a whole packet, so that every range in it is inside `packet`.
    ///
    /// - Throws: `truncated`, `badVersion`, `badPadding`, or `tooLarge` for more than ``maximumPacketLength`` bytes.
    package static func parse(_ packet: Span<UInt8>) throws(RTPError) -> RTPHeader {
        let count = packet.count
        guard count >= fixedLength else { throw .truncated }
        guard count <= maximumPacketLength else { throw .tooLarge }
        let flags = packet[0]
        guard flags >> 6 == version else { throw .badVersion }
        let csrcCount = flags & 0x0F
        var headerLength = fixedLength + 4 * Int(csrcCount)

        var profile: UInt16 = 0
        var extensionOffset = 0
        var extensionLength = 0
        if flags & extensionBit != 0 {
            guard headerLength + 4 <= count else { throw .truncated }
            profile = packet.uint16(at: headerLength)
            extensionLength = 4 * Int(packet.uint16(at: headerLength + 2))
            extensionOffset = headerLength + 4
            headerLength = extensionOffset + extensionLength
        }
        guard headerLength <= count else { throw .truncated }

        var padding: UInt8 = 0
        if flags & paddingBit != 0 {
            padding = packet[count - 1]
            guard padding > 0, headerLength + Int(padding) <= count else { throw .badPadding }
        }
        return RTPHeader(
            timestamp: packet.uint32(at: 4), ssrc: packet.uint32(at: 8), sequence: packet.uint16(at: 2),
            headerLength: UInt16(headerLength), payloadLength: UInt16(count - headerLength - Int(padding)),
            extensionProfile: profile, extensionOffset: UInt16(extensionOffset),
            extensionLength: UInt16(extensionLength), payloadType: packet[1] & 0x7F, csrcCount: csrcCount,
            paddingLength: padding, marker: packet[1] & markerBit != 0)
    }

    package var hasExtension: Bool { extensionOffset != 0 }

    /// The extension's data, without its four-byte header; empty without an extension.
    package var extensionRange: Range<Int> {
        Int(extensionOffset)..<(Int(extensionOffset) + Int(extensionLength))
    }

    package var payloadRange: Range<Int> {
        Int(headerLength)..<(Int(headerLength) + Int(payloadLength))
    }
}

// MARK: - Of the specification (RFC 3550 §5.1)

extension RTPHeader {
    /// Bytes before the CSRC list.
    package static let fixedLength = 12
    package static let version: UInt8 = 2
    /// The version in its place in the first byte.
    package static let versionBits: UInt8 = 0x80
    /// In the first byte.
    package static let paddingBit: UInt8 = 0x20
    /// In the first byte.
    package static let extensionBit: UInt8 = 0x10
    /// In the second byte.
    package static let markerBit: UInt8 = 0x80

    // MARK: Our choice

    /// Bytes of the longest packet whose offsets fit 16 bits; what a socket accepts is less.
    package static let maximumPacketLength = 65_535
}
