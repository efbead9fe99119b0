import Bytes

/// Decides which records of a datagram OpenSSL gets to see during the handshake.
///
/// OpenSSL ends a handshake at the first record it finds odd, and buffers up to a hundred records and ten messages of
/// up to 100 KiB that come too early. Before keys are agreed on nothing is authenticated, so a stray or forged
/// datagram must do neither: what no correct peer sends is dropped here, and what is held for later is bounded.
struct RecordFilter {
    /// What is known of the peer's records so far.
    enum ReadState {
        /// The peer's flight is not complete.
        case plaintext
        /// All is in that the keys need; the peer's ChangeCipherSpec is next.
        case cipherChangeAwaited
        /// The peer's ChangeCipherSpec is in, its Finished is not.
        case cipherChanged
    }

    private var earlyRecords = 0
    /// The length of each handshake message by its sequence number, as its first fragment gave it.
    private var messageLengths: [UInt16: Int] = [:]
    private var totalMessageLength = 0

    /// Whether `record`, which lies in `datagram`, may pass in this state.
    mutating func admits(_ record: Record, in datagram: Span<UInt8>, _ state: ReadState) -> Bool {
        // A protected record shorter than that, held until the keys are there, makes OpenSSL 3.0 forget those that follow.
        guard let type = record.contentType, record.epoch == 0 || record.body.count >= RecordProtection.overhead else {
            return false
        }
        switch (record.epoch, state) {
        case (1, .cipherChanged):
            return true
        case (1, .plaintext), (1, .cipherChangeAwaited):
            // A Finished that overtook its flight; OpenSSL holds it, with a whole read buffer, until it has the keys.
            guard type != .applicationData, earlyRecords < HandshakeLimits.maximumEarlyRecords else { return false }
            earlyRecords += 1
            return true
        case (0, .plaintext), (0, .cipherChangeAwaited), (0, .cipherChanged):
            let body = datagram.extracting(record.body)
            switch type {
            // OpenSSL 3.0 does not recover from one that comes before the hello.
            case .changeCipherSpec: return state == .cipherChangeAwaited && body.count == 1 && body[0] == 1
            case .alert: return body.count == 2 && (body[0] == fatal || body[0] == warning && body[1] == closeNotify)
            case .handshake: return admitsHandshake(body)
            case .applicationData: return false
            }
        default:
            // An epoch that a connection without renegotiation never reaches.
            return false
        }
    }

    /// Whether a handshake record holds whole fragments of messages that a DTLS 1.2 handshake knows, within the limits.
    private mutating func admitsHandshake(_ body: Span<UInt8>) -> Bool {
        var reader = ByteReader(body)
        do throws(EndOfBytes) {
            repeat {
                let fragment = try HandshakeFragment(&reader)
                guard fragment.isPlausible, reserve(fragment) else { return false }
            } while !reader.isAtEnd
            return true
        } catch {
            return false
        }
    }

    /// Counts a message when its first fragment comes; false when it is too much, or contradicts an earlier fragment.
    private mutating func reserve(_ fragment: HandshakeFragment) -> Bool {
        guard fragment.sequenceNumber < HandshakeLimits.maximumMessages else { return false }
        if let known = messageLengths[fragment.sequenceNumber] { return known == fragment.messageLength }
        guard fragment.messageLength <= HandshakeLimits.maximumMessageLength,
            totalMessageLength + fragment.messageLength <= HandshakeLimits.maximumTotalLength
        else { return false }
        messageLengths[fragment.sequenceNumber] = fragment.messageLength
        totalMessageLength += fragment.messageLength
        return true
    }
}

/// What one peer may make us hold during a handshake. Chosen by us: about 64 KiB in all.
enum HandshakeLimits {
    /// Message sequence numbers are 0..<this. The longest handshake, with a HelloVerifyRequest, has eight per side.
    static let maximumMessages: UInt16 = 12
    /// The length of a message in bytes; a chain of three RSA certificates is 5,000.
    static let maximumMessageLength = 16_384
    /// The length of all messages of a handshake together, in bytes.
    static let maximumTotalLength = 24_576
    /// Records of epoch 1 that came before the keys; OpenSSL spends a buffer of 16 KiB on each.
    static let maximumEarlyRecords = 2
}

/// The header of a handshake message's fragment (RFC 6347 §4.2.2).
private struct HandshakeFragment {
    let type: UInt8
    let messageLength: Int
    let sequenceNumber: UInt16
    let offset: Int
    let length: Int

    /// Reads the header and skips the fragment.
    init(_ reader: inout ByteReader) throws(EndOfBytes) {
        type = try reader.readUInt8()
        messageLength = Int(try reader.readUInt24())
        sequenceNumber = try reader.readUInt16()
        offset = Int(try reader.readUInt24())
        length = Int(try reader.readUInt24())
        try reader.skip(length)
    }

    /// A known message; the fragment lies inside it, and is empty only when the message is (a flood of empty fragments
    /// would cost time and bring nothing).
    var isPlausible: Bool {
        knownMessages.contains(type) && offset + length <= messageLength && (length > 0 || messageLength == 0)
    }
}

/// ClientHello, ServerHello, HelloVerifyRequest, NewSessionTicket, Certificate, ServerKeyExchange, CertificateRequest,
/// ServerHelloDone, CertificateVerify, ClientKeyExchange and CertificateStatus: what travels in the clear. Not
/// HelloRequest: there is no renegotiation. Not Finished: it is encrypted.
private let knownMessages: Set<UInt8> = [1, 2, 3, 4, 11, 12, 13, 14, 15, 16, 22]

/// Alert levels and one description (RFC 5246 §7.2). The end of OpenSSL's patience is five warnings.
private let warning: UInt8 = 1
private let fatal: UInt8 = 2
private let closeNotify: UInt8 = 0
