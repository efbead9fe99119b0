import Bytes
import Net
import STUN

extension FuzzTarget {
    /// The parser, every reader of values, and the demultiplexer, which must agree with the parser.
    package static let stunMessage = FuzzTarget("stun-message", seeds: stunSeeds) { datagram in
        let ufrag = STUNMessage.localUfrag(in: datagram)
        if let ufrag { precondition(datagram[ufrag.upperBound] == UInt8(ascii: ":"), "a ufrag ends at a colon") }
        guard let message = try? STUNMessage(parsing: datagram) else { return }
        precondition(message.attributes.count <= STUNMessage.maximumAttributes, "attributes are limited")
        let username = message.attribute(.username)?.value.lowerBound
        precondition(ufrag == nil || ufrag?.lowerBound == username, "the ufrag is that of the first USERNAME")

        _ = message.isAuthentic(under: STUNIntegrityKey(password: "fuzzed"), in: datagram)
        _ = message.unknownAttributes(knowing: [.username, .priority])
        for attribute in message.attributes {
            _ = datagram.extracting(attribute.value)
            _ = try? message.flag(attribute.type)
            _ = try? message.uint32(attribute.type, in: datagram)
            _ = try? message.uint64(attribute.type, in: datagram)
            _ = try? message.xorAddress(attribute.type, in: datagram)
        }
        _ = try? message.errorCode(in: datagram)
        _ = try? message.listedUnknownAttributes(in: datagram)
    }

    /// A check and three responses, with and without integrity. All fingerprints are right; most mutations break
    /// them, so the last seed has none.
    private static var stunSeeds: [[UInt8]] {
        let transactionID = STUNTransactionID(high: 1, low: 2)
        let key = STUNIntegrityKey(password: "fuzzed")

        var check = STUNMessageWriter(.request, .binding, transactionID: transactionID)
        check.write(.username, "abcd:efghi")
        check.write(.priority, 0x6E00_01FF as UInt32)
        check.write(.iceControlling, 42 as UInt64)
        check.write(.useCandidate)
        var success = STUNMessageWriter(.success, .binding, transactionID: transactionID)
        success.write(.xorMappedAddress, xor: SocketAddress(ip: .loopbackV4, port: 8189))
        var successV6 = STUNMessageWriter(.success, .binding, transactionID: transactionID)
        successV6.write(.xorMappedAddress, xor: SocketAddress(ip: .loopbackV6, port: 8189))
        var failure = STUNMessageWriter(.failure, .binding, transactionID: transactionID)
        failure.write(STUNErrorCode.unknownAttribute)
        failure.write(unknownAttributes: [STUNAttributeType(rawValue: 0x7FFE), .priority, .username])

        let sealed = [(check, key), (success, key), (successV6, nil), (failure, nil)].map { writer, key in
            var output = ByteWriter()
            writer.finish(authenticatedBy: key, into: &output)
            return output.bytes
        }
        var bare = ByteWriter()
        bare.write(sealed[0].dropLast(8))
        bare.patch(UInt16(bare.count - 20), at: 2)
        return sealed + [bare.bytes]
    }
}
