import Bytes
import Codecs
import FramePlane
import GatewaySupport
import MediaPlane
import Net
import Packetization

/// Makes of a stream's events the packets that all players of a group get.
struct GroupStamper {
    /// What players get; none as long as nothing is known of the stream.
    private(set) var lines: [StampingTrack] = []
    /// Counts what was said of the tracks.
    private(set) var revision: UInt64 = 0
    /// By the stream's track: which of ``lines`` it is; nil of those that cannot be sent.
    private var places: [Int?] = []
    /// The clock of frames next to ours.
    private var clock = PublisherClock()
    private var payloads = PayloadList()

    var tracks: [GroupTrack] { lines.map(\.told) }

    /// The track whose keyframes are where players begin; nil without video.
    var lead: Int? { lines.firstIndex { $0.told.isVideo } }

    /// Makes packets of what gathered.
    /// - Returns: a batch unless nothing is to be sent, and why nothing more comes, if so.
    mutating func stamp(_ events: [FrameEvent], at time: LoopTime) -> (StampedBatch?, PlayerEnd?) {
        var writer = ByteWriter()
        var packets: [StampedPacket] = []
        var end: PlayerEnd?
        let shift = shift(of: events, at: time)
        for event in events where end == nil {
            switch event {
            case .tracks(let tracks):
                end = setTracks(tracks)
            case .packets(let batch, let track):
                guard let place = place(of: track) else { continue }
                lines[place].write(batch, track: place, to: &writer, &packets)
            case .frame(let frame, let track):
                guard let place = place(of: track) else { continue }
                lines[place].write(
                    frame, captureTime: frame.presentationTime.nanoseconds &+ shift, track: place, payloads: &payloads,
                    to: &writer, &packets)
            // What is missing shows in the numbers or the times.
            case .gap:
                break
            case .ended(let reason):
                end = .stream(reason)
            }
        }
        guard !packets.isEmpty else { return (nil, end) }
        return (StampedBatch(bytes: writer.bytes, packets: packets, time: time.now), end)
    }

    /// The report on a track that is due; nil when none is.
    mutating func takeReport(ofTrack index: Int, at time: LoopTime) -> [UInt8]? {
        lines[index].takeReport(at: time)
    }

    /// What follows is read anew.
    mutating func beginSources() {
        for index in lines.indices { lines[index].beginSource() }
    }

    private func place(of track: Int) -> Int? {
        places.indices.contains(track) ? places[track] : nil
    }

    /// From the times of frames to our wall clock, in nanoseconds. What was kept for us is older than it seems: the newest
    /// frame decides.
    private mutating func shift(of events: [FrameEvent], at time: LoopTime) -> Int64 {
        var newest: Int64?
        for case .frame(let frame, _) in events {
            newest = max(newest ?? Int64.min, frame.decodeTime.nanoseconds)
        }
        guard let newest else { return 0 }
        let wallClock = clock.wallClock(
            of: NTPTime(unixNanoseconds: newest), wallClock: time.wallClock, now: time.now)
        return wallClock &- newest
    }

    // MARK: Tracks

    private mutating func setTracks(_ tracks: [ReadTrack]) -> PlayerEnd? {
        let formats = tracks.map(Self.format)
        let known = formats.compactMap(\.self).prefix(FramePublication.maximumTracks)
        guard !known.isEmpty else {
            return tracks.isEmpty ? nil : .stream(.unacceptable("Nothing of the stream can be sent by RTP."))
        }
        if lines.isEmpty {
            var random = SystemRandomNumberGenerator()
            lines = StreamDescription.withPayloadTypes(known).map { StampingTrack($0, using: &random) }
        }
        guard known.count == lines.count,
            zip(lines, known).allSatisfy({ $0.told.format.canGoOn(as: $1) })
        else { return .changed }
        revision += 1
        places = []
        var place = 0
        for (track, format) in zip(tracks, formats) {
            guard let format, place < lines.count else {
                places.append(nil)
                continue
            }
            lines[place].change(to: track, format: format)
            places.append(place)
            place += 1
        }
        return nil
    }

    /// What packets of a track are; nil when there is no way to send it.
    private static func format(_ track: ReadTrack) -> PacketFormat? {
        switch track {
        case .frames(let format): PacketFormat(packetsOf: format)
        case .packets(let packets, let format): packets.completed(by: format)
        }
    }
}
