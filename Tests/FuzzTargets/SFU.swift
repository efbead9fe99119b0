import Bytes
import Codecs
import Net
import SFU

extension FuzzTarget {
    /// Operations on a video track: packets of its layers, publishers who come back, viewers who come and go, fan-out,
    /// resends. No viewer gets two packets under one number, and a resend is what went out.
    package static let forwarding = FuzzTarget(
        "forwarding",
        seeds: [
            // One layer: a viewer, a keyframe and what follows, a gap, its repair, resends, a switch to a new publisher.
            [
                3, 1, 0, 0, 1, 10, 0, 2, 9, 5, 0, 0, 0, 0, 5, 5, 6, 0, 3, 0, 0, 255, 253, 0, 5, 2, 1, 0, 0, 3, 0, 2, 4,
                5, 6, 0, 0,
            ],
            // Three layers whose lead changes, then changes back.
            [
                2, 3, 3, 0, 0, 0, 1, 1, 1, 2, 7, 5, 1, 0, 0, 2, 1, 2, 5, 1, 1, 5, 6, 0, 1, 7, 250, 1, 1, 0, 0, 3, 1, 7,
                5, 7,
                250, 2, 8, 1, 0, 2, 1, 3, 5, 6, 0, 9, 8, 0, 0, 6, 0, 9, 4, 0, 5,
            ],
            [3, 200, 3, 9, 1, 31, 255, 5, 8, 0, 97, 1, 5, 0, 5, 6, 1, 4, 8, 1, 0, 9, 0, 255, 128, 7, 255, 1, 3, 0, 5],
        ]
    ) { bytes in
        var reader = ByteReader(bytes)
        let scene = ForwardingScene()
        while let operation = try? reader.readUInt8() {
            guard (try? scene.perform(operation, &reader)) != nil else { return }
        }
    }
}

