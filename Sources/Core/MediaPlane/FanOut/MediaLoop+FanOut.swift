import RTP
import SFU
import SRTP

/// From tracks to viewers: the loop that the product's cost is made of.
extension MediaLoop {
    /// Sends the pending packets of every touched track to all its subscriptions.
    func fanOutTouched() {
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
                if count > 0 { send(count, subscription) }
            }
        }
        track.didFanOut()
    }

    /// Writes and queues the first `count` of ``operations`` for one subscription.
    private func send(_ count: Int, _ subscription: UnsafeMutablePointer<Subscription>) {
        let transport = subscription.pointee.transport.assumingMemoryBound(to: SendTransport.self)
        guard let sender = transport.pointee.sender, let payloadType = subscription.pointee.payloadType else { return }
        let ssrc = subscription.pointee.ssrc
        for index in 0..<count {
            forward(operations[index], payloadType: payloadType, ssrc: ssrc, transport, sender)
        }
        counters.forwardedPackets &+= UInt64(count)
    }

    /// Writes a packet's header and queues its encryption, out of place from the shared plaintext, and its departure. The
    /// plaintext must stay put until the flush.
    private func forward(
        _ operation: ForwardOperation, payloadType: UInt8, ssrc: UInt32,
        _ transport: UnsafeMutablePointer<SendTransport>,
        _ sender: SRTPSender.Handle
    ) {
        if !sendBatch.hasRoom { sendBatch.flush(socket.descriptor) }
        let packet = sendBatch.next
        let headerLength = OutgoingHeader.write(
            operation, payloadType: payloadType, ssrc: ssrc, sequence: UInt16(truncatingIfNeeded: operation.index),
            ids: transport.pointee.extensionIDs, to: packet)
        let payloadLength = Int(operation.record.pointee.payloadLength)
        sendBatch.protect(
            SRTPProtectionJob(
                sender: sender, packet: packet, headerLength: Int32(headerLength),
                payload: operation.bytes + Int(operation.record.pointee.payloadOffset),
                payloadLength: Int32(payloadLength), index: operation.index))
        sendBatch.commit(
            headerLength + payloadLength + transport.pointee.tagLength, to: destination(of: transport))
    }

    /// Sends a packet again: on a retransmission stream under that stream's own numbers, the original sequence number in
    /// front of the payload (RFC 4588), otherwise as it was, byte for byte, so that no nonce ever covers two texts.
    ///
    /// The payload is copied. Between here and the flush the cache may take newer packets in this one's place.
    /// - Parameter index: of the packet to write; that of `operation` where there is no retransmission stream.
    func resend(
        _ operation: ForwardOperation, onRetransmissionStream: Bool, payloadType: UInt8, ssrc: UInt32, index: UInt64,
        _ transport: UnsafeMutablePointer<SendTransport>, _ sender: SRTPSender.Handle
    ) {
        if !sendBatch.hasRoom { sendBatch.flush(socket.descriptor) }
        let packet = sendBatch.next
        let headerLength = OutgoingHeader.write(
            operation, payloadType: payloadType, ssrc: ssrc, sequence: UInt16(truncatingIfNeeded: index),
            ids: transport.pointee.extensionIDs, to: packet)
        let record = operation.record.pointee
        let payload = packet + headerLength
        var prefixLength = 0
        if onRetransmissionStream {
            payload[0] = UInt8(truncatingIfNeeded: operation.index >> 8)
            payload[1] = UInt8(truncatingIfNeeded: operation.index)
            prefixLength = RetransmissionFormat.prefixLength
        }
        (payload + prefixLength).update(
            from: operation.bytes + Int(record.payloadOffset), count: Int(record.payloadLength))
        let payloadLength = Int(record.payloadLength) + prefixLength
        sendBatch.protect(
            SRTPProtectionJob(
                sender: sender, packet: packet, headerLength: Int32(headerLength), payload: payload,
                payloadLength: Int32(payloadLength), index: index))
        sendBatch.commit(
            headerLength + payloadLength + transport.pointee.tagLength, to: destination(of: transport))
    }

    /// The destination inside a transport: the transport is memory of its own and does not move.
    private func destination(of transport: UnsafeMutablePointer<SendTransport>) -> UnsafePointer<Destination> {
        let offset = MemoryLayout<SendTransport>.offset(of: \.destination) ?? 0
        return UnsafePointer(
            (UnsafeMutableRawPointer(transport) + offset).assumingMemoryBound(to: Destination.self))
    }
}
