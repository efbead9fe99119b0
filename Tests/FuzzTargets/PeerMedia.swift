import Bytes
import Codecs
import Net
import RTP
import SDP
import TestSupport
import WebRTC

extension FuzzTarget {
    /// What a publisher with every feature sends, and what is sent back to it at any time.
    package static let publisherMedia = FuzzTarget("publisher-media", seeds: PeerMediaFuzzing.publisherSeeds) { bytes in
        var reader = ByteReader(bytes)
        var random = SeededRandom(seed: 1)
        var media = PublisherMedia(tracks: PeerMediaFuzzing.publishedTracks, random: &random)
        var now = Instant(nanoseconds: 0)
        media.begin(now: now)
        while let operation = try? reader.readUInt8() {
            guard let argument = try? reader.readUInt8() else { return }
            switch operation % 6 {
            case 0, 1:
                guard let packet = try? PeerMediaFuzzing.packet(operation, argument, &reader) else { return }
                guard let arrival = media.receive(packet.span, now: now) else { continue }
                PeerMediaFuzzing.check(arrival, of: packet.count)
            case 2:
                let length = min(Int(argument), reader.remaining)
                guard let compound = try? reader.readSlice(length) else { return }
                _ = media.receiveControl(compound, now: now, wallClock: now.nanoseconds) { report in
                    precondition(PeerMediaFuzzing.publishedTracks.indices.contains(report.track), "a track there is")
                }
            case 3: media.requestKeyframe(track: Int(argument) % 2, layer: argument < 128 ? nil : Int(argument) % 3)
            case 4: precondition(media.takeKeyframeNeeds().count <= 32, "each source at most once")
            default:
                now = now.advanced(by: .milliseconds(Int(argument) * Int(argument) / 16))
                PeerMediaFuzzing.takeFeedback(of: &media, now: now)
            }
        }
    }

    /// What a viewer reports and asks for, and what it is told at any time.
    package static let viewerMedia = FuzzTarget("viewer-media", seeds: PeerMediaFuzzing.viewerSeeds) { bytes in
        var reader = ByteReader(bytes)
        var media = ViewerMedia(tracks: PeerMediaFuzzing.playedTracks, cname: "turnout")
        var now = Instant(nanoseconds: 0)
        media.begin(now: now)
        while let operation = try? reader.readUInt8() {
            guard let argument = try? reader.readUInt8() else { return }
            switch operation % 3 {
            case 0, 1:
                let length = min(Int(argument) * (operation % 3 == 0 ? 1 : 6), reader.remaining)
                guard let compound = try? reader.readSlice(length) else { return }
                var requests: [ViewerRequest] = []
                _ = media.receiveControl(compound, wallClock: now.nanoseconds, requests: &requests)
                precondition(requests.count <= ViewerMedia.maximumRequests, "requests are bounded")
                for case .retransmission(let track, let sequence) in requests {
                    precondition(PeerMediaFuzzing.playedTracks.indices.contains(track), "a track there is")
                    _ = media.mayRetransmit(sequence, track: track, now: now)
                }
                precondition((0...1).contains(media.lossShare), "a share of all packets")
            default:
                now = now.advanced(by: .milliseconds(Int(argument) * Int(argument) / 16))
                media.takeReports(now: now, wallClock: now.nanoseconds) { track in
                    track == 0 ? nil : SenderFigures(timestamp: UInt32(argument), packets: .max, octets: .max)
                } transmit: { packet in
                    PeerMediaFuzzing.check(control: packet)
                }
                precondition(media.deadline > now, "nothing is due for ever")
            }
        }
    }
}

/// Peers with every feature, and their packets.
private enum PeerMediaFuzzing {
    static let publishedTracks = [
        PublishedTrack(
            mid: "a", kind: .audio,
            codecs: [
                NegotiatedCodec(codec: Codec(.opus, clockRate: 48_000, channels: 2), payloadType: 111, feedback: .all)
            ], extensions: extensions, sources: [SignalledSource(ssrc: 1)], layers: []),
        PublishedTrack(
            mid: "v", kind: .video,
            codecs: zip([CodecName.vp8, .vp9, .h264, .av1], [96, 98, 100, 102] as [UInt8]).map { name, payloadType in
                NegotiatedCodec(
                    codec: Codec(name, clockRate: 90_000), payloadType: payloadType, rtxPayloadType: payloadType + 1,
                    feedback: .all)
            }, extensions: extensions, sources: [],
            layers: ["x", "y", "z"].map { StreamRestriction(rid: $0, way: .send) }),
    ]

    static let playedTracks = publishedTracks.enumerated().map { index, track in
        PlayedTrack(
            trackIndex: index, mid: track.mid, kind: track.kind, ssrc: UInt32(index + 1), rtxSSRC: UInt32(index + 10),
            codecs: track.codecs, extensions: extensions)
    }

    private static let extensions = HeaderExtensionKind.allCases.enumerated().map {
        NegotiatedExtension(id: UInt8($0.offset + 1), kind: $0.element)
    }