/// A track, its viewers, and a record of what each was sent.
private final class ForwardingScene {
    private let track = Track(kind: .video)
    private var viewers: [Viewer] = []
    private let operations = UnsafeMutablePointer<ForwardOperation>.allocate(capacity: PacketCache.videoCapacity)
    private let transport = UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)
    private var now = Instant(nanoseconds: 0)
    private var wallClock: Int64 = 0
    /// Names each packet that was ingested.
    private var serial: UInt32 = 0
    /// The last sequence number of each layer.
    private var sequences: [UInt16] = []

    private struct Viewer {
        let subscription: UnsafeMutablePointer<Subscription>
        var sent: [UInt64: Sent] = [:]
    }

    /// What must be the same whenever a number is used.
    private struct Sent: Equatable {
        var serial: UInt32
        var timestamp: UInt32
        var payloadType: UInt8?
    }

    init() {
        publish(layers: 1)
    }

    deinit {
        for viewer in viewers { Subscription.free(viewer.subscription) }
        operations.deallocate()
        transport.deallocate()
    }

    func perform(_ operation: UInt8, _ reader: inout ByteReader) throws(EndOfBytes) {
        switch operation % 11 {
        case 0:
            let (layer, jump) = (Int(try reader.readUInt8()), try reader.readUInt16())
            ingest(layer: layer, jump: jump, flags: try reader.readUInt8())
        case 1:
            let (layer, count) = (Int(try reader.readUInt8()), Int(try reader.readUInt8()))
            for _ in 0..<(count % 32) { ingest(layer: layer, jump: 1, flags: 0) }
        case 2: publish(layers: Int(try reader.readUInt8()))
        case 3: try addViewer(firstSequence: UInt16(reader.readUInt8()) << 8)
        case 4: removeViewer(Int(try reader.readUInt8()))
        case 5: fanOut()
        case 6: resend(viewer: Int(try reader.readUInt8()), behind: UInt64(try reader.readUInt8()))
        case 7: pass(milliseconds: Int64(try reader.readUInt8()) * 16)
        case 8:
            let (index, payloadType) = (Int(try reader.readUInt8()), try reader.readUInt8())
            guard !viewers.isEmpty else { return }
            let subscription = viewers[index % viewers.count].subscription
            subscription.pointee.send(as: payloadType == 0 ? nil : payloadType & 0x7F, clockRate: 90_000)
        case 9: track.restart(layer: Int(try reader.readUInt8()) % track.layers.count, now: now)
        default:
            let (layer, time) = (Int(try reader.readUInt8()), try reader.readUInt16())
            track.layers[layer % track.layers.count].clock.report(
                timestamp: UInt32(time) << 16, time: Int64(Int16(bitPattern: time)) << 48)
        }
    }

    private func publish(layers count: Int) {
        let rids: [String?] = count % 4 < 2 ? [nil] : (0..<(count % 4)).map { "\($0)" }
        track.publish(rids: rids, codec: Codec(.vp8, clockRate: 90_000))
        sequences = rids.indices.map { UInt16(truncatingIfNeeded: $0 &* 0x7FFF &+ count) }
    }

    /// - Parameter flags: 1 for a keyframe's first packet, 2 for a larger picture; all of them move the timestamp.
    private func ingest(layer: Int, jump: UInt16, flags: UInt8) {
        let layer = layer % track.layers.count
        sequences[layer] &+= jump
        serial += 1
        var packet = ByteWriter(capacity: 16)
        packet.writeZeros(12)
        packet.write(serial)
        packet.bytes.withUnsafeBytes { bytes in
            _ = track.ingest(
                IncomingPacket(
                    sequence: sequences[layer], timestamp: serial &* 3_000 &+ UInt32(flags) << 24,
                    marker: flags & 4 != 0,
                    startsKeyframe: flags & 1 != 0, width: flags & 2 != 0 ? 1_280 : 0, height: flags & 2 != 0 ? 720 : 0,
                    bytes: bytes, payloadOffset: 12, payloadLength: 4, extensions: ForwardedExtensions()),
                layer: layer, now: now, wallClock: wallClock)
        }
        if track.pendingCount >= Self.longestPending { fanOut() }
    }

    private func addViewer(firstSequence: UInt16) {
        guard viewers.count < Self.maximumViewers else { return }
        let subscription = Subscription.allocate(
            Subscription(
                transport: transport, ssrc: 1, payloadType: 96, isVideo: true, clockRate: 90_000,
                firstSequence: firstSequence & 0x7FFF, firstTimestamp: 0xFFFF_0000))
        viewers.append(Viewer(subscription: subscription))
        track.add(subscription, now: now)
    }

    private func removeViewer(_ index: Int) {
        guard !viewers.isEmpty else { return }
        let viewer = viewers.remove(at: index % viewers.count)
        track.remove(viewer.subscription)
        Subscription.free(viewer.subscription)
    }

    private func fanOut() {
        for index in viewers.indices {
            let subscription = viewers[index].subscription
            let count = subscription.pointee.plan(
                track.cache, from: track.fannedOut, to: track.cache.end, into: operations)
            precondition(count <= track.cache.capacity, "more packets than there are")
            for number in 0..<count {
                let operation = operations[number]
                precondition(operation.index < 1 << 48, "an SRTP index has 48 bits")
                let former = viewers[index].sent.updateValue(sent(operation, subscription), forKey: operation.index)
                precondition(former == nil, "a number was used twice")
            }
        }
        track.didFanOut()
    }

    private func resend(viewer index: Int, behind: UInt64) {
        guard !viewers.isEmpty else { return }
        let viewer = viewers[index % viewers.count]
        guard let newest = viewer.sent.keys.max() else { return }
        let sequence = UInt16(truncatingIfNeeded: newest &- behind)
        guard let operation = viewer.subscription.pointee.retransmission(of: sequence, from: track.cache) else {
            return
        }
        precondition(UInt16(truncatingIfNeeded: operation.index) == sequence, "another number than was asked for")
        precondition(
            viewer.sent[operation.index] == sent(operation, viewer.subscription), "a resend is not what went out")
    }

    private func sent(_ operation: ForwardOperation, _ subscription: UnsafeMutablePointer<Subscription>) -> Sent {
        let record = operation.record.pointee
        let payload = UnsafeBufferPointer(
            start: operation.bytes + Int(record.payloadOffset), count: Int(record.payloadLength))
        let serial = payload.reduce(0) { $0 << 8 | UInt32($1) }
        return Sent(serial: serial, timestamp: operation.timestamp, payloadType: subscription.pointee.payloadType)
    }

    private func pass(milliseconds: Int64) {
        now = now.advanced(by: .milliseconds(milliseconds))
        wallClock += milliseconds * 1_000_000
        _ = track.keyframes.takeRequest(now: now)
        for viewer in viewers { _ = track.reportTimestamp(for: viewer.subscription.pointee, at: wallClock) }
    }

    private static let maximumViewers = 4
    /// The media plane fans out before so many packets wait.
    private static let longestPending = 128
}
