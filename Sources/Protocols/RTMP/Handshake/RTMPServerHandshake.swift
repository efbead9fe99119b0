package import Bytes

/// The server's side of a handshake (RTMP 1.0, §5.2), simple or with digests, as the client begins it.
///
/// A client that signs C1 gets a signed S1, by the same scheme, and a signed S2; any other gets a random S1, and its C1
/// back as S2. C2 proves nothing in either, and is not looked at.
package struct RTMPServerHandshake: Sendable {
    private var reader = RTMPHandshakeReader()

    package init() {}

    /// Reads as far as the handshake goes and leaves what follows it.
    /// - Parameters:
    ///   - timestamp: milliseconds of the server's clock, from any start.
    ///   - output: S0, S1 and S2 are appended once C1 is complete.
    /// - Returns: whether the handshake is done.
    package mutating func read(
        from bytes: inout ByteReader, timestamp: UInt32, using random: inout some RandomNumberGenerator,
        into output: inout [UInt8]
    ) throws(RTMPError) -> Bool {
        while true {
            switch try reader.next(from: &bytes) {
            case .incomplete: return false
            case .hello(let packet):
                output.append(RTMPHandshakePacket.version)
                output += Self.reply(to: packet, timestamp: timestamp, using: &random)
            case .done: return true
            }
        }
    }

    /// S1 and S2.
    private static func reply(
        to hello: [UInt8], timestamp: UInt32, using random: inout some RandomNumberGenerator
    ) -> [UInt8] {
        guard let digest = RTMPHandshakeDigest(in: hello, by: .client) else {
            return RTMPHandshakePacket.hello(timestamp: timestamp, version: [0, 0, 0, 0], using: &random) + hello
        }
        var packet = RTMPHandshakePacket.hello(timestamp: timestamp, version: programVersion, using: &random)
        RTMPHandshakeDigest.sign(&packet, digest.scheme, by: .server)
        var answer = RTMPHandshakePacket.answer(using: &random)
        digest.answer(&answer, by: .server)
        return packet + answer
    }

    /// Clients look for a digest from version 3 on. The number is nginx-rtmp's, which they all know.
    private static let programVersion: [UInt8] = [13, 14, 10, 13]
}
