import Cryptography

/// AES in counter mode with HMAC-SHA1 cut to 80 bits (RFC 3711 §4.1.1 and §4.2.1). The tag covers header, ciphertext
/// and, of RTP, the rollover counter.
struct CounterModeTransform: ~Copyable {
    private let cipher: AESCounterMode
    private let authenticator: KeyedHMACSHA1
    private let salt: InitializationVector
    /// The same keys once more, for many packets at a time; nil when the engine cannot do that.
    private let batchKey: CounterModeHMACBatchKey?

    /// OpenSSL does the single packets with every engine: one alone would not fill the vector registers.
    init(keys: SRTPSessionKeys, engine: CipherEngine) throws(SRTPError) {
        guard let cipher = AESCounterMode(key: keys.encryption) else { throw .unsupported }
        self.cipher = cipher
        self.authenticator = KeyedHMACSHA1(key: keys.authentication)
        self.salt = InitializationVector(salt: keys.salt)
        switch engine {
        case .openSSL: batchKey = nil
        case .ipsecMB:
            batchKey = CounterModeHMACBatchKey(cipherKey: keys.encryption, authenticationKey: keys.authentication)
        }
    }

    /// What does the work where packets come in numbers.
    var engine: CipherEngine { canBatch ? .ipsecMB : .openSSL }

    var canBatch: Bool {
        switch batchKey {
        case .some: true
        case .none: false
        }
    }

    /// Adds a packet with a payload to the thread's batch: it is protected after ``CounterModeHMACBatchKey/flush()``.
    /// False when there is no batch.
    @inline(__always)
    func submitRTP(
        packet: UnsafeMutablePointer<UInt8>, headerLength: Int, payload: UnsafePointer<UInt8>, payloadLength: Int,
        index: UInt64
    ) -> Bool {
        let length = headerLength + payloadLength
        let counter = salt.counterBlock(ssrc: packet.loadUInt32(at: PacketLayout.rtpSSRCOffset), index: index)
        // The rollover counter is authenticated at the end, so it stands where the tag comes in the end.
        packet.storeUInt32(UInt32(truncatingIfNeeded: index >> 16), at: length)
        switch batchKey {
        case .none: return false
        case .some(let key):
            return counter.withBytes {
                key.submit(
                    counter: $0, plaintext: payload, ciphertext: packet + headerLength, count: payloadLength,
                    message: packet, messageCount: length + 4, tag: packet + length)
            }
        }
    }

    @inline(__always)
    func protectRTP(
        packet: UnsafeMutablePointer<UInt8>, headerLength: Int, payload: UnsafePointer<UInt8>, payloadLength: Int,
        index: UInt64
    ) {
        let length = headerLength + payloadLength
        let ssrc = packet.loadUInt32(at: PacketLayout.rtpSSRCOffset)
        encrypt(payload, to: packet + headerLength, count: payloadLength, ssrc: ssrc, index: index)
        let tag = tag(packet, count: length, suffix: Self.rollover(index), suffixCount: 4)
        tag.store(at: packet + length)
    }

    func unprotectRTP(
        packet: UnsafeMutablePointer<UInt8>, headerLength: Int, payloadLength: Int, index: UInt64
    ) -> Bool {
        let length = headerLength + payloadLength
        let tag = tag(packet, count: length, suffix: Self.rollover(index), suffixCount: 4)
        guard tag.equals(packet + length) else { return false }
        let payload = packet + headerLength
        let ssrc = packet.loadUInt32(at: PacketLayout.rtpSSRCOffset)
        encrypt(payload, to: payload, count: payloadLength, ssrc: ssrc, index: index)
        return true
    }

    /// The word stands before the tag, and is covered by it.
    func protectRTCP(packet: UnsafeMutablePointer<UInt8>, length: Int, word: RTCPIndexWord) {
        cryptRTCP(packet: packet, length: length, index: word.index)
        packet.storeUInt32(word.rawValue, at: length)
        let tag = tag(packet, count: length + RTCPIndexWord.length, suffix: 0, suffixCount: 0)
        tag.store(at: packet + length + RTCPIndexWord.length)
    }

    func unprotectRTCP(packet: UnsafeMutablePointer<UInt8>, length: Int) throws(SRTPError) -> UInt64 {
        let word = RTCPIndexWord(rawValue: packet.loadUInt32(at: length))
        guard word.isEncrypted else { throw .unsupported }
        let tag = tag(packet, count: length + RTCPIndexWord.length, suffix: 0, suffixCount: 0)
        guard tag.equals(packet + length + RTCPIndexWord.length) else { throw .authenticationFailed }
        cryptRTCP(packet: packet, length: length, index: word.index)
        return word.index
    }

    private func cryptRTCP(packet: UnsafeMutablePointer<UInt8>, length: Int, index: UInt64) {
        let payload = packet + PacketLayout.rtcpHeaderLength
        let ssrc = packet.loadUInt32(at: PacketLayout.rtcpSSRCOffset)
        encrypt(payload, to: payload, count: length - PacketLayout.rtcpHeaderLength, ssrc: ssrc, index: index)
    }

    @inline(__always)
    private func encrypt(
        _ input: UnsafePointer<UInt8>, to output: UnsafeMutablePointer<UInt8>, count: Int, ssrc: UInt32, index: UInt64
    ) {
        salt.counterBlock(ssrc: ssrc, index: index).withBytes {
            cipher.apply(counter: $0, input: input, count: Int32(count), output: output)
        }
    }

    /// The tag over `count` bytes and the first `suffixCount` bytes of `suffix`, which is in network order already.
    @inline(__always)
    private func tag(_ packet: UnsafePointer<UInt8>, count: Int, suffix: UInt32, suffixCount: Int) -> HMACTag {
        var tag = HMACTag()
        withUnsafeBytes(of: suffix) { suffix in
            // Both are plain bytes on the stack, lent to one C-like call.
            tag.withBytes {
                authenticator.authenticate(
                    message: packet, count: count,
                    suffix: suffix.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self),
                    suffixCount: suffixCount, code: $0)
            }
        }
        return tag
    }

    /// The rollover counter of an index, in network order.
    private static func rollover(_ index: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: index >> 16).bigEndian }

    /// Bytes kept of the code: "HMAC_SHA1_80".
    static let tagLength = 10
}

/// The 20 bytes of an HMAC-SHA1 code, of which the packet carries the first ten.
private struct HMACTag {
    private var code: (UInt64, UInt64, UInt32) = (0, 0, 0)

    @inline(__always)
    mutating func withBytes(_ body: (UnsafeMutablePointer<UInt8>) -> Void) {
        // 20 bytes without padding between them, written as such by the hash. The closure is inlined away.
        withUnsafeMutableBytes(of: &code) { body($0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)) }
    }

    @inline(__always)
    func store(at target: UnsafeMutablePointer<UInt8>) {
        withUnsafeBytes(of: code) {
            UnsafeMutableRawPointer(target).copyMemory(
                from: $0.baseAddress.unsafelyUnwrapped, byteCount: CounterModeTransform.tagLength)
        }
    }

    /// Compares without an early end, so that time tells a forger nothing.
    func equals(_ received: UnsafePointer<UInt8>) -> Bool {
        withUnsafeBytes(of: code) {
            var difference: UInt8 = 0
            for position in 0..<CounterModeTransform.tagLength { difference |= $0[position] ^ received[position] }
            return difference == 0
        }
    }
}
