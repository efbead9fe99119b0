import Cryptography

/// AES-GCM (RFC 7714): the nonce is made of salt, SSRC and index; the tag covers header and ciphertext.
struct GCMTransform: ~Copyable {
    private let cipher: AESGCM
    private let salt: InitializationVector

    init(keys: SRTPSessionKeys, engine: CipherEngine) throws(SRTPError) {
        guard let cipher = AESGCM(key: keys.encryption, engine: engine) else { throw .unsupported }
        self.cipher = cipher
        self.salt = InitializationVector(salt: keys.salt)
    }

    var engine: CipherEngine { cipher.engine }

    @inline(__always)
    func protectRTP(
        packet: UnsafeMutablePointer<UInt8>, headerLength: Int, payload: UnsafePointer<UInt8>, payloadLength: Int,
        index: UInt64
    ) {
        let ciphertext = packet + headerLength
        let nonce = salt.nonce(ssrc: packet.loadUInt32(at: PacketLayout.rtpSSRCOffset), index: index)
        nonce.withBytes {
            cipher.seal(
                nonce: $0, authenticating: packet, authenticatedCount: headerLength, plaintext: payload,
                count: payloadLength, output: ciphertext, tag: ciphertext + payloadLength)
        }
    }

    func unprotectRTP(
        packet: UnsafeMutablePointer<UInt8>, headerLength: Int, payloadLength: Int, index: UInt64
    ) -> Bool {
        let payload = packet + headerLength
        let nonce = salt.nonce(ssrc: packet.loadUInt32(at: PacketLayout.rtpSSRCOffset), index: index)
        func open() -> Bool {
            nonce.withBytes {
                cipher.open(
                    nonce: $0, authenticating: packet, authenticatedCount: headerLength, ciphertext: payload,
                    count: payloadLength, output: payload, tag: payload + payloadLength)
            }
        }
        if open() { return true }
        // The cipher decrypts before it knows; undo that, for the caller may guess another index.
        _ = open()
        return false
    }

    /// The word stands behind the tag. The tag covers the header and the word, in this order (RFC 7714 §9.2).
    func protectRTCP(packet: UnsafeMutablePointer<UInt8>, length: Int, word: RTCPIndexWord) {
        let payload = packet + PacketLayout.rtcpHeaderLength
        let count = length - PacketLayout.rtcpHeaderLength
        nonce(packet, word).withBytes { nonce in
            AuthenticatedData(header: packet, word: word).withBytes {
                cipher.seal(
                    nonce: nonce, authenticating: $0, authenticatedCount: AuthenticatedData.length, plaintext: payload,
                    count: count, output: payload, tag: packet + length)
            }
        }
        packet.storeUInt32(word.rawValue, at: length + Self.tagLength)
    }

    func unprotectRTCP(packet: UnsafeMutablePointer<UInt8>, length: Int) throws(SRTPError) -> UInt64 {
        let payload = packet + PacketLayout.rtcpHeaderLength
        let count = length - PacketLayout.rtcpHeaderLength
        let word = RTCPIndexWord(rawValue: packet.loadUInt32(at: length + Self.tagLength))
        guard word.isEncrypted else { throw .unsupported }
        let isAuthentic = nonce(packet, word).withBytes { nonce in
            AuthenticatedData(header: packet, word: word).withBytes {
                cipher.open(
                    nonce: nonce, authenticating: $0, authenticatedCount: AuthenticatedData.length, ciphertext: payload,
                    count: count, output: payload, tag: packet + length)
            }
        }
        guard isAuthentic else { throw .authenticationFailed }
        return word.index
    }

    private func nonce(_ packet: UnsafePointer<UInt8>, _ word: RTCPIndexWord) -> InitializationVector {
        salt.nonce(ssrc: packet.loadUInt32(at: PacketLayout.rtcpSSRCOffset), index: word.index)
    }

    /// Bytes of the tag (RFC 7714 §12), as `AESGCM` makes it.
    static let tagLength = 16
}

/// What is authenticated but not encrypted of RTCP: the first eight bytes of the packet, then the index word.
private struct AuthenticatedData {
    private let bytes: (UInt64, UInt32)

    init(header: UnsafePointer<UInt8>, word: RTCPIndexWord) {
        // Eight bytes as they lie there; the word in network order.
        bytes = (UnsafeRawPointer(header).loadUnaligned(as: UInt64.self), word.rawValue.bigEndian)
    }

    func withBytes<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        // The integers lie next to each other: twelve bytes, readable as such.
        withUnsafeBytes(of: bytes) { body($0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)) }
    }

    static let length = 12
}
