import Codecs
package import DTLS
package import ICE
import Net
import SFU
import SRTP
package import WebRTC

/// How sessions come and go.
///
/// **Teardown.** ``remove(_:)`` is the only way out. It flushes what is queued for the peer, takes the viewer's
/// subscriptions off their tracks or the publisher off its stream, forgets every way that leads to the session, and
/// reports it closed. A stream without a publisher is kept for the grace time, then it closes its viewers' sessions.
extension MediaLoop {
    // MARK: Opening

    /// Opens a publisher's session. It takes its stream's place when it is connected.
    package func openPublisher(_ opening: PublisherOpening) throws(OpenError) {
        if opening.refusesWhenPublished, streams[opening.path]?.publisher != nil { throw .alreadyPublished }
        let offered = opening.tracks.compactMap { track in
            track.codecs.first.map { OfferedTrack(codec: $0.codec, layers: track.layerNames) }
        }
        let side = PublisherSide(
            id: PublisherID(number: nextPublisher),
            media: PublisherMedia(tracks: opening.tracks, random: &random), offered: offered,
            refusesWhenPublished: opening.refusesWhenPublished)
        nextPublisher += 1
        try add(opening.key, opening.path, opening.peer, .publisher(side))
    }

    /// Opens a viewer's session. Packets flow when it is connected.
    package func openViewer(_ opening: ViewerOpening) throws(OpenError) {
        let stream: Stream
        let replica = opening.stream.identity.home == index ? nil : replica(of: opening.stream)
        if let replica {
            stream = replica.stream
        } else if let live = streams[opening.stream.identity.path], live.publisher != nil {
            stream = live
        } else {
            throw .nothingLive
        }
        defer { if let replica { releaseIfUnused(replica) } }
        var free = stream.tracks
        var lines: [ViewerLine] = []
        for plan in opening.plan.tracks {
            guard let index = free.firstIndex(where: { $0.kind == plan.kind && $0.codec != nil }) else { continue }
            lines.append(
                ViewerLine(
                    plan: plan, track: free.remove(at: index), subscription: nil,
                    retransmissionIndex: UInt64.random(in: 0..<0x8000, using: &random)))
        }
        let media = ViewerMedia(tracks: lines.map(\.plan), cname: opening.plan.cname)
        try add(
            opening.key, stream.path, opening.peer, .viewer(ViewerSide(stream: stream, media: media, lines: lines)))
        replica?.sessions += 1
    }

    private func add(
        _ key: SessionKey, _ path: StreamPath, _ configuration: PeerConfiguration, _ side: Session.Side
    ) throws(OpenError) {
        guard slotsByKey.count < settings.maximumSessions else { throw .tooManySessions }
        let peer: PeerSession
        do throws(DTLSError) {
            peer = try PeerSession(
                configuration, identity: identity, cipherEngine: settings.cipherEngine, now: now)
        } catch {
            throw .transport(error)
        }
        let slot = freeSlots.popLast() ?? Int32(sessions.count)
        if Int(slot) == sessions.count { sessions.append(nil) }
        let session = Session(key: key, path: path, slot: slot, peer: peer, side: side, now: now)
        session.transport.pointee.slot = slot
        sessions[Int(slot)] = session
        if case .publisher(let side) = side { slotsByPublisher[side.id] = slot }
        slotsByKey[key] = slot
        add(fragment: configuration.localICE, to: session)
        reschedule(session)
        tellSessions()
    }

    private func add(fragment credentials: ICECredentials, to session: Session) {
        let key = FragmentKey.key(credentials.ufrag)
        session.fragmentKeys.append(key)
        slotsByFragment[key] = session.slot
    }

    /// Restarts a session's ICE with new credentials. False when there is no such session.
    package func restartICE(_ key: SessionKey, local: ICECredentials, remote: ICECredentials) -> Bool {
        guard let slot = slotsByKey[key], let session = session(at: slot) else { return false }
        if session.fragmentKeys.count >= Self.fragmentsPerSession {
            let oldest = session.fragmentKeys.removeFirst()
            if slotsByFragment[oldest] == session.slot { slotsByFragment[oldest] = nil }
        }
        add(fragment: local, to: session)
        session.peer.restartICE(local: local, remote: remote, now: now)
        reschedule(session)
        return true
    }

    // MARK: Connecting

    /// A session's peer proved itself.
    func connected(_ session: Session) {
        guard let sender = session.peer.sender, let profile = session.peer.profile, let remote = session.peer.remote
        else { return }
        session.transport.pointee.sender = sender.handle
        session.transport.pointee.tagLength = profile.rtpTagLength
        session.transport.pointee.destination.move(to: remote, from: session.local)
        report(
            .connected(
                session.key, session.path, remote: remote, profile: profile.name,
                elapsed: session.created.duration(to: now)))
        switch session.side {
        case .publisher(let side): begin(side, session)
        case .viewer(let side): begin(side, session)
        }
    }

    private func begin(_ side: PublisherSide, _ session: Session) {
        let taken = begin(side.id, at: session.path, side.offered, refusesWhenPublished: side.refusesWhenPublished)
        guard let taken else {
            // Of two that opened their sessions while nobody published, the first to connect stays.
            close(session, .pathTaken)
            return
        }
        side.stream = taken.stream
        side.tracks = taken.tracks
        side.media.begin(now: now)
        for track in taken.stream.tracks where track.hasReaders { track.wantKeyframe(now: now) }
    }

