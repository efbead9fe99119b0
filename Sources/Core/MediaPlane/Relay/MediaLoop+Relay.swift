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
                relayOutboxes[relay].append(
                    track.cache, from: track.fannedOut, to: track.cache.end, of: stream, track: track.address.index,
                    change: change)
            }
        }
        guard isRelayed else { return }
        for worker in relayOutboxes.indices { relayOutboxes[worker].post() }
    }

    private func addRelay(_ relay: Int, to identity: StreamIdentity) {
        guard relayOutboxes.indices.contains(relay) else { return }
        guard let stream = streams[identity.path], stream.identity == identity else {
            relayOutboxes[relay].post(.ended(identity))
            return
        }
        stream.addRelay(relay)
        for track in stream.tracks {
            relayOutboxes[relay].append(
                track.cache, from: track.cache.end, to: track.cache.end, of: identity, track: track.address.index,
                change: track.description)
        }
        relayOutboxes[relay].post()
    }

    /// Tells the relays of a stream that it is over.
    func endRelays(of stream: Stream) {
        for relay in stream.relays { relayOutboxes[relay].post(.ended(stream.identity)) }
    }

    // MARK: Relay

    /// The replica of a stream that lives on another worker; made, and its packets asked for, where there is none yet.
    func replica(of live: LiveStream) -> Replica? {
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
                if let stream = streams[identity.path], stream.identity == identity { stream.removeRelay(relay) }
            case .keyframe(let identity, let track):
                if let stream = streams[identity.path], stream.identity == identity,
                    stream.tracks.indices.contains(track)
                {
                    wantKeyframe(of: stream.tracks[track], stream)
                }
            }
        }
        // Lets go of the batches: their home may use them again.
        mail.removeAll(keepingCapacity: true)
        fanOutTouched()
    }

    private func receive(_ batch: RelayBatch) {
        if batch.followsGap { breakOff(from: batch.home) }
        for section in batch.sections {
            guard let stream = replicas[section.stream]?.stream else { continue }
            if let change = section.change { mirror(change, at: section.track, of: stream) }
            guard stream.tracks.indices.contains(section.track) else { continue }
            let track = stream.tracks[section.track]
            for index in section.packets {
                let (record, bytes) = batch.packet(index)
                if index == section.packets.lowerBound { noteAge(of: record.arrival) }
                track.append(record, bytes: bytes)
                touch(track)
            }
        }
    }

    private func mirror(_ description: TrackDescription, at index: Int, of stream: Stream) {
        let former = stream.tracks.indices.contains(index) ? stream.tracks[index].codec : nil
        if former != description.codec { fanOutTouched() }
        guard let track = stream.mirror(description, at: index), track.codec != former else { return }
        announceCodec(of: track)
    }

    /// Packets are missing: viewers of the streams that come from `home` go on with the next keyframe.
    private func breakOff(from home: Int) {
        for replica in replicas.values where replica.stream.identity.home == home {
            for track in replica.stream.tracks where track.kind == .video {
                for subscription in track.subscriptions { subscription.pointee.breakOff() }
                wantKeyframe(of: track, replica.stream)
            }
        }
    }

    private func end(_ identity: StreamIdentity) {
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
    /// Other workers that have viewers of it.
    package var relays: [Int]

    /// What a viewer can be offered.
    package var offer: [StreamTrack] {
        tracks.compactMap { track in track.codec.map { StreamTrack(kind: track.kind, codec: $0) } }
    }
}
