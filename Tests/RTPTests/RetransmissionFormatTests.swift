import Bytes
import RTP
import Testing

struct RetransmissionFormatTests {
    @Test(arguments: [0, 1, 0x1234, 0xFFFF] as [UInt16]) func whatIsWrittenIsRead(sequence: UInt16) throws {
        let payload: [UInt8] = [7, 8, 9]
        var writer = ByteWriter()
        RetransmissionFormat.write(originalSequence: sequence, payload: payload.span, to: &writer)
        #expect(try RetransmissionFormat.originalSequence(payload: writer.bytes.span) == sequence)
        #expect(Array(writer.bytes[RetransmissionFormat.prefixLength...]) == payload)
    }

    @Test(arguments: [[], [1]] as [[UInt8]]) func aPayloadWithoutTheNumberIsRefused(payload: [UInt8]) {
        #expect(throws: RTPError.truncated) { try RetransmissionFormat.originalSequence(payload: payload.span) }
    }

    /// The number may be all there is: the original packet was empty.
    @Test func theNumberAloneIsEnough() throws {
        let payload: [UInt8] = [0xAB, 0xCD]
        #expect(try RetransmissionFormat.originalSequence(payload: payload.span) == 0xABCD)
    }
}
