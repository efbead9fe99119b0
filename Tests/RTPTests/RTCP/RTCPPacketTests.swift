import Bytes
import RTP
import TestSupport
import Testing

struct RTCPPacketTests {
    @Test func walksACompound() throws {
        var writer = ByteWriter()
        ReceiverReport(ssrc: 1).write(to: &writer)
        SourceDescription.write(ssrc: 1, cname: "somebody", to: &writer)
        GenericNACK.write(senderSSRC: 1, mediaSSRC: 2, sequences: [5], to: &writer)
        PictureLossIndication(senderSSRC: 1, mediaSSRC: 2).write(to: &writer)
        Goodbye.write(sources: [1], to: &writer)
        let packets = try readRTCP(writer.bytes)
        try #require(packets.count == 5)
        guard case .receiverReport(ReceiverReport(ssrc: 1), _) = packets[0], case .sourceDescription = packets[1],
            case .genericNACK = packets[2], case .pictureLossIndication = packets[3], case .goodbye = packets[4]
        else {
            Issue.record("\(packets)")
            return
        }
    }

    /// Reduced-size RTCP (RFC 5506): feedback without a report before it. Among it what we do not use: XR (207), APP (204)
    /// and feedback of unknown formats.
    @Test func skipsWhatItDoesNotUse() throws {
        let datagram = try #require(
            Hex.bytes(
                "80cf0001 00000001 80cc0002 00000001 74657374 9fcd0002 0000000100000002 81ce0002 0000000100000002"))
        let packets = try readRTCP(datagram)
        #expect(packets == [.pictureLossIndication(PictureLossIndication(senderSSRC: 1, mediaSSRC: 2))])
    }

    @Test func nothingHoldsNothing() throws {
        #expect(try readRTCP([]).isEmpty)
    }

    @Test func paddingMayStandInTheMiddle() throws {
        let datagram = try #require(
            Hex.bytes("a1ce0003 0000000100000002 00000004 81ce0002 0000000300000004"))
        let packets = try readRTCP(datagram)
        #expect(
            packets == [
                .pictureLossIndication(PictureLossIndication(senderSSRC: 1, mediaSSRC: 2)),
                .pictureLossIndication(PictureLossIndication(senderSSRC: 3, mediaSSRC: 4)),
            ])
    }

    @Test(arguments: [
        MalformedVector(name: "three bytes", hex: "81ce00", error: .truncated),
        MalformedVector(name: "version 1", hex: "41ce0002 0000000100000002", error: .badVersion),
        MalformedVector(name: "length past the end", hex: "81ce0003 0000000100000002", error: .truncated),
        MalformedVector(name: "four bytes of sender report", hex: "80c80000", error: .truncated),
        MalformedVector(name: "four bytes of loss indication", hex: "81ce0000", error: .truncated),
        MalformedVector(name: "rest of one byte", hex: "81ce0002 0000000100000002 80", error: .truncated),
        MalformedVector(name: "padding of 0", hex: "a1ce0003 0000000100000002 00000000", error: .badPadding),
        MalformedVector(name: "padding over the header", hex: "a1ce0001 00000005", error: .badPadding),
        MalformedVector(name: "padding without a byte", hex: "a1ce0000", error: .badPadding),
        MalformedVector(name: "padding over the sources", hex: "a1ce0002 0000000100000005", error: .truncated),
    ])
    func refuses(vector: MalformedVector) throws {
        try vector.check()
    }

    @Test func theWalkGoesOnBehindABadMessage() throws {
        let datagram = try #require(Hex.bytes("81cd0002 0000000100000002 81ce0002 0000000100000002"))
        var walk = RTCPPackets()
        #expect(throws: RTPError.malformed) { try walk.next(in: datagram.span) }
        let next = try walk.next(in: datagram.span)
        #expect(next == .pictureLossIndication(PictureLossIndication(senderSSRC: 1, mediaSSRC: 2)))
    }

    @Test func theWalkEndsWhereTheNextMessageCannotBeFound() throws {
        let datagram = try #require(Hex.bytes("81ceffff 0000000100000002 81ce0002 0000000100000002"))
        var walk = RTCPPackets()
        #expect(throws: RTPError.truncated) { try walk.next(in: datagram.span) }
        let next = try walk.next(in: datagram.span)
        #expect(next == nil)
    }

    @Test func aCompoundHasALimit() throws {
        let one = try #require(Hex.bytes("81ce0002 0000000100000002"))
        let most = Array(repeatElement(one, count: RTCPPackets.maximumCount).joined())
        #expect(try readRTCP(most).count == RTCPPackets.maximumCount)
        #expect(throws: RTPError.tooLarge) { try readRTCP(most + one) }
    }

    @Test func aDatagramHasALimit() throws {
        // An unknown message that fills the datagram exactly, then one with a word more.
        let filling = [UInt8](arrayLiteral: 0x80, 0xCF, 0x01, 0x76) + [UInt8](repeating: 0, count: 1_496)
        #expect(try readRTCP(filling).isEmpty)
        let longer = [UInt8](arrayLiteral: 0x80, 0xCF, 0x01, 0x77) + [UInt8](repeating: 0, count: 1_500)
        #expect(throws: RTPError.tooLarge) { try readRTCP(longer) }
    }

    /// Every message cut at every byte: refused or shorter, never more than was there.
    @Test func cutsAreRefused() throws {
        var writer = ByteWriter()
        ReceiverReport(ssrc: 1).write(blocks: [.example], to: &writer)
        SourceDescription.write(ssrc: 1, cname: "somebody", to: &writer)
        FullIntraRequest.write(senderSSRC: 1, entries: [.init(ssrc: 2, sequence: 3)], to: &writer)
        let whole = try readRTCP(writer.bytes).count
        for length in 1..<writer.count {
            let cut = Array(writer.bytes[..<length])
            if let packets = try? readRTCP(cut) {
                #expect(packets.count < whole)
                #expect(length % 4 == 0)
            }
        }
    }
}

extension ReportBlock {
    static let example = ReportBlock(
        ssrc: 0x0A0B_0C0D, fractionLost: 64, cumulativeLost: -2, highestSequence: 0x0001_FFFF, jitter: 77,
        lastSenderReport: 0x1234_5678, delaySinceLastSenderReport: 65_536)
}
