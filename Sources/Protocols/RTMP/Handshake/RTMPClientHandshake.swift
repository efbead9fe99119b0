package import Bytes

/// The client's side of a handshake (RTMP 1.0, §5.2). C1 is signed by the first scheme, as ffmpeg's is: servers that
/// know of digests ask for one, the others do not look.
///
/// A signed S1 gets a signed C2, any other gets itself back. S2 proves nothing and is not looked at: servers of either
/// kind exist that get it wrong.
package struct RTMPClientHandshake: Sendable {
    private var reader = RTMPHandshakeReader()

    /// Appends C0 and C1 to `output`.
    /// - Parameter timestamp: milliseconds of the client's clock, from any start.
    package init(timestamp: UInt32, using random: inout some RandomNumberGenerator, into output: inout [UInt8]) {
        var packet = RTMPHandshakePacket.hello(
            timestamp: timestamp, version: Self.programVersion, using: &random)
        RTMPHandshakeDigest.sign(&packet, .first, by: .client)
        output.append(RTMPHandshakePacket.version)
        output += packet
    }

    /// Reads as far as the handshake goes and leaves what follows it.
    /// - Parameter output: C2 is appended once S1 is complete.
    /// - Returns: whether the handshake is done.
    package mutating func read(
        from bytes: inout ByteReader, using random: inout some RandomNumberGenerator,
        into output: inout [UInt8]
    ) throws(RTMPError) -> Bool {
        while true {
            switch try reader.next(from: &bytes) {
            case .incomplete: return false
            case .hello(let packet): output += Self.answer(to: packet, using: &random)
            case .done: return true
            }
        }
    }

    /// C2.
    private static func answer(
        to hello: [UInt8], using random: inout some RandomNumberGenerator
    ) -> [UInt8] {
        guard let digest = RTMPHandshakeDigest(in: hello, by: .server) else { return hello }
        var answer = RTMPHandshakePacket.answer(using: &random)
        digest.answer(&answer, by: .client)
        return answer
    }

    /// Servers look for a digest unless this is zero. The number is ffmpeg's, after a Flash Player that signs.
    private static let programVersion: [UInt8] = [9, 0, 124, 2]
}
