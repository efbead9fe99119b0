import CLinux
import Codecs
import DTLS
import Net
import RTP
import SFU
import SRTP
import STUN
import WebRTC

/// From the socket to sessions and tracks.
extension MediaLoop {
    /// Takes in what has arrived, a batch at a time, each fanned out before the next.
    ///
    /// Nothing is ever held back for more to come. A publisher that paces its frames sends groups 5 ms apart, and those
    /// arrive whole: of trains of three, 93 of 100 leave as such. To wait for up to a millisecond joins no two groups.
    func receive() {
        for _ in 0..<Self.batchesInTurn {
            let count = receiveBatch.receive(from: socket.descriptor)
            counters.receiveCalls &+= 1
            defer { if count < ReceiveBatch.messages { drained = now } }
            guard count > 0 else { return }
            counters.batches &+= 1
            noteAge(of: arrival(of: receiveBatch.message(0)))
            for index in 0..<count { receive(receiveBatch.message(index)) }
            fanOutTouched()
            flush()
            if count < ReceiveBatch.messages { return }
            readClocks()
        }
    }

    /// A datagram, or a train of them from one peer.
    private func receive(_ message: ReceivedMessage) {
        // Nobody can be answered at port 0.
        guard message.peer.port != 0 else {
            counters.droppedMalformed &+= 1
            return
        }
        let arrival = arrival(of: message)
        var slot: Int32?
        var offset = 0
        while offset < message.bytes.count {
            let length = min(message.segment, message.bytes.count - offset)
            let datagram = UnsafeMutableRawBufferPointer(rebasing: message.bytes[offset..<(offset + length)])
            offset += length
            counters.receivedDatagrams &+= 1
            counters.receivedBytes &+= UInt64(length)
            guard length <= Self.largestDatagram else {
                counters.droppedOversized &+= 1
                continue
            }
            // RFC 7983: the first byte tells the protocols apart.
            switch datagram[0] {
            case 0...3:
                receiveSTUN(datagram, message)
                continue
            case 20...63, 128...191: break
            default:
                counters.droppedMalformed &+= 1
                continue
            }
            if slot == nil { slot = slotsByAddress[message.peer] }
            guard let found = slot, let session = session(at: found) else {
                counters.droppedUnknownSource &+= 1
                continue
            }
            if datagram[0] < 64 {
                putAside(datagram, session, from: message.peer)
            } else {
                receiveMedia(datagram, session, arrival: arrival)
            }
        }
    }

    /// When the kernel received a message.
    private func arrival(of message: ReceivedMessage) -> Instant {
        let stamp = stamps.map { $0(message.timestamp) } ?? message.timestamp
        let age = LoopTime(now: now, wallClock: wallClock).age(of: stamp, since: drained)
        return Instant(nanoseconds: now.nanoseconds - age)
    }

    // MARK: STUN

    private func receiveSTUN(_ datagram: UnsafeMutableRawBufferPointer, _ message: ReceivedMessage) {
        let bytes = UnsafeBufferPointer(datagram.bindMemory(to: UInt8.self)).span
        guard let fragment = STUNMessage.localUfrag(in: bytes),
            let slot = slotsByFragment[FragmentKey.key(bytes.extracting(fragment))],
            let session = session(at: slot)
        else {
            counters.droppedSTUN &+= 1
            return
        }
        let previous = session.peer.remote
        let local = message.local
        guard session.peer.receiveSTUN(bytes, from: message.peer, now: now, outbox: &outbox) else {
            counters.droppedSTUN &+= 1
            outbox.drain { _ in }
            return
        }
        remember(message.peer, for: session)
        if session.peer.remote == message.peer { session.local = local }
        // The answer leaves from the address that was asked, whatever path media takes.
        outbox.drain { datagram in send(datagram.bytes, to: datagram.destination, from: local) }
        if let remote = session.peer.remote, remote != previous || previous == message.peer {
            // Packets that are queued still go where they were meant to.
            flush()
            session.transport.pointee.destination.move(to: remote, from: session.local)
        }
        afterInput(session)
    }

    /// Lets datagrams from an address that passed a check lead to a session.
    private func remember(_ address: SocketAddress, for session: Session) {
        guard slotsByAddress[address] != session.slot else { return }
        if let former = slotsByAddress[address], let other = self.session(at: former) {
            other.addresses.removeAll { $0 == address }
        }
        if session.addresses.count >= Self.addressesPerSession {
            slotsByAddress[session.addresses.removeFirst()] = nil
        }
        session.addresses.append(address)
        slotsByAddress[address] = session.slot
    }

    // MARK: DTLS

    private func putAside(_ datagram: UnsafeMutableRawBufferPointer, _ session: Session, from peer: SocketAddress) {
        let entry = HandshakeQueue.Entry(session: session, peer: peer, bytes: Array(datagram))
        if !handshakes.add(entry) { counters.droppedHandshake &+= 1 }
    }

