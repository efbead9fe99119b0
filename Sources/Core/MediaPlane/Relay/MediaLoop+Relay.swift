import Codecs
package import SFU
package import WebRTC

/// Streams whose viewers are on more than one worker.
///
/// The home has the publisher. It hands each batch of packets once to each relay's mailbox, before it fans the batch out
/// to its own viewers. A relay keeps the packets in a cache of its own, from which it fans out and answers NACKs; what it
/// must ask of the publisher, a keyframe, goes to the home.
extension MediaLoop {
    // MARK: Home

    /// Hands the pending packets of touched tracks to the workers that have viewers of them.
    func relayTouched() {
        var isRelayed = false
        for track in touched where !track.relays.isEmpty {
            guard let stream = track.address.stream else { continue }
            isRelayed = true
            let change = track.takeChangedDescription()
            for relay in track.relays {
                if relayOutboxes[relay].hasGap { endGap(to: relay) }
                let dropped = relayOutboxes[relay].append(track, of: stream, change: change, now: now)
                counters.droppedMailboxFull &+= UInt64(dropped)
            }
        }
        guard isRelayed else { return }
        for worker in relayOutboxes.indices { relayOutboxes[worker].post() }
    }

    /// A relay that did not read its mail for long does again: what it missed may be anything, so it is told of all its
    /// streams as if they began.
    private func endGap(to relay: Int) {
        guard relayOutboxes[relay].endGap(now: now) else { return }
        for stream in streams.values where stream.relays.contains(relay) {
            relayOutboxes[relay].describe(stream, isAnew: true, now: now)
        }
    }

    /// Tells the relays of a stream at once that another publisher began: a track that it adds, or is silent on, must be
    /// known before the next viewer joins there.
    func describeToRelays(_ stream: Stream) {
        for relay in stream.relays {
            relayOutboxes[relay].describe(stream, isAnew: false, now: now)
            relayOutboxes[relay].post()
        }
    }

    private func addRelay(_ relay: Int, to identity: StreamIdentity) {
        guard relayOutboxes.indices.contains(relay) else { return }
        guard let stream = streams[identity.path], stream.identity == identity else {
            relayOutboxes[relay].post(.ended(identity))
            return
        }
        stream.addRelay(relay)
        noteReaders(of: stream)
        // Anew, because the relay may have left and come back: then packets are missing between the two.
        relayOutboxes[relay].describe(stream, isAnew: true, now: now)
        relayOutboxes[relay].post()
    }

    private func removeRelay(_ relay: Int, from identity: StreamIdentity) {
        guard let stream = streams[identity.path], stream.identity == identity else { return }
        stream.removeRelay(relay)
        noteReaders(of: stream)
    }

    /// Tells the relays of a stream that it is over.
    func endRelays(of stream: Stream) {
        for relay in stream.relays { relayOutboxes[relay].post(.ended(stream.identity)) }
    }

    // MARK: Relay

    /// The replica of a stream that lives on another worker; made, and its packets asked for, where there is none yet.
    ///
    /// What the home told before it described the stream in `live` is in the mailbox, so that is read first: the replica
    /// never knows less than `live`, and nothing older can come after it.
    func replica(of live: LiveStream) -> Replica? {
        receiveMail()
        flush()
        if let replica = replicas[live.identity] { return replica }
        guard relayOutboxes.indices.contains(live.identity.home) else { return nil }
        let replica = Replica(stream: Stream(live.identity, now: now))
        for (index, description) in live.tracks.enumerated() { _ = replica.stream.mirror(description, at: index) }
        replicas[live.identity] = replica
        relayOutboxes[live.identity.home].post(.subscribe(live.identity, relay: index))
        return replica
    }

    /// Lets go of a replica that no session needs any more.
    func releaseIfUnused(_ replica: Replica) {
        let identity = replica.stream.identity
        guard replica.sessions == 0, replicas.removeValue(forKey: identity) != nil else { return }
        relayOutboxes[identity.home].post(.unsubscribe(identity, relay: index))
    }

    // MARK: Mail

    /// Takes in what other workers have for this one.
    func receiveMail() {
        mailbox.take(into: &mail)
        guard !mail.isEmpty else { return }
        for message in mail {
            switch message {
            case .packets(let batch): receive(batch)
            case .ended(let identity): end(identity)
            case .subscribe(let identity, let relay): addRelay(relay, to: identity)
            case .unsubscribe(let identity, let relay):
                removeRelay(relay, from: identity)
            case .keyframe(let identity, let track):
                if let stream = streams[identity.path], stream.identity == identity,
                    stream.tracks.indices.contains(track)
                {
                    wantKeyframe(of: stream.tracks[track], stream)
                }
            case .feedFrame(let feed, let frame): receive(frame, from: feed)
            case .feedTracks(let feed, let tracks): change(feed, to: tracks)
            case .feedClosed(let feed): closeFeed(feed)
            }
        }
        // Lets go of the batches: their home may use them again.
        mail.removeAll(keepingCapacity: true)
        fanOutTouched()
    }

    private func receive(_ batch: RelayBatch) {
        noteAge(of: batch.begun)
        for section in batch.sections {
            guard let stream = replicas[section.stream]?.stream else { continue }
            if let change = section.change { mirror(change, at: section.track, of: stream) }
            guard stream.tracks.indices.contains(section.track) else { continue }
            let track = stream.tracks[section.track]
            if section.isAnew { breakOff(track, stream) }
            for index in section.packets {
                let (record, bytes) = batch.packet(index)
                track.append(record, bytes: bytes)
                touch(track)
            }
        }
    }

    private func mirror(_ description: TrackDescription, at index: Int, of stream: Stream) {
        let former = stream.tracks.indices.contains(index) ? stream.tracks[index].codec : nil
        if former != description.codec {
            fanOutTouched()
            flush()
        }
        guard let track = stream.mirror(description, at: index), track.codec != former else { return }
        announceCodec(of: track)
    }

    /// Packets are missing: viewers of the track go on with the next keyframe.
    private func breakOff(_ track: Track, _ stream: Stream) {
        guard track.kind == .video else { return }
        // Nobody begins with a keyframe that is followed by a gap.
        track.forgetKeyframe()
        guard !track.subscriptions.isEmpty else { return }
        fanOutTouched()
        for subscription in track.subscriptions { subscription.pointee.breakOff() }
        // The one that was asked for may be among what is missing.
        track.keyframes = KeyframePolicy()
        wantKeyframe(of: track, stream)
    }

    private func end(_ identity: StreamIdentity) {
        fanOutTouched()
        guard let replica = replicas.removeValue(forKey: identity) else { return }
        for case let session? in sessions {
            if case .viewer(let side) = session.side, side.stream === replica.stream { close(session, .streamEnded) }
        }
    }
}

/// A stream of another worker, as far as viewers here need it.
final class Replica {
    let stream: Stream
    /// Viewers' sessions that refer to it, connected or not.
    var sessions = 0

    init(stream: Stream) {
        self.stream = stream
    }
}

/// A stream that viewers can join now, as its home describes it.
package struct LiveStream: Sendable {
    package var identity: StreamIdentity
    /// All its tracks, also those that are silent.
    package var tracks: [TrackDescription]
    /// Other workers that have viewers of it, and the tap where it reads it.
    package var relays: [Int]
    /// Whether its publisher is inside this process (``Feed``).
    package var isFeed: Bool

    /// What a viewer can be offered.
    package var offer: [StreamTrack] {
        tracks.compactMap { track in track.codec.map { StreamTrack(kind: track.kind, codec: $0) } }
    }
}