    /// A packet: raw bytes, `argument` of them, or one that is well-formed. Then `argument` says which source and payload
    /// type, and three bytes are read: the sequence number and the first of the payload.
    static func packet(
        _ operation: UInt8, _ argument: UInt8, _ reader: inout ByteReader
    ) throws(EndOfBytes) -> [UInt8] {
        var writer = ByteWriter(capacity: 64)
        if operation % 6 == 0 {
            writer.write(try reader.readSlice(min(Int(argument), reader.remaining)))
            return writer.bytes
        }
        let sequence = try reader.readUInt16()
        let (layer, isRepair) = (argument % 4, argument & 16 != 0)
        let payloadType = layer == 3 ? 111 : 96 + (argument >> 5) % 4 * 2 + (isRepair ? 1 : 0)
        // Another SSRC for each repair stream, and one that changes where bit 2 says so.
        let ssrc = UInt32(layer) &+ (isRepair ? 100 : 200) &+ (argument & 4 != 0 ? UInt32(sequence) : 0)
        RTPHeader.write(
            payloadType: payloadType, marker: false, sequence: sequence, timestamp: UInt32(sequence) << 12, ssrc: ssrc,
            hasExtension: true, to: &writer)
        let header = HeaderExtensionWriter(.twoByte, to: &writer)
        func append(_ kind: HeaderExtensionKind, _ data: [UInt8]) {
            guard let id = extensions.first(where: { $0.kind == kind })?.id else { return }
            _ = header.append(id: id, data: data.span, to: &writer)
        }
        append(.mid, Array((layer == 3 ? "a" : "v").utf8))
        if layer < 3 { append(isRepair ? .repairedRid : .rid, [UInt8(ascii: "x") + layer]) }
        append(.transportSequence, [UInt8(truncatingIfNeeded: sequence >> 8), UInt8(truncatingIfNeeded: sequence)])
        header.finish(&writer)
        writer.write(try reader.readUInt8())
        writer.write(UInt32(0x1000_9D01))
        return writer.bytes
    }

    static func check(_ arrival: Arrival, of length: Int) {
        precondition(publishedTracks.indices.contains(arrival.track), "a track there is")
        let track = publishedTracks[arrival.track]
        precondition(arrival.layer < max(1, track.layers.count, track.sources.count), "a layer there is")
        precondition(arrival.payloadOffset >= 12 && arrival.payloadLength >= 0, "a payload behind the header")
        precondition(arrival.payloadOffset + arrival.payloadLength <= length, "a payload inside the packet")
    }

    /// Takes feedback until nothing is due, which must come to pass.
    static func takeFeedback(of media: inout PublisherMedia, now: Instant) {
        var datagrams = 0
        for _ in 0..<8 {
            media.takeFeedback(now: now) { packet in
                check(control: packet)
                datagrams += 1
            }
            if media.deadline > now { break }
        }
        precondition(media.deadline > now, "nothing is due for ever")
        precondition(datagrams <= 2_500, "feedback comes to an end")
    }

    /// One datagram of RTCP that the other side can read to its end.
    static func check(control packet: [UInt8]) {
        precondition(packet.count <= 1_200, "\(packet.count) bytes fit no datagram")
        var walk = RTCPPackets()
        do throws(RTPError) {
            while try walk.next(in: packet.span) != nil {}
        } catch {
            preconditionFailure("what is written cannot be read: \(error)")
        }
    }

    static let publisherSeeds: [[UInt8]] = [
        // A keyframe of each layer, a gap, feedback, its repair.
        [
            1, 0, 0, 1, 16, 1, 1, 0, 1, 16, 1, 2, 0, 1, 16, 1, 3, 0, 1, 0, 1, 0, 0, 9, 16, 5, 20, 1, 16, 0, 1, 0, 5,
            200, 5, 255,
        ],
        // Gaps in all layers, keyframes wanted, a payload type that changes, an SSRC that changes.
        [
            1, 0, 0, 1, 16, 1, 1, 0, 1, 16, 1, 2, 0, 1, 16, 1, 0, 3, 0, 16, 1, 1, 3, 0, 16, 1, 2, 3, 0, 16, 3, 1, 3,
            200, 5,
            20, 1, 32, 3, 1, 16, 1, 4, 3, 2, 16, 4, 0, 5, 40, 5, 255,
        ],
        [2, 28, 0x80, 200, 0, 6, 0, 0, 0, 200] + [UInt8](repeating: 7, count: 20) + [5, 255],
        [0, 20, 0x90, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0xBE, 0xDE, 0, 1, 0x10, 0x76, 0, 0, 5, 255],
    ]

    static let viewerSeeds: [[UInt8]] = [
        [0, 16, 0x81, 205, 0, 3, 0, 0, 0, 9, 0, 0, 0, 2, 0, 5, 255, 255, 2, 255],
        [0, 12, 0x81, 206, 0, 2, 0, 0, 0, 9, 0, 0, 0, 1, 0, 20, 0x84, 206, 0, 4, 0, 0, 0, 9, 0, 0, 0, 0]
            + [0, 0, 0, 2, 1, 0, 0, 0, 2, 40],
        // More packets than are looked at, then a keyframe.
        [1, 45, 0x81, 205, 0, 63, 0, 0, 0, 9, 0, 0, 0, 2] + [UInt8](repeating: 255, count: 244)
            + [0x81, 206, 0, 2, 0, 0, 0, 9, 0, 0, 0, 2, 0, 0],
        // More packets than are looked at, then a keyframe.
        [1, 45, 0x81, 205, 0, 63, 0, 0, 0, 9, 0, 0, 0, 2] + [UInt8](repeating: 255, count: 244)
            + [0x81, 206, 0, 2, 0, 0, 0, 9, 0, 0, 0, 2, 0, 0],
        [0, 32, 0x81, 201, 0, 7, 0, 0, 0, 9, 0, 0, 0, 1, 255] + [UInt8](repeating: 5, count: 19) + [2, 80, 2, 255],
    ]
}

extension FeedbackKinds {
    fileprivate static let all: FeedbackKinds = [
        .nack, .pictureLoss, .fullIntraRequest, .transportWide,
    ]
}
