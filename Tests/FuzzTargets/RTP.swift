import Bytes
import Net
import RTP

extension FuzzTarget {
    package static let rtpHeader = FuzzTarget(
        "rtp-header",
        seeds: [
            "806000010000000200000003aabb",
            "b2e0fffe00010203deadbeef1111111122222222bede000110ff0000aabb000003",
        ].compactMap(Hex.bytes)
    ) { bytes in
        guard let header = try? RTPHeader.parse(bytes) else { return }
        let length = Int(header.headerLength) + Int(header.payloadLength) + Int(header.paddingLength)
        precondition(length == bytes.count, "the parts make up the packet")
        precondition(header.extensionRange.upperBound <= Int(header.headerLength), "the extension is in the header")
    }

    package static let rtpExtensions = FuzzTarget(
        "rtp-extensions",
        seeds: [
            "906000000000000000000000bede000310aa21bbcc000033ddeeff11ee",
            "9060000000000000000000001000000301000202aabb0301cc0000ff00ee",
        ].compactMap(Hex.bytes)
    ) { bytes in
        guard let header = try? RTPHeader.parse(bytes) else { return }
        var elements = HeaderExtensionElements(header)
        var end = header.extensionRange.lowerBound
        while let element = elements.next(in: bytes) {
            precondition(element.id != 0, "0 is padding")
            precondition(element.range.lowerBound > end, "elements are apart")
            end = element.range.upperBound
            precondition(end <= header.extensionRange.upperBound, "elements are inside the extension")
        }
    }

    package static let rtx = FuzzTarget("rtx", seeds: [[], [1], [1, 2], [1, 2, 3]]) { bytes in
        guard let sequence = try? RetransmissionFormat.originalSequence(payload: bytes) else { return }
        var writer = ByteWriter()
        RetransmissionFormat.write(
            originalSequence: sequence, payload: bytes.extracting(RetransmissionFormat.prefixLength..<bytes.count),
            to: &writer)
        precondition(writer.count == bytes.count, "what was read is written")
    }

    package static let rtcpCompound = FuzzTarget(
        "rtcp-compound",
        seeds: [
            "81c8000c11223344e00000018000000000015f900000000a00000bb80a0b0c0d40fffffe0001ffff0000004d1234567800010000",
            "81c90007112233440a0b0c0d40fffffe0001ffff0000004d123456780001000081ca0003000000010102616200000000",
            "81cd00040000000100000002fffe8005006400008fce0006000000010000000052454d42020f00000000000700000008",
            "84ce00060000000100000000000000020700000000000003ff00000081cb0003000000010474657374000000",
            "81ce00020000000100000002a1ce000300000001000000020000000480cf000100000001",
        ].compactMap(Hex.bytes)
    ) { bytes in
        var walk = RTCPPackets()
        var count = 0
        while true {
            do throws(RTPError) {
                guard let packet = try walk.next(in: bytes) else { return }
                count += 1
                visit(packet, in: bytes)
            } catch {
                count += 1
            }
            precondition(count <= RTCPPackets.maximumCount + 1, "the walk ends")
        }
    }

    /// The bytes are the body of one feedback message; a header is put before them so that few inputs are wasted.
    package static let twccFeedback = FuzzTarget(
        "twcc-feedback",
        seeds: [
            "0000000100000002fffe000500000107d24004ffff080000",
            "000000010000000200640011ffffff00a80120030102030405060000",
            "00000001000000020000ffff000001001fff1fff1fff1fff1fff1fff1fff1fff00070000",
        ].compactMap(Hex.bytes)
    ) { bytes in
        var writer = ByteWriter()
        writer.write(UInt32(0x8FCD_0000) | UInt32(bytes.count / 4 & 0xFFFF))
        writer.write(bytes.extracting(0..<(bytes.count / 4 * 4)))
        var walk = RTCPPackets()
        guard let packet = try? walk.next(in: writer.bytes.span) else { return }
        visit(packet, in: writer.bytes.span)
    }