    private func begin(_ side: ViewerSide, _ session: Session) {
        for kind in side.media.extensionIDs { session.transport.pointee.extensionIDs[kind.kind] = kind.id }
        for index in side.lines.indices {
            let line = side.lines[index]
            let payloadTypes = line.payloadTypes(for: line.track.codec)
            let subscription = Subscription.allocate(
                Subscription(
                    transport: UnsafeMutableRawPointer(session.transport), ssrc: line.plan.ssrc,
                    payloadType: payloadTypes?.payloadType, isVideo: line.track.kind == .video,
                    clockRate: line.plan.codecs.first?.codec.clockRate ?? 90_000,
                    firstSequence: UInt16.random(in: 0..<0x8000, using: &random),
                    firstTimestamp: UInt32.random(in: 0...UInt32.max, using: &random)))
            side.lines[index].subscription = subscription
            if payloadTypes == nil, let codec = line.track.codec {
                report(.codecUnknownToViewer(session.key, session.path, codec: codec.name.rawValue))
            }
            let keyframes = line.track.keyframes
            let beginning = line.track.add(subscription, now: now)
            passOnKeyframeWish(of: line.track, side.stream, before: keyframes)
            if let beginning { sendBeginning(of: line.track, from: beginning, to: subscription) }
        }
        noteReaders(of: side.stream)
        side.media.begin(now: now)
        counters.joins &+= 1
        if overload.share > 0 { shed() }
    }

    /// What the publisher sends is another codec from the next packet on: what came before is sent, every layer begins
    /// anew, and each viewer gets its own payload type.
    func change(_ track: Track, to codec: Codec) {
        fanOutTouched()
        flush()
        track.change(codec: codec, now: now)
        announceCodec(of: track)
    }

    /// Gives each viewer of a track its own payload type for what the publisher sends.
    func announceCodec(of track: Track) {
        guard let codec = track.codec else { return }
        for subscription in track.subscriptions {
            let transport = subscription.pointee.transport.assumingMemoryBound(to: SendTransport.self)
            guard let session = session(at: transport.pointee.slot), case .viewer(let side) = session.side,
                let line = side.lines.first(where: { $0.subscription == subscription })
            else { continue }
            let payloadType = line.payloadTypes(for: codec)?.payloadType
            if payloadType == nil, subscription.pointee.payloadType != nil {
                report(.codecUnknownToViewer(session.key, session.path, codec: codec.name.rawValue))
            }
            subscription.pointee.send(as: payloadType, clockRate: codec.clockRate)
        }
    }

    // MARK: Closing

    /// Ends a session with a goodbye. False when there is none of that name.
    package func close(_ key: SessionKey, _ reason: PeerCloseReason) -> Bool {
        guard let slot = slotsByKey[key], let session = session(at: slot) else { return false }
        close(session, reason)
        return true
    }

    func close(_ session: Session, _ reason: PeerCloseReason) {
        sendGoodbye(session, reason)
        session.peer.close(reason, now: now, outbox: &outbox)
        sendOutbox(from: session)
        remove(session)
    }

    /// Forgets a session whose transport is closed.
    func remove(_ session: Session) {
        guard sessions[Int(session.slot)] === session else { return }
        flush()
        sessions[Int(session.slot)] = nil
        freeSlots.append(session.slot)
        slotsByKey[session.key] = nil
        tellSessions()
        for address in session.addresses where slotsByAddress[address] == session.slot { slotsByAddress[address] = nil }
        for key in session.fragmentKeys where slotsByFragment[key] == session.slot { slotsByFragment[key] = nil }
        switch session.side {
        case .publisher(let side):
            slotsByPublisher[side.id] = nil
            if let stream = side.stream { end(side.id, of: stream) }
            directory.release(session.path)
        case .viewer(let side):
            for line in side.lines {
                guard let subscription = line.subscription else { continue }
                line.track.remove(subscription)
                Subscription.free(subscription)
            }
            side.lines = []
            noteReaders(of: side.stream)
            if let replica = replicas[side.stream.identity] {
                replica.sessions -= 1
                releaseIfUnused(replica)
            }
        }
        if case .closed(let reason) = session.peer.phase { report(.closed(session.key, session.path, reason)) }
    }

    /// Ends the streams whose publisher did not come back in time.
    func endExpiredStreams() {
        for (path, stream) in streams where stream.hasExpired(at: now) {
            streams[path] = nil
            directory.release(path)
            endRelays(of: stream)
            for case let session? in sessions {
                if case .viewer(let side) = session.side, side.stream === stream { close(session, .streamEnded) }
            }
            report(.streamEnded(path))
        }
        nextStreamEnd = streams.values.lazy.compactMap(\.graceDeadline).min() ?? .distantFuture
    }

    package func closeAll() {
        for case let session? in sessions { close(session, .serverStopping) }
        for feed in feeds.values { remove(feed, .serverStopping) }
    }

    /// An ICE restart leaves the former fragment valid until the new one is used; a second one may come before that.
    private static let fragmentsPerSession = 3
}

/// Why a session could not be opened.
package enum OpenError: Error {
    case nothingLive
    case alreadyPublished
    case tooManySessions
    case transport(DTLSError)
}
