import Bytes
import RTP
import Testing

/// The messages of a datagram, or the first error.
func readRTCP(_ datagram: [UInt8]) throws(RTPError) -> [RTCPPacket] {
    var walk = RTCPPackets()
    var packets: [RTCPPacket] = []
    while let packet = try walk.next(in: datagram.span) { packets.append(packet) }
    return packets
}

/// The only message of a datagram given in hexadecimal.
func readOneRTCP(_ hex: String) throws -> (packet: RTCPPacket, datagram: [UInt8]) {
    let datagram = try #require(Hex.bytes(hex))
    let packets = try readRTCP(datagram)
    try #require(packets.count == 1)
    return (packets[0], datagram)
}

/// A malformed datagram and why it is refused.
struct MalformedVector: Sendable, CustomTestStringConvertible {
    let name: String
    let hex: String
    let error: RTPError
    var testDescription: String { name }

    func check() throws {
        let datagram = try #require(Hex.bytes(hex))
        #expect(throws: error) { try readRTCP(datagram) }
    }
}
