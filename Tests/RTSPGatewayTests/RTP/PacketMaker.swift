import Bytes
import RTP

/// Makes RTP packets of one source.
final class PacketMaker {
    let ssrc: UInt32
    var payloadType: UInt8
    var sequence: UInt16
    var timestamp: UInt32
    var payload: [UInt8] = [1, 2, 3, 4]

    init(
        ssrc: UInt32 = 0xF0E1_D2C3, payloadType: UInt8 = 96, sequence: UInt16 = 1_000, timestamp: UInt32 = 50_000
    ) {
        self.ssrc = ssrc
        self.payloadType = payloadType
        self.sequence = sequence
        self.timestamp = timestamp
    }

    /// The next packet of the same frame.
    func next(after ticks: UInt32 = 0, skipping lost: UInt16 = 0, marker: Bool = false) -> [UInt8] {
        timestamp &+= ticks
        sequence &+= lost
        var writer = ByteWriter()
        RTPHeader.write(
            payloadType: payloadType, marker: marker, sequence: sequence, timestamp: timestamp, ssrc: ssrc, to: &writer)
        writer.write(payload)
        sequence &+= 1
        return writer.bytes
    }
}
