import Net
import SFU
import SRTP
import WebRTC

/// RTCP: what peers report and ask for, what they are told.
extension MediaLoop {
    /// A decrypted compound packet of a connected session.
    func receiveControl(_ packet: UnsafeRawBufferPointer, _ session: Session) {
        let bytes = packet.bindMemory(to: UInt8.self).span
        let isWhole: Bool
        switch session.side {
        case .publisher(let side):
            isWhole = side.media.receiveControl(bytes, now: now, wallClock: wallClock) { report in
                guard side.tracks.indices.contains(report.track) else { return }
                let track = side.tracks[report.track]
                track.report(layer: report.layer, timestamp: report.timestamp, time: report.time)
            }
        case .viewer(let side):
            requests.removeAll(keepingCapacity: true)
            isWhole = side.media.receiveControl(bytes, wallClock: wallClock, requests: &requests)
            answer(side, session)
        }
        if !isWhole { counters.droppedMalformed &+= 1 }
        reschedule(session)
    }

    /// Does what a viewer asked for in one RTCP packet.
    private func answer(_ side: ViewerSide, _ session: Session) {
        for request in requests {
            switch request {
            case .keyframe(let track) where side.lines.indices.contains(track):
                // A paused viewer gets its keyframe when its turn comes again.
                guard side.lines[track].subscription?.pointee.isPaused != true else { continue }
                wantKeyframe(of: side.lines[track].track, side.stream)
            case .retransmission(let track, let sequence) where side.lines.indices.contains(track):
                retransmit(sequence, line: track, side, session)
            default: continue
            }
        }
    }

    /// Lets a keyframe of a track be asked for, by whoever has the publisher.
    func wantKeyframe(of track: Track, _ stream: Stream) {
        let before = track.keyframes
        track.wantKeyframe(now: now)
        passOnKeyframeWish(of: track, stream, before: before)
    }

    /// The same for a wish that the track knows already.
    /// - Parameter before: what the track's policy was before it.
    func passOnKeyframeWish(of track: Track, _ stream: Stream, before: KeyframePolicy) {
        if stream.identity.home == index {
            if track.keyframes.deadline != before.deadline { attendPublisher(of: stream) }
        } else if track.keyframes.takeRequest(now: now) || (track.keyframes.isWanted && !before.isWanted) {
            // The home asks the publisher in measure, again and again; a request that is new is never held back here, as no
            // timer would send it later.
            relayOutboxes[stream.identity.home].post(.keyframe(stream.identity, track: track.address.index))
        }
    }

    /// Answers a NACK from the shared packet cache.
    private func retransmit(_ sequence: UInt16, line index: Int, _ side: ViewerSide, _ session: Session) {
        // Each value by itself: a copy of the whole line would be retained for every packet asked for.
        let track = side.lines[index].track
        guard let subscription = side.lines[index].subscription, let sender = session.transport.pointee.sender,
            let payloadType = subscription.pointee.payloadType,
            let operation = subscription.pointee.retransmission(of: sequence, from: track.cache),
            operation.record.pointee.arrival.duration(to: now) <= Self.oldestRetransmission,
            side.media.mayRetransmit(sequence, track: index, now: now)
        else { return }
        if let rtxPayloadType = side.lines[index].plan.rtxPayloadType(of: payloadType),
            let ssrc = side.lines[index].plan.rtxSSRC
        {
            resend(
                operation, onRetransmissionStream: true, payloadType: rtxPayloadType, ssrc: ssrc,
                index: side.lines[index].retransmissionIndex, session.transport, sender)
            side.lines[index].retransmissionIndex += 1
        } else {
            resend(
                operation, onRetransmissionStream: false, payloadType: payloadType, ssrc: subscription.pointee.ssrc,
                index: operation.index, session.transport, sender)
        }
        counters.retransmittedPackets &+= 1
    }

    /// Sends what is due: feedback and keyframe requests to a publisher, sender reports to a viewer.
    func sendFeedback(_ session: Session) {
        guard session.wasConnected, !session.peer.isClosed else { return }
        switch session.side {
        case .publisher(let side):
            for index in side.media.takeKeyframeNeeds() where side.tracks.indices.contains(index) {
                side.tracks[index].wantKeyframe(now: now)
            }
            for (index, track) in side.tracks.enumerated() where track.keyframes.takeRequest(now: now) {
                let layer = track.layers.firstIndex { $0 === track.selectedLayer }
                side.media.requestKeyframe(track: index, layer: layer)
                counters.keyframeRequests &+= 1
            }
            side.media.takeFeedback(now: now) { packet in sendControl(packet, session) }
        case .viewer(let side):
            side.media.takeReports(now: now, wallClock: wallClock) { index in
                guard side.lines.indices.contains(index), let subscription = side.lines[index].subscription,
                    let timestamp = side.lines[index].track.reportTimestamp(for: subscription.pointee, at: wallClock)
                else { return nil }
                return SenderFigures(
                    timestamp: timestamp, packets: UInt32(truncatingIfNeeded: subscription.pointee.packetsSent),
                    octets: UInt32(truncatingIfNeeded: subscription.pointee.octetsSent))
            } transmit: { packet in
                queueControl(packet, session)
            }
        }
    }

    /// Says goodbye by RTCP BYE, with the reason in words (RFC 3550 §6.6).
    func sendGoodbye(_ session: Session, _ reason: PeerCloseReason) {
        guard session.wasConnected else { return }
        let packet =
            switch session.side {
            case .publisher(let side): side.media.goodbye(reason.words)
            case .viewer(let side): side.media.goodbye(reason.words)
            }
        sendControl(packet, session)
    }

    private func sendControl(_ packet: [UInt8], _ session: Session) {
        guard let remote = session.peer.remote, let packet = protect(packet, session) else { return }
        send(packet, to: remote, from: session.local)
    }

    /// Lets a report leave with the next flush: a thousand viewers get one each second, and a system call for each would
    /// be as dear as a frame.
    private func queueControl(_ packet: [UInt8], _ session: Session) {
        guard packet.count <= Self.longestReport, let packet = protect(packet, session) else { return }
        if !sendBatch.hasRoom { flush() }
        packet.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            sendBatch.next.update(from: start, count: bytes.count)
        }
        sendBatch.commit(
            packet.count, to: Self.destination(of: session.transport), as: .other, arrival: now)
    }

    /// - Returns: the packet as SRTCP; nil when the session's keys are spent, which ends it.
    private func protect(_ packet: [UInt8], _ session: Session) -> [UInt8]? {
        guard let sender = session.peer.sender else { return nil }
        var packet = packet
        do {
            try sender.protectRTCP(&packet)
        } catch {
            // Two thousand million reports were sent (RFC 3711 §9.2).
            session.peer.close(.srtp(error), now: now, outbox: &outbox)
            return nil
        }
        return packet
    }

    /// Bytes of a compound packet; its trailer fits behind it into a place of the batch.
    private static let longestReport = 1_500
    /// What is older is not worth sending again: no player waits that long.
    private static let oldestRetransmission = Duration.seconds(2)
}
