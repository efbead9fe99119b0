package import Bytes
package import Net

/// Builds one message, attribute by attribute in the order of the calls; ``finish(authenticatedBy:into:)`` seals it.
///
/// Padding is zero: what is not ours to tell stays untold. Values come from us, so one that is too long for a message
/// is a precondition failure.
package struct STUNMessageWriter {
    private var writer = ByteWriter(capacity: 128)
    private let transactionID: STUNTransactionID

    package init(_ class: STUNClass, _ method: STUNMethod, transactionID: STUNTransactionID) {
        self.transactionID = transactionID
        writer.write(STUNHeader.type(method, `class`))
        writer.write(UInt16(0))
        writer.write(STUNHeader.magicCookie)
        writer.write(transactionID.high)
        writer.write(transactionID.low)
    }

    /// An attribute without a value, such as USE-CANDIDATE.
    package mutating func write(_ type: STUNAttributeType) {
        writeHeader(type, length: 0)
    }

    package mutating func write(_ type: STUNAttributeType, _ value: UInt32) {
        writeHeader(type, length: 4)
        writer.write(value)
    }

    package mutating func write(_ type: STUNAttributeType, _ value: UInt64) {
        writeHeader(type, length: 8)
        writer.write(value)
    }

    package mutating func write(_ type: STUNAttributeType, _ value: some Collection<UInt8>) {
        writeHeader(type, length: value.count)
        writer.write(value)
        writer.pad(to: 4)
    }

    package mutating func write(_ type: STUNAttributeType, _ text: String) {
        write(type, text.utf8)
    }

    /// An address under the exclusive-or of RFC 8489 §14.2, such as XOR-MAPPED-ADDRESS.
    package mutating func write(_ type: STUNAttributeType, xor address: SocketAddress) {
        let mask = STUNAddressMask(transactionID)
        writeHeader(type, length: address.ip.isIPv4 ? 8 : 20)
        writer.write(UInt8(0))
        writer.write(address.ip.isIPv4 ? STUNAddressMask.familyV4 : STUNAddressMask.familyV6)
        writer.write(address.port ^ mask.port)
        if address.ip.isIPv4 {
            writer.write(address.ip.v4Bits ^ mask.v4)
        } else {
            writer.write(address.ip.high ^ mask.high)
            writer.write(address.ip.low ^ mask.low)
        }
    }

    /// ERROR-CODE (RFC 8489 §14.8).
    package mutating func write(_ error: STUNErrorCode) {
        let (hundreds, rest) = error.number.quotientAndRemainder(dividingBy: 100)
        write(.errorCode, [0, 0, UInt8(hundreds), UInt8(rest)] + Array(error.reason.utf8))
    }

    /// UNKNOWN-ATTRIBUTES (RFC 8489 §14.13).
    package mutating func write(unknownAttributes types: [STUNAttributeType]) {
        writeHeader(.unknownAttributes, length: 2 * types.count)
        for type in types { writer.write(type.rawValue) }
        writer.pad(to: 4)
    }

    /// Appends the message to `output`, with MESSAGE-INTEGRITY when there is a key, and with FINGERPRINT.
    package consuming func finish(authenticatedBy key: STUNIntegrityKey?, into output: inout ByteWriter) {
        if let key {
            patchLength(adding: STUNIntegrityKey.attributeLength)
            write(.messageIntegrity, key.code(of: writer.bytes))
        }
        patchLength(adding: STUNFingerprint.attributeLength)
        write(.fingerprint, STUNFingerprint.value(of: writer.bytes.span))
        output.write(writer.bytes)
    }

    private mutating func writeHeader(_ type: STUNAttributeType, length: Int) {
        writer.write(type.rawValue)
        writer.write(UInt16(length))
    }

    /// Lets the header count the attributes so far and `extra` bytes that follow.
    private mutating func patchLength(adding extra: Int) {
        writer.patch(UInt16(writer.count - STUNHeader.length + extra), at: 2)
    }
}