    /// Operations on a receiver's missing list, two to four bytes each.
    package static let nackGenerator = FuzzTarget(
        "nack-generator",
        seeds: [[0, 0, 1, 0, 0, 9, 3, 50, 1, 0, 4, 3, 200], [0, 255, 255, 0, 3, 231, 2, 40, 3, 255]]
    ) { bytes in
        var reader = ByteReader(bytes)
        var generator = NACKGenerator()
        var now = Instant(nanoseconds: 0)
        var requests: [UInt16] = []
        while let operation = try? reader.readUInt8() {
            switch operation % 4 {
            case 0, 1:
                guard let sequence = try? reader.readUInt16() else { return }
                generator.receive(sequence, isRetransmission: operation % 4 == 1, now: now)
            case 2:
                guard let milliseconds = try? reader.readUInt8() else { return }
                generator.roundTrip = .milliseconds(Int(milliseconds) * 4 - 20)
            default:
                guard let milliseconds = try? reader.readUInt8() else { return }
                now = now.advanced(by: .milliseconds(Int(milliseconds)))
                requests.removeAll(keepingCapacity: true)
                generator.takeRequests(now: now, into: &requests)
                precondition(requests.count <= NACKGenerator.maximumRequests, "requests are bounded")
                precondition(Set(requests).count == requests.count, "nothing is asked for twice at once")
            }
            precondition(generator.missingCount <= NACKGenerator.maximumMissing, "the list is bounded")
            precondition((generator.deadline == nil) == (generator.missingCount == 0), "what is missing has a deadline")
        }
    }

    /// Operations on a source's statistics, on a transport's feedback and on a viewer's resends.
    package static let rtpBookkeeping = FuzzTarget(
        "rtp-bookkeeping",
        seeds: [[0, 0, 1, 9, 0, 0, 2, 8, 1, 2, 100], [0, 255, 255, 1, 0, 0, 0, 255, 2, 255, 3, 0, 7]]
    ) { bytes in
        var reader = ByteReader(bytes)
        var statistics = ReceptionStatistics(ssrc: 1, clockRate: 90_000)
        var recorder = TransportFeedbackRecorder()
        var limiter = RetransmissionLimiter()
        var now = Instant(nanoseconds: 0)
        while let operation = try? reader.readUInt8() {
            switch operation % 4 {
            case 0:
                guard let sequence = try? reader.readUInt16(), let time = try? reader.readUInt8() else { return }
                statistics.receive(sequence: sequence, timestamp: UInt32(time) << 24, now: now)
                recorder.receive(sequence, now: now)
            case 1:
                statistics.noteSenderReport(NTPTime(bits: UInt64(operation) << 40), now: now)
                if let report = statistics.takeReport(now: now) {
                    _ = report.roundTrip(arrival: NTPTime(bits: UInt64(now.nanoseconds)))
                }
            case 2:
                guard let time = try? reader.readUInt8() else { return }
                now = now.advanced(by: .milliseconds(Int(time) * Int(time)))
                takeAllFeedback(&recorder, now: now)
            default:
                guard let sequence = try? reader.readUInt16() else { return }
                _ = limiter.allow(sequence, roundTrip: .milliseconds(Int(operation)), now: now)
            }
        }
    }

    private static func takeAllFeedback(_ recorder: inout TransportFeedbackRecorder, now: Instant) {
        var messages = 0
        while true {
            var writer = ByteWriter()
            guard recorder.takeFeedback(now: now, senderSSRC: 1, mediaSSRC: 2, to: &writer) else { return }
            precondition(writer.count <= TransportFeedbackRecorder.maximumFeedbackLength, "feedback fits a datagram")
            var walk = RTCPPackets()
            let packet = try? walk.next(in: writer.bytes.span)
            precondition(packet != nil, "what is written can be read")
            messages += 1
            precondition(messages <= 2_048, "feedback comes to an end")
        }
    }

    /// Reads every list of a message.
    private static func visit(_ packet: RTCPPacket, in bytes: Span<UInt8>) {
        var visited = 0
        switch packet {
        case .senderReport(_, let blocks), .receiverReport(_, let blocks):
            blocks.forEach(in: bytes) { _ in visited += 1 }
            precondition(visited == blocks.count, "all blocks are there")
        case .sourceDescription(let description):
            description.forEachCNAME(in: bytes) { _, text in
                precondition(text.upperBound <= bytes.count, "names are inside the datagram")
            }
        case .goodbye(let goodbye):
            goodbye.sources.forEach(in: bytes) { _ in visited += 1 }
            precondition(visited == goodbye.sources.count, "all sources are there")
            precondition(goodbye.reason.map { $0.upperBound <= bytes.count } ?? true, "the reason is inside")
        case .genericNACK(let nack):
            nack.forEachSequence(in: bytes) { _ in visited += 1 }
            precondition((1...6_324).contains(visited), "the list is bounded")
        case .transportFeedback(let feedback):
            feedback.forEachStatus(in: bytes) { _, _ in visited += 1 }
            precondition(visited == feedback.statusCount, "all statuses are there")
        case .pictureLossIndication:
            break
        case .fullIntraRequest(let request):
            request.forEachEntry(in: bytes) { _ in visited += 1 }
            precondition((1...186).contains(visited), "the list is bounded")
        case .estimatedMaximumBitrate(let estimate):
            estimate.sources.forEach(in: bytes) { _ in visited += 1 }
            precondition(visited == estimate.sources.count, "all sources are there")
        }
    }
}
