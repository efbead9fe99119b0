/// Where the parts of RTP and RTCP packets lie, as far as protection must know.
enum PacketLayout {
    /// Bytes before the payload: fixed header, CSRCs and header extension (RFC 3550 §5.1, §5.3.1). Throws `malformed`
    /// when they reach past the last `trailerLength` bytes of the packet.
    static func rtpHeaderLength(_ packet: Span<UInt8>, trailerLength: Int) throws(SRTPError) -> Int {
        let end = packet.count - trailerLength
        guard end >= rtpFixedHeaderLength, packet[0] >> 6 == version else { throw .malformed }
        var length = rtpFixedHeaderLength + 4 * Int(packet[0] & 0x0F)
        let hasExtension = packet[0] & 0x10 != 0
        if hasExtension {
            guard length + 4 <= end else { throw .malformed }
            let words = Int(packet[length + 2]) << 8 | Int(packet[length + 3])
            length += 4 + 4 * words
        }
        guard length <= end else { throw .malformed }
        return length
    }

    /// Throws `malformed` unless the bytes before the trailer hold at least a header with an SSRC.
    static func checkRTCP(_ packet: Span<UInt8>, trailerLength: Int) throws(SRTPError) {
        guard packet.count - trailerLength >= rtcpHeaderLength, packet[0] >> 6 == version else { throw .malformed }
    }

    private static let version: UInt8 = 2
    static let rtpFixedHeaderLength = 12
    static let rtpSequenceOffset = 2
    static let rtpSSRCOffset = 8
    /// What stays readable of a compound RTCP packet: the first header and the sender's SSRC (RFC 3711 §3.4).
    static let rtcpHeaderLength = 8
    static let rtcpSSRCOffset = 4
}

/// The word that ends the authenticated part of SRTCP: the E flag, "is encrypted", and 31 bits of index (RFC 3711
/// §3.4).
struct RTCPIndexWord {
    let rawValue: UInt32

    /// The word of an encrypted packet.
    init(index: UInt32) {
        rawValue = Self.encryptedFlag | index
    }

    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    var isEncrypted: Bool { rawValue & Self.encryptedFlag != 0 }

    var index: UInt64 { UInt64(rawValue & ~Self.encryptedFlag) }

    private static let encryptedFlag: UInt32 = 1 << 31
    /// Indices are below this.
    static let end: UInt32 = 1 << 31
    static let length = 4
}

/// Numbers in network order at any address. Callers have checked the bounds.
extension UnsafePointer<UInt8> {
    func loadUInt16(at offset: Int) -> UInt16 {
        UnsafeRawPointer(self + offset).loadUnaligned(as: UInt16.self).bigEndian
    }

    func loadUInt32(at offset: Int) -> UInt32 {
        UnsafeRawPointer(self + offset).loadUnaligned(as: UInt32.self).bigEndian
    }
}

extension UnsafeMutablePointer<UInt8> {
    func loadUInt32(at offset: Int) -> UInt32 { UnsafePointer(self).loadUInt32(at: offset) }

    func storeUInt32(_ value: UInt32, at offset: Int) {
        UnsafeMutableRawPointer(self + offset).storeBytes(of: value.bigEndian, as: UInt32.self)
    }
}
