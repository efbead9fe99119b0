import Codecs
import Net
import RTP
import SFU
import SRTP

/// From tracks to viewers: the loop that the product's cost is made of.
extension MediaLoop {
    /// Sends the pending packets of every touched track to all its subscriptions.
    func fanOutTouched() {
        if settings.padsPackets {
            for track in touched where track.kind == .video { track.levelPending() }
        }
        relayTouched()
        for track in touched { fanOut(track) }
        touched.removeAll(keepingCapacity: true)
    }

    private func fanOut(_ track: Track) {
        let cache = track.cache
        let first = track.fannedOut
        let end = cache.end
        track.subscriptions.withUnsafeBufferPointer { subscriptions in
            for subscription in subscriptions {
                let count = subscription.pointee.plan(cache, from: first, to: end, into: operations)
                if count > 0 {
                    send(count, subscription, as: track.kind == .audio ? .audio : .video)
                } else {
                    countUnsent(end &- first, subscription)
                }
            }
        }
        track.didFanOut()
    }

    /// Sends a viewer that has just joined what was fanned out since a keyframe, so that its picture is there at once.
    /// - Parameter first: the keyframe's cache number.
    func sendBeginning(of track: Track, from first: UInt32, to subscription: UnsafeMutablePointer<Subscription>) {
        let count = subscription.pointee.plan(track.cache, from: first, to: track.fannedOut, into: operations)
        // They have not been in transit since they came.
        send(count, subscription, as: .video, arrivedBy: now)
        flush()
    }

    /// Counts packets that a viewer did without, where that has a reason.
    private func countUnsent(_ count: UInt32, _ subscription: UnsafeMutablePointer<Subscription>) {
        if subscription.pointee.payloadType == nil {
            counters.droppedNoCodec &+= UInt64(count)
        } else if subscription.pointee.isPaused {
            counters.droppedOverload &+= UInt64(count)
        }
    }

    /// Writes and queues the first `count` of ``operations`` for one subscription.
    /// - Parameter arrivedBy: packets that came earlier count as if they had come then.
    private func send(
        _ count: Int, _ subscription: UnsafeMutablePointer<Subscription>, as kind: SendKind,
        arrivedBy: Instant = .distantPast
    ) {
        let transport = subscription.pointee.transport.assumingMemoryBound(to: SendTransport.self)
        guard let sender = transport.pointee.sender, let payloadType = subscription.pointee.payloadType else { return }
        let ssrc = subscription.pointee.ssrc
        // One access to the batch for all packets: each costs a check.
        Self.forward(
            UnsafeBufferPointer(start: operations, count: count), as: kind, payloadType: payloadType, ssrc: ssrc,
            transport, sender, arrivedBy: arrivedBy, through: &sendBatch)
        counters.forwardedPackets &+= UInt64(count)
    }

    /// Writes each packet's header and queues its encryption, out of place from the shared plaintext, and its departure. The
    /// plaintext must stay put until the flush.
    private static func forward(
        _ operations: UnsafeBufferPointer<ForwardOperation>, as kind: SendKind, payloadType: UInt8, ssrc: UInt32,
        _ transport: UnsafeMutablePointer<SendTransport>, _ sender: SRTPSender.Handle, arrivedBy: Instant,
        through batch: inout SendBatch
    ) {
        let destination = destination(of: transport)
        let tagLength = transport.pointee.tagLength
        for operation in operations {
            if !batch.hasRoom { batch.flush() }
            let packet = batch.next
            let headerLength = OutgoingHeader.write(
                operation, payloadType: payloadType, ssrc: ssrc, sequence: UInt16(truncatingIfNeeded: operation.index),
                ids: transport.pointee.extensionIDs, to: packet)
            let payloadLength = operation.record.pointee.paddedLength
            batch.protect(
                SRTPProtectionJob(
                    sender: sender, packet: packet, headerLength: Int32(headerLength),
                    payload: operation.bytes + Int(operation.record.pointee.payloadOffset),
                    payloadLength: Int32(payloadLength), index: operation.index))
            batch.commit(
                headerLength + payloadLength + tagLength, to: destination, as: kind,
                arrival: max(operation.record.pointee.arrival, arrivedBy))
        }
    }

    /// Sends a packet again: on a retransmission stream under that stream's own numbers, the original sequence number in
    /// front of the payload and without padding (RFC 4588), otherwise as it was, byte for byte, so that no nonce ever covers two texts.
    ///
    /// The payload is copied. Between here and the flush the cache may take newer packets in this one's place.
    /// - Parameter index: of the packet to write; that of `operation` where there is no retransmission stream.
    func resend(
        _ operation: ForwardOperation, onRetransmissionStream: Bool, payloadType: UInt8, ssrc: UInt32, index: UInt64,
        _ transport: UnsafeMutablePointer<SendTransport>, _ sender: SRTPSender.Handle
    ) {
        if !sendBatch.hasRoom { flush() }
        let packet = sendBatch.next
        let headerLength = OutgoingHeader.write(
            operation, payloadType: payloadType, ssrc: ssrc, sequence: UInt16(truncatingIfNeeded: index),
            ids: transport.pointee.extensionIDs, to: packet)
        let record = operation.record.pointee
        let payload = packet + headerLength
        var (prefixLength, copiedLength) = (0, record.paddedLength)
        if onRetransmissionStream {
            packet[0] &= ~OutgoingHeader.paddingBit
            copiedLength = Int(record.payloadLength)
            payload[0] = UInt8(truncatingIfNeeded: operation.index >> 8)
            payload[1] = UInt8(truncatingIfNeeded: operation.index)
            prefixLength = RetransmissionFormat.prefixLength
        }
        (payload + prefixLength).update(
            from: operation.bytes + Int(record.payloadOffset), count: copiedLength)
        let payloadLength = copiedLength + prefixLength
        sendBatch.protect(
            SRTPProtectionJob(
                sender: sender, packet: packet, headerLength: Int32(headerLength), payload: payload,
                payloadLength: Int32(payloadLength), index: index))
        sendBatch.commit(
            headerLength + payloadLength + transport.pointee.tagLength, to: Self.destination(of: transport),
            as: .other,
            arrival: now)
    }

    /// The destination inside a transport: the transport is memory of its own and does not move.
    static func destination(of transport: UnsafeMutablePointer<SendTransport>) -> UnsafeMutablePointer<
        Destination
    > {
        let offset = MemoryLayout<SendTransport>.offset(of: \.destination) ?? 0
        return (UnsafeMutableRawPointer(transport) + offset).assumingMemoryBound(to: Destination.self)
    }
}
