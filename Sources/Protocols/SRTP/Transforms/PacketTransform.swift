import Cryptography

/// What protects the packets of one kind, RTP or RTCP, in one direction: a profile's transform with its session keys.
///
/// An enum and not an existential, so that the switch is all that a call costs. Pointers are to memory that the caller
/// has checked: `packet` has room for header, payload and trailer.
enum PacketTransform: ~Copyable {
    case counterMode(CounterModeTransform)
    case gcm(GCMTransform)

    /// Throws `unsupported` when the engine refuses the keys.
    init(profile: SRTPProfile, keys: SRTPSessionKeys, engine: CipherEngine) throws(SRTPError) {
        switch profile {
        case .aes128CMHMACSHA1_80: self = .counterMode(try CounterModeTransform(keys: keys, engine: engine))
        case .aeadAES128GCM, .aeadAES256GCM: self = .gcm(try GCMTransform(keys: keys, engine: engine))
        }
    }

    /// What does the work.
    var engine: CipherEngine {
        switch self {
        case .counterMode(let transform): transform.engine
        case .gcm(let transform): transform.engine
        }
    }

    /// Whether ``submitRTP(packet:headerLength:payload:payloadLength:index:)`` is there, and faster for many packets
    /// than one call of ``protectRTP(packet:headerLength:payload:payloadLength:index:)`` each.
    var canBatch: Bool {
        switch self {
        case .counterMode(let transform): transform.canBatch
        case .gcm: false
        }
    }

    /// Adds a packet with a payload to the thread's batch, which ends with ``flush()``. False when there is none.
    @inline(__always)
    func submitRTP(
        packet: UnsafeMutablePointer<UInt8>, headerLength: Int, payload: UnsafePointer<UInt8>, payloadLength: Int,
        index: UInt64
    ) -> Bool {
        switch self {
        case .counterMode(let transform):
            transform.submitRTP(
                packet: packet, headerLength: headerLength, payload: payload, payloadLength: payloadLength,
                index: index)
        case .gcm: false
        }
    }

    /// Finishes all packets that the calling thread submitted, whatever their transforms.
    static func flush() {
        CounterModeHMACBatchKey.flush()
    }

    /// Encrypts `payload` to behind the header, which is written, and appends the tag. `payload` lies behind the header
    /// already, or elsewhere.
    @inline(__always)
    func protectRTP(
        packet: UnsafeMutablePointer<UInt8>, headerLength: Int, payload: UnsafePointer<UInt8>, payloadLength: Int,
        index: UInt64
    ) {
        switch self {
        case .counterMode(let transform):
            transform.protectRTP(
                packet: packet, headerLength: headerLength, payload: payload, payloadLength: payloadLength, index: index
            )
        case .gcm(let transform):
            transform.protectRTP(
                packet: packet, headerLength: headerLength, payload: payload, payloadLength: payloadLength, index: index
            )
        }
    }

    /// Decrypts in place. False when the tag is wrong for that index; the packet is as it was then.
    func unprotectRTP(
        packet: UnsafeMutablePointer<UInt8>, headerLength: Int, payloadLength: Int, index: UInt64
    ) -> Bool {
        switch self {
        case .counterMode(let transform):
            transform.unprotectRTP(
                packet: packet, headerLength: headerLength, payloadLength: payloadLength, index: index)
        case .gcm(let transform):
            transform.unprotectRTP(
                packet: packet, headerLength: headerLength, payloadLength: payloadLength, index: index)
        }
    }

    /// Encrypts the `length` bytes in place, and writes the trailer behind them.
    func protectRTCP(packet: UnsafeMutablePointer<UInt8>, length: Int, index: UInt32) {
        let word = RTCPIndexWord(index: index)
        switch self {
        case .counterMode(let transform): transform.protectRTCP(packet: packet, length: length, word: word)
        case .gcm(let transform): transform.protectRTCP(packet: packet, length: length, word: word)
        }
    }

    /// Decrypts the `length` bytes before the trailer in place. Returns the packet's SRTCP index; throws
    /// `authenticationFailed`, or `unsupported` when the E flag is clear.
    func unprotectRTCP(packet: UnsafeMutablePointer<UInt8>, length: Int) throws(SRTPError) -> UInt64 {
        switch self {
        case .counterMode(let transform): try transform.unprotectRTCP(packet: packet, length: length)
        case .gcm(let transform): try transform.unprotectRTCP(packet: packet, length: length)
        }
    }
}