    /// Works off DTLS datagrams, until media should have its turn again.
    func continueHandshakes() {
        guard !handshakes.isEmpty else { return }
        let began = now
        while now.nanoseconds(since: began) < HandshakeQueue.timeInTurn, let entry = handshakes.next() {
            let session = entry.session
            // It may have ended since.
            guard sessions[Int(session.slot)] === session else { continue }
            session.peer.receiveDTLS(entry.bytes.span, from: entry.peer, now: now, outbox: &outbox)
            sendOutbox(from: session)
            afterInput(session)
            readClocks()
        }
    }

    /// After anything that may have moved a session's transport on.
    private func afterInput(_ session: Session) {
        if session.peer.isClosed {
            remove(session)
            return
        }
        if session.peer.isConnected, !session.wasConnected {
            session.wasConnected = true
            connected(session)
        }
        reschedule(session)
    }

    // MARK: Media

    private func receiveMedia(_ datagram: UnsafeMutableRawBufferPointer, _ session: Session, arrival: Instant) {
        // A DTLS server may send media right behind its last flight.
        if !session.wasConnected { continueHandshakes() }
        guard let receiver = session.peer.receiver else {
            counters.droppedNotConnected &+= 1
            return
        }
        // RFC 5761 §4: with the marker bit, RTCP's packet types look like payload types 64 to 95.
        let isControl = datagram.count >= 2 && (192...223).contains(datagram[1])
        do throws(SRTPError) {
            if isControl {
                let length = try receiver.unprotectRTCP(datagram)
                let plain = UnsafeRawBufferPointer(rebasing: datagram[0..<length])
                receiveControl(plain, session)
            } else if case .publisher(let publisher) = session.side {
                let length = try receiver.unprotectRTP(datagram)
                ingest(UnsafeRawBufferPointer(rebasing: datagram[0..<length]), publisher, session, arrival: arrival)
            } else {
                counters.droppedUnknownTrack &+= 1
            }
        } catch {
            counters.count(error)
        }
    }

    /// A publisher's packet goes into its track.
    private func ingest(
        _ packet: UnsafeRawBufferPointer, _ publisher: PublisherSide, _ session: Session, arrival received: Instant
    ) {
        let bytes = packet.bindMemory(to: UInt8.self).span
        guard let arrival = publisher.media.receive(bytes, now: now, arrival: received) else {
            reschedule(session)
            return
        }
        guard publisher.tracks.indices.contains(arrival.track) else {
            counters.droppedUnknownTrack &+= 1
            return
        }
        let track = publisher.tracks[arrival.track]
        if let codec = arrival.changedCodec, codec != track.codec {
            change(track, to: codec)
        } else if arrival.isRestart {
            track.restart(layer: arrival.layer, now: now)
        }
        let isStored = track.ingest(
            IncomingPacket(
                sequence: arrival.sequence, timestamp: arrival.header.timestamp, marker: arrival.header.marker,
                startsKeyframe: arrival.startsKeyframe, width: arrival.facts.width, height: arrival.facts.height,
                bytes: packet, payloadOffset: arrival.payloadOffset,
                payloadLength: arrival.payloadLength,
                extensions: forwardedExtensions(of: bytes, arrival.header, publisher.media.extensions)),
            layer: arrival.layer, now: received, wallClock: wallClock &- now.nanoseconds(since: received))
        guard isStored else {
            counters.droppedDuplicate &+= 1
            return
        }
        touch(track)
        reschedule(session)
    }

    /// The header extensions of a packet that travel end to end.
    private func forwardedExtensions(
        of packet: Span<UInt8>, _ header: RTPHeader, _ map: HeaderExtensionMap
    ) -> ForwardedExtensions {
        var forwarded = ForwardedExtensions()
        guard header.hasExtension else { return forwarded }
        var elements = HeaderExtensionElements(header)
        while let element = elements.next(in: packet) {
            guard let kind = map[element.id], !kind.isPerHop else { continue }
            forwarded.append(
                ForwardedExtensions.Element(kind: kind.rawValue, length: element.length, offset: element.offset))
        }
        return forwarded
    }

    /// Lets packets of a track be fanned out at the end of the batch.
    func touch(_ track: Track) {
        if !touched.contains(where: { $0 === track }) { touched.append(track) }
        // A train longer than this would overwrite in the cache what waits to be sent.
        if track.pendingCount >= Self.longestPending {
            fanOutTouched()
            flush()
        }
    }

    /// Batches taken before timers and commands have their turn.
    private static let batchesInTurn = 16
    /// A datagram that no WebRTC peer sends: larger than an Ethernet frame.
    private static let largestDatagram = 1_500
    private static let addressesPerSession = 16
    private static let longestPending = 128
}
